import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { titleOf, whoIs } from '../accounts/invited.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import {
  addTotp,
  amrOf,
  codeOf,
  codesOn,
  forgetUsed,
  keepCodes,
  keyOn,
  SECURITY,
  verify,
} from '../factors/a-factor.js';
import { addPasskey } from '../factors/a-passkey.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { type Known, OddProvider } from './odd-provider.js';
import {
  come,
  freshDomain,
  newBrowser,
  pathOf,
  proveDomain,
  register,
  type Registered,
  startSso,
  type SsoApp,
} from './setting.js';

const TOTP = `${SECURITY}/totp`;
const CODES = `${SECURITY}/recovery-codes`;
const MINUTE_MS = 60_000;

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let main: number;
let northwind: Registered;
const domain = freshDomain();
let people = 0;

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  northwind = await register(admin, main, odd.issuer, { creates_members: true });
  await proveDomain(app, admin, northwind, domain);
});
beforeEach(async () => {
  odd.odd = { authTime: null };
  await app.database.execute('DELETE FROM throttles');
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

interface Arrived {
  readonly id: number;
  readonly person: Known;
  readonly browser: Browser;
}

/** Somebody new, signed in by the provider that does not tell when that was. */
async function arrived(): Promise<Arrived> {
  const [sub, browser] = [`ada-${++people}`, newBrowser(app)];
  const person = { sub, email: `${sub}@${domain}`, email_verified: true, name: 'Ada Bauer' };
  await come(browser, northwind, odd, person);
  const user = await app.app.get(Users).findByEmail(person.email);
  if (!user) throw new Error('Nobody arrived.');
  return { id: user.id, person, browser };
}

/** Follows the way to the company that a page of ours shows; the page at the end. */
async function signInFrom({ browser, person }: Arrived, page: Answer): Promise<Answer> {
  const [, way] = new RegExp(`href="(/sign-in/sso/${northwind.handle}[^"]*)"`).exec(page.text) ?? [];
  if (!way) throw new Error(`No way to the company: ${page.text.slice(0, 3_000)}`);
  const leaving = await browser.get(way.replaceAll('&amp;', '&'));
  const [, start] = /href="([^"]*\/start[^"]*)"/.exec(leaving.text) ?? [];
  const { headers } = await browser.get(start.replaceAll('&amp;', '&'));
  return browser.get(pathOf(odd.authorize(headers.get('location') ?? '', person)));
}

const age = ({ id }: Arrived, minutes: number): Promise<number> =>
  app.database.execute('UPDATE sessions SET created_at = created_at - ? WHERE user_id = ?', [minutes * MINUTE_MS, id]);

const factorsOf = async ({ id }: Arrived): Promise<number> => {
  const count = (table: string): string => `(SELECT COUNT(*) FROM ${table} WHERE user_id = ?)`;
  const sql = `SELECT ${count('totp_factors')} + ${count('passkeys')} AS n`;
  const [{ n }] = await app.database.query<{ n: number | string }>(sql, [id, id]);
  return Number(n);
};

const factorIdOn = ({ text }: Answer): string => /name="id" value="([^"]+)"/.exec(text)?.[1] ?? '';

describe('somebody whose provider does not tell when they signed in, and whose company demands a second factor', () => {
  it('adds the first one, keeps its recovery codes, and is let in after signing in with both', async () => {
    expectStatus(await admin.patch(`/companies/${main}`, { second_factor: 'required' }), 200);
    const ada = await arrived();
    await app.database.execute("UPDATE members SET role = 'admin' WHERE principal_id = ?", [ada.id]);
    const place = `/console/companies/${main}/apps`;
    expect((await ada.browser.get(place)).text).toContain('signed in with a second factor');
    const { key, answer } = await addTotp(ada.browser);
    expect(await keepCodes(ada.browser, answer)).toHaveLength(10);
    expect(await app.database.query('SELECT hash FROM recovery_codes WHERE user_id = ?', [ada.id])).toHaveLength(10);
    await forgetUsed(app, ada);
    const refused = await ada.browser.get(place);
    expect(refused.text).toContain(`${SECURITY}/strengthen`);
    const half = await signInFrom(ada, await ada.browser.get(`${SECURITY}/strengthen`));
    await verify(ada.browser, half, { code: codeOf(key) });
    expect(await amrOf(app, ada)).toBe('otp mfa');
    expect((await ada.browser.get(place)).status).toBe(200);
    expectStatus(await admin.patch(`/companies/${main}`, { second_factor: 'optional' }), 200);
  });

  it('may add a passkey instead', async () => {
    const ada = await arrived();
    await addPasskey(app, ada.browser);
    expect([await factorsOf(ada), titleOf(await ada.browser.get(CODES))]).toEqual([1, 'Keep your recovery codes']);
  });

  it('whose session is older than ten minutes signs in once more, and comes back to it', async () => {
    const ada = await arrived();
    const form = await ada.browser.get(TOTP);
    await age(ada, 11);
    const asked = await ada.browser.get(TOTP);
    expect(titleOf(asked)).toBe('Sign in');
    const late = { ...hiddenFields(form.text), name: 'Phone', code: codeOf(keyOn(form)) };
    expect(titleOf(await ada.browser.post(TOTP, late))).toBe('Sign in');
    expect(await factorsOf(ada)).toBe(0);
    expect(titleOf(await signInFrom(ada, asked))).toBe('Add an authenticator app');
    await addTotp(ada.browser);
    expect(await factorsOf(ada)).toBe(1);
  });
});

describe('a session of which nobody can tell when its person signed in', () => {
  it.each(['password', 'close', 'recovery-codes'])('is not good for %s, however new it is', async (what) => {
    const ada = await arrived();
    const asked = await ada.browser.get(`${SECURITY}/${what}`);
    expect(titleOf(asked)).toBe('Sign in');
    expect(titleOf(await signInFrom(ada, asked))).toBe('Your company did not ask you again');
  });

  it('adds, renames and removes nothing once there is a factor', async () => {
    const ada = await arrived();
    const { key, answer } = await addTotp(ada.browser);
    await keepCodes(ada.browser, answer);
    const again = newBrowser(app);
    await forgetUsed(app, ada);
    await verify(again, await come(again, northwind, odd, ada.person), { code: codeOf(key) });
    for (const browser of [ada.browser, again]) {
      const page = await browser.get(SECURITY);
      const fields = { ...hiddenFields(page.text), id: factorIdOn(page), name: 'Mine' };
      expect(fields.id).not.toBe('');
      for (const path of [TOTP, `${SECURITY}/passkey`, CODES, `${SECURITY}/remove?id=${fields.id}`]) {
        expect(titleOf(await browser.get(path))).toBe('Sign in');
      }
      for (const path of ['rename', 'remove', 'password', 'close', 'totp', 'passkey', 'recovery-codes']) {
        expect(titleOf(await browser.post(`${SECURITY}/${path}`, fields))).toBe('Sign in');
      }
    }
    const rows = await app.database.query<{ name: string }>('SELECT name FROM totp_factors WHERE user_id = ?', [
      ada.id,
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['Phone']);
  });

  it('that began before the first factor was added elsewhere is good for nothing more', async () => {
    const ada = await arrived();
    const other = newBrowser(app);
    await come(other, northwind, odd, ada.person);
    const form = await other.get(TOTP);
    await addTotp(ada.browser);
    const fields = { ...hiddenFields(form.text), name: 'Other', code: codeOf(keyOn(form)) };
    expect(titleOf(await other.post(TOTP, fields))).toBe('Sign in');
    expect(titleOf(await other.get(CODES))).toBe('Sign in');
    expect(await factorsOf(ada)).toBe(1);
  });

  it('adds one factor, however many are sent at once', async () => {
    const ada = await arrived();
    const browsers = [ada.browser, ...[1, 2, 3].map(() => newBrowser(app))];
    for (const browser of browsers.slice(1)) await come(browser, northwind, odd, ada.person);
    const forms = await Promise.all(browsers.map((browser) => browser.get(TOTP)));
    await Promise.all(
      forms.map((form, at) =>
        browsers[at].post(TOTP, { ...hiddenFields(form.text), name: `Phone ${at}`, code: codeOf(keyOn(form)) }),
      ),
    );
    expect(await factorsOf(ada)).toBe(1);
  });

  it('keeps no other recovery codes than the first, and those soon', async () => {
    const ada = await arrived();
    const { answer } = await addTotp(ada.browser);
    expect(codesOn(answer)).toHaveLength(10);
    await app.database.execute('UPDATE totp_factors SET created_at = created_at - ? WHERE user_id = ?', [
      11 * MINUTE_MS,
      ada.id,
    ]);
    expect(titleOf(await ada.browser.get(CODES))).toBe('Sign in');
    await app.database.execute('UPDATE totp_factors SET created_at = created_at + ? WHERE user_id = ?', [
      11 * MINUTE_MS,
      ada.id,
    ]);
    await keepCodes(ada.browser, await ada.browser.get(CODES));
    await app.database.execute('DELETE FROM recovery_codes WHERE user_id = ?', [ada.id]);
    expect(titleOf(await ada.browser.get(CODES))).toBe('Sign in');
  });

  it('of a provider that tells an old time is asked for a new proof, as anybody is', async () => {
    odd.odd = { authTime: Math.floor(Date.now() / 1000) - 3_600 };
    const ada = await arrived();
    const asked = await ada.browser.get(TOTP);
    expect(titleOf(await signInFrom(ada, asked))).toBe('Your company did not ask you again');
    expect(await whoIs(ada.browser)).toContain('Ada Bauer');
  });
});

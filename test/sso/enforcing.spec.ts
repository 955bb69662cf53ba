import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { Members } from '../../src/directory/index.js';
import { answer, invite, plain, signedInBrowser, titleOf, whoIs } from '../accounts/invited.js';
import { allSent, mailsTo, newestLinkOf } from './links.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { outcome } from '../directory/people.js';
import { type CliOutcome, cliOf } from '../operations/cli.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { addTotp, codeOf, halfSignedIn, protect, verify } from '../factors/a-factor.js';
import { aloneWith, enrolled } from '../factors/a-passkey.js';
import { OddProvider } from './odd-provider.js';
import {
  come,
  freshDomain,
  newBrowser,
  proveDomain,
  register,
  type Registered,
  startSso,
  type SsoApp,
} from './setting.js';

const PASSWORD = 'long enough for us';

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let main: number;
let northwind: Registered;
let helper: number;
const domain = freshDomain();
let count = 0;

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso({ TRUSTED_PROXIES: '127.0.0.1' }), OddProvider.start()]);
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  northwind = await register(admin, main, odd.issuer);
  await proveDomain(app, admin, northwind, domain);
  helper = await aMemberHere('admin', 'helper');
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(async () => {
  await odd.stop();
  await app.close();
});

/** A member with a password and an address of the domain; the id. */
async function aMemberHere(role: 'admin' | 'member', name = `member-${++count}`): Promise<number> {
  const email = `${name}@${domain}`;
  const { id } = await app.app.get(Users).create({ email, name, password: PASSWORD });
  await app.app.get(Members).add(main, id, { lastName: name, email, role });
  return id;
}

const enforce = (more: object = {}): Promise<Answer> =>
  admin.patch(northwind.path, { enforced: true, emergency_administrator_ids: [helper], ...more });

async function signIn(email: string, password = PASSWORD): Promise<Answer> {
  const browser = newBrowser(app);
  const page = await browser.get('/sign-in');
  return browser.post('/sign-in', { ...hiddenFields(page.text), email, password });
}

const isIn = ({ status, text }: Answer): boolean => status === 200 && text.includes('You are signed in as');

describe('enforcing single sign-on', () => {
  it('needs an administrator for the day on which the provider fails', async () => {
    const member = await aMemberHere('member');
    const outsider = await app.app.get(Users).create({ email: 'x@outside.example', name: 'X', password: PASSWORD });
    for (const ids of [[], [member], [outsider.id], [999_999], [helper, member]]) {
      const refused = await enforce({ emergency_administrator_ids: ids });
      expect(outcome(refused)).toEqual([422, 'emergency_administrator_required']);
    }
    await app.database.execute('UPDATE users SET password_hash = NULL WHERE principal_id = ?', [outsider.id]);
    expect((await admin.get(northwind.path)).body).toMatchObject({ enforced: false, emergency_administrator_ids: [] });
  });

  it('is told, kept and recorded', async () => {
    const body = expectStatus(await enforce(), 200).body as object;
    expect(body).toMatchObject({ enforced: true, emergency_administrator_ids: [helper] });
    const last = (await auditOf(app, 'identity_provider', northwind.id)).at(-1);
    expect(last?.action).toBe('identity_provider.changed');
    expect(last?.text).toContain('"enforced":true');
  });
});

describe('beginning to enforce it', () => {
  const ease = async (): Promise<unknown> => expectStatus(await admin.patch(northwind.path, { enforced: false }), 200);

  /** A browser in which somebody is signed in with a password. */
  const inside = (email: string, password = PASSWORD): Promise<Browser> => signedInBrowser(app, { email, password });

  const areIn = async (...browsers: Browser[]): Promise<boolean[]> =>
    Promise.all(browsers.map(async (browser) => (await whoIs(browser)) !== undefined));

  beforeEach(ease);

  it('ends the sessions of the domain that did not begin at the provider, but for emergency administrators', async () => {
    const [name, known] = [`inside-${++count}`, `known-${++count}`];
    await aMemberHere('member', name);
    const { email, password } = app.demo.users.member;
    await aMemberHere('member', known);
    const fromProvider = newBrowser(app);
    await come(fromProvider, northwind, odd, { sub: known, email: `${known}@${domain}`, email_verified: true });
    const others = [fromProvider, await inside(`helper@${domain}`), await inside(email, password)];
    const gone = await inside(`${name}@${domain}`);
    expectStatus(await enforce(), 200);
    expect(await areIn(gone, ...others)).toEqual([false, true, true, true]);
    expect((await auditOf(app, 'identity_provider', northwind.id)).at(-1)?.text).toContain('"ended_sessions":1');
  });

  it('ends those of who does not help any more, and of passkeys', async () => {
    await aMemberHere('admin', 'former');
    const former = await app.app.get(Users).findByEmail(`former@${domain}`);
    const ids = [helper, former?.id];
    const { browser: keyed } = await enrolled(app, { email: `former@${domain}`, password: PASSWORD });
    expectStatus(await enforce({ emergency_administrator_ids: ids }), 200);
    expect(await areIn(keyed)).toEqual([true]);
    expectStatus(await enforce(), 200);
    expect(await areIn(keyed)).toEqual([false]);
  });

  it('leaves people from the provider alone who go on by a second factor', async () => {
    const name = `goes-on-${++count}`;
    await aMemberHere('member', name);
    expectStatus(await enforce(), 200);
    const [first, browser] = [newBrowser(app), newBrowser(app)];
    const known = { sub: name, email: `${name}@${domain}`, email_verified: true };
    await come(first, northwind, odd, known);
    const { key } = await addTotp(first);
    await app.database.execute('UPDATE totp_factors SET last_step = 0');
    const half = await come(browser, northwind, odd, known);
    await verify(browser, half, { code: codeOf(key) });
    expect(await areIn(first, browser)).toEqual([true, true]);
  });

  it('ends those of a domain that is proven later', async () => {
    expectStatus(await enforce(), 200);
    const later = freshDomain();
    const { id } = await app.app.get(Users).create({ email: `kim@${later}`, name: 'Kim', password: PASSWORD });
    const browser = await inside(`kim@${later}`);
    expect([id > 0, ...(await areIn(browser))]).toEqual([true, true]);
    await proveDomain(app, admin, northwind, later);
    expect(await areIn(browser)).toEqual([false]);
  });

  it('ends what waits for a second factor, and lets none begin that was let in just before', async () => {
    const email = `waits-${++count}@${domain}`;
    const { id } = await app.app.get(Users).create({ email, name: 'Waits', password: PASSWORD });
    const { key } = await protect(app, { id, email, password: PASSWORD });
    const before = await halfSignedIn(app, { email, password: PASSWORD });
    expectStatus(await enforce(), 200);
    expect((await verify(before.browser, before.page, { code: codeOf(key) })).status).toBe(410);
    await ease();
    const meanwhile = await halfSignedIn(app, { email, password: PASSWORD });
    // As if the decision had fallen between the password and the session.
    await app.database.execute('UPDATE identity_providers SET enforced = 1 WHERE id = ?', [northwind.id]);
    expect((await verify(meanwhile.browser, meanwhile.page, { code: codeOf(key) })).status).toBe(403);
    expect(await areIn(before.browser, meanwhile.browser)).toEqual([false, false]);
  });
});

describe('an operator', () => {
  const lift = (company: string): Promise<CliOutcome> => cliOf(app, 'company', 'lift-sso', '--company', company);

  it('lifts it where every emergency administrator is gone, and nothing else', async () => {
    const [email, last] = [`stuck-${++count}@${domain}`, await aMemberHere('admin', 'gone')];
    await aMemberHere('member', email.split('@')[0]);
    expectStatus(await enforce({ emergency_administrator_ids: [last] }), 200);
    await app.app.get(Users).block(last);
    const before = expectStatus(await admin.get(northwind.path), 200).body as object;
    expect([isIn(await signIn(email)), isIn(await signIn(`gone@${domain}`))]).toEqual([false, false]);
    const { code, text } = await lift(String(main));
    expect([code, text]).toEqual([0, expect.stringContaining('Northwind ID')]);
    expect(isIn(await signIn(email))).toBe(true);
    const after = expectStatus(await admin.get(northwind.path), 200).body as object;
    expect(after).toEqual({ ...before, enforced: false, updated_at: expect.any(String) });
    const events = await app.database.query(
      "SELECT subject_id, company_id FROM audit_events WHERE action = 'identity_provider.enforcement_lifted'",
    );
    expect(events).toEqual([{ subject_id: String(northwind.id), company_id: main }]);
    expect((await lift(String(main))).text).toContain('did not enforce');
  });

  it('is told of a company that is none', async () => {
    for (const company of ['0', 'x', '999999']) expect((await lift(company)).code).toBe(1);
  });
});

describe('while it is enforced', () => {
  beforeAll(async () => {
    expectStatus(await enforce(), 200);
  });

  it('passwords do not count, and no answer tells whose would', async () => {
    await aMemberHere('member', 'kim');
    const answers = [
      await signIn(`kim@${domain}`),
      await signIn(`kim@${domain}`, 'wrong'),
      await signIn(`nobody@${domain}`),
      await signIn(`helper@${domain}`, 'wrong'),
    ];
    const names = /kim|nobody|helper/g;
    expect(new Set(answers.map((page) => plain(page).replace(names, '')))).toHaveProperty('size', 1);
    expect(answers[0].status).toBe(401);
    expect(answers[0].text).toContain('Passwords do not work here for them');
  });

  it('emergency administrators may, as long as they administer', async () => {
    expect(isIn(await signIn(`helper@${domain}`))).toBe(true);
    const other = await aMemberHere('admin', 'demoted');
    expectStatus(await enforce({ emergency_administrator_ids: [helper, other] }), 200);
    expect(isIn(await signIn(`demoted@${domain}`))).toBe(true);
    const member = { role: 'member', levels: {}, actions: {}, permission_template_id: null };
    expectStatus(await admin.put(`/companies/${main}/members/${other}/permissions`, member), 200);
    expect(isIn(await signIn(`demoted@${domain}`))).toBe(false);
    expectStatus(await enforce(), 200);
  });

  it('can be eased, and nothing else, once nobody who was named helps any more', async () => {
    const last = await aMemberHere('admin', 'last');
    expectStatus(await enforce({ emergency_administrator_ids: [last] }), 200);
    const member = { role: 'member', levels: {}, actions: {}, permission_template_id: null };
    expectStatus(await admin.put(`/companies/${main}/members/${last}/permissions`, member), 200);
    expectStatus(await admin.patch(northwind.path, { enforced: false }), 200);
    expect(outcome(await admin.patch(northwind.path, { enforced: true }))).toEqual([
      422,
      'emergency_administrator_required',
    ]);
    expectStatus(await enforce(), 200);
  });

  it('is not resumed after a pause while nobody who was named can help, and is once somebody can', async () => {
    const last = await aMemberHere('admin', 'pausing');
    expectStatus(await enforce({ emergency_administrator_ids: [last] }), 200);
    expectStatus(await admin.patch(northwind.path, { active: false }), 200);
    expectStatus(await admin.patch(`/companies/${main}/users/${last}`, { user: { is_active: false } }), 200);
    expect(outcome(await admin.patch(northwind.path, { active: true }))).toEqual([
      422,
      'emergency_administrator_required',
    ]);
    expect(expectStatus(await admin.get(northwind.path), 200).body).toMatchObject({ active: false, enforced: true });
    expectStatus(await admin.patch(northwind.path, { active: true, emergency_administrator_ids: [helper] }), 200);
  });

  it('people of other domains notice nothing', async () => {
    const { email, password } = app.demo.users.member;
    expect(isIn(await signIn(email, password))).toBe(true);
  });

  it('nobody is mailed a link for a new password, and older links are dead', async () => {
    const email = `forgot@${domain}`;
    await aMemberHere('member', 'forgot');
    const ask = async (): Promise<void> => {
      const browser = newBrowser(app);
      const page = await browser.get('/password-reset');
      expect((await browser.post('/password-reset', { ...hiddenFields(page.text), email })).status).toBe(303);
    };
    expectStatus(await admin.patch(northwind.path, { enforced: false }), 200);
    await ask();
    const link = await newestLinkOf(app, email);
    expectStatus(await enforce(), 200);
    expect((await newBrowser(app).get(link)).status).toBe(410);
    const known = (await mailsTo(app, email)).length;
    await ask();
    await allSent(app);
    expect(await mailsTo(app, email)).toHaveLength(known);
  });

  it('passkeys do not count either, but for emergency administrators', async () => {
    const passkeyOf = async (email: string): Promise<[Answer, Answer]> => {
      expectStatus(await admin.patch(northwind.path, { enforced: false }), 200);
      const person = { email, password: PASSWORD };
      const { passkey } = await enrolled(app, person);
      const before = await aloneWith(app, passkey);
      expectStatus(await enforce(), 200);
      return [before, await aloneWith(app, passkey)];
    };
    await aMemberHere('member', 'keys');
    expect((await passkeyOf(`keys@${domain}`)).map(isIn)).toEqual([true, false]);
    expect((await passkeyOf(`helper@${domain}`)).map(isIn)).toEqual([true, true]);
  });

  it('invited people make no password, but come by their provider', async () => {
    const email = `invited@${domain}`;
    const { link } = await invite(app, admin, main, email);
    const browser = newBrowser(app);
    const page = await browser.get(link);
    expect(page.text).toContain('People with this e-mail sign in at their company');
    expect(page.text).not.toContain('name="password"');
    const join = { decision: 'join', name: 'Ada', password: PASSWORD };
    expect((await answer(browser, link, join)).status).toBe(409);
    await come(browser, northwind, odd, { sub: 'invited', email, email_verified: true, name: 'Ada Invited' });
    expect(await whoIs(browser)).toContain('Ada Invited');
  });

  it('ends with the provider: what is switched off enforces nothing', async () => {
    const email = `later@${domain}`;
    await aMemberHere('member', 'later');
    expect(isIn(await signIn(email))).toBe(false);
    expectStatus(await admin.patch(northwind.path, { active: false }), 200);
    expect(isIn(await signIn(email))).toBe(true);
    expectStatus(await admin.patch(northwind.path, { active: true }), 200);
    expect(titleOf(await signIn(email))).toBe('Sign in');
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Passkeys } from '../../src/identity/factors/passkeys.js';
import { Users } from '../../src/identity/index.js';
import { signedInBrowser, titleOf, whoIs } from '../accounts/invited.js';
import { mailsArrived, readable } from '../accounts/mailbox.js';
import { aPerson, type Person } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { amrOf, aProtectedPerson, halfSignedIn, SECURITY } from './a-factor.js';
import { type Behaviour, SoftAuthenticator } from './authenticator.js';

const PATH = `${SECURITY}/passkey`;
const PRESENT = 0x01;
const BACKUP_ELIGIBLE = 0x08;
const VERIFIED = 0x05;

let app: TestApp;
let issuer: string;

beforeAll(async () => {
  app = await startApp();
  issuer = app.configuration.issuer;
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

interface Owner extends Person {
  readonly passkey: SoftAuthenticator;
  readonly browser: Browser;
}

/** What a form with a passkey asks the server before it is sent. */
async function optionsOf(browser: Browser, page: Answer, path: string) {
  const answer = await browser.post(path, hiddenFields(page.text));
  if (answer.status !== 200) throw new Error(`No options: ${answer.status} ${answer.text.slice(0, 500)}`);
  return answer.body as {
    readonly challenge: string;
    readonly user: { readonly id: string; readonly name: string };
    readonly excludeCredentials: { readonly id: string }[];
    readonly allowCredentials: { readonly id: string }[];
    readonly userVerification: string;
  };
}

async function enrol(browser: Browser, passkey: SoftAuthenticator, behaviour: Behaviour = {}): Promise<Answer> {
  const page = await browser.get(PATH);
  const credential = passkey.create(await optionsOf(browser, page, `${PATH}/options`), behaviour);
  return browser.post(PATH, { ...hiddenFields(page.text), name: 'Key', credential });
}

async function aKeyOwner(behaviour: Behaviour = {}): Promise<Owner> {
  const person = await aPerson(app);
  const browser = await signedInBrowser(app, person);
  const passkey = new SoftAuthenticator(issuer);
  expect(titleOf(await enrol(browser, passkey, behaviour))).toBe('Keep your recovery codes');
  return { ...person, passkey, browser };
}

/** Signs in by passkey alone in a new browser. */
async function alone(passkey: SoftAuthenticator, behaviour: Behaviour = {}, browser = new Browser(app.url)) {
  const page = await browser.get('/sign-in');
  const credential = passkey.get(await optionsOf(browser, page, '/sign-in/passkey/options'), behaviour);
  const form = { ...hiddenFields(page.text), credential };
  return { browser, form, answer: await browser.post('/sign-in/passkey', form) };
}

async function second(person: Owner, passkey = person.passkey, behaviour: Behaviour = {}) {
  const { browser, page } = await halfSignedIn(app, person);
  const credential = passkey.get(await optionsOf(browser, page, '/sign-in/verify/options'), behaviour);
  const form = { ...hiddenFields(page.text), credential };
  return { browser, form, answer: await browser.post('/sign-in/verify', form) };
}

const isIn = async (browser: Browser): Promise<boolean> => (await whoIs(browser)) !== undefined;

const passkeysOf = async ({ id }: { id: number }): Promise<number> =>
  (await app.database.query('SELECT id FROM passkeys WHERE user_id = ?', [id])).length;

const eventsOf = async (action: string, id: number): Promise<number> =>
  (
    await app.database.query('SELECT 1 AS one FROM audit_events WHERE action = ? AND subject_id = ?', [
      action,
      String(id),
    ])
  ).length;

/** What is wrong with an answer, whichever ceremony it belongs to. */
const FORGERIES: [string, Behaviour][] = [
  ['of another site', { origin: 'https://gatehouse.example.net' }],
  ['of another port of this host', { origin: 'http://localhost:1' }],
  ['for another relying party', { rpId: 'example.net' }],
  ['of the other ceremony', { type: 'payment.get' }],
  ['to another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ['of a frame in another site', { crossOrigin: true, topOrigin: 'https://evil.example' }],
  ['of a frame of unknown place', { crossOrigin: true }],
  ['without a verified person', { flags: PRESENT }],
  ['without a person', { flags: 0 }],
];

describe('a passkey', () => {
  it('signs its person in alone, as two factors, and as the second one beside the password', async () => {
    const owner = await aKeyOwner();
    expect(await amrOf(app, owner)).toBe('pwd hwk user mfa');
    expect((await mailsArrived(app, owner.email)).map(({ headers }) => readable(headers.subject))).toEqual([
      'A second factor was added',
    ]);
    const one = await alone(owner.passkey);
    expect(await whoIs(one.browser)).toContain(owner.email);
    expect(await amrOf(app, owner)).toBe('hwk user mfa');
    const both = await second(owner);
    expect(await whoIs(both.browser)).toContain(owner.email);
    expect(await amrOf(app, owner)).toBe('pwd hwk user mfa');
  });

  it('that may be on several devices says so', async () => {
    const owner = await aKeyOwner({ flags: VERIFIED | BACKUP_ELIGIBLE });
    await alone(owner.passkey, { flags: VERIFIED | BACKUP_ELIGIBLE });
    expect(await amrOf(app, owner)).toBe('swk user mfa');
  });

  it('of an authenticator that does not count works all the same', async () => {
    const owner = await aKeyOwner({ counter: 0 });
    for (let i = 0; i < 2; i++) expect(await isIn((await alone(owner.passkey, { counter: 0 })).browser)).toBe(true);
  });

  it('is asked for with the person verified, and knows them by something that tells nothing', async () => {
    const owner = await aKeyOwner();
    const page = await owner.browser.get(PATH);
    const made = await optionsOf(owner.browser, page, `${PATH}/options`);
    expect(made).toMatchObject({ rp: { id: 'localhost' }, attestation: 'none' });
    expect(made).toMatchObject({ authenticatorSelection: { residentKey: 'required', userVerification: 'required' } });
    expect(made.excludeCredentials.map(({ id }) => id)).toEqual([owner.passkey.credentialId.toString('base64url')]);
    expect(made.user.id).toBe(owner.passkey.userHandle);
    expect(Buffer.from(made.user.id, 'base64url')).toHaveLength(32);
    const stranger = new Browser(app.url);
    const used = await optionsOf(stranger, await stranger.get('/sign-in'), '/sign-in/passkey/options');
    expect(used).toMatchObject({ userVerification: 'required', allowCredentials: [] });
  });
});

describe('adding a passkey', () => {
  it.each(FORGERIES)('is refused for an answer %s', async (_what, behaviour) => {
    const person = await aPerson(app);
    const refused = await enrol(await signedInBrowser(app, person), new SoftAuthenticator(issuer), behaviour);
    expect(refused.status).toBe(422);
    expect(await passkeysOf(person)).toBe(0);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"id":1}',
    '{"id":"x","response":null}',
    '{"id":"x","response":{}}',
    'x'.repeat(9_999),
  ])('is refused for %j', async (credential) => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const page = await browser.get(PATH);
    const refused = await browser.post(PATH, { ...hiddenFields(page.text), name: 'Key', credential });
    expect(refused.status).toBe(422);
    const wrong = await browser.get('/sign-in');
    await browser.post('/sign-in/passkey', { ...hiddenFields(wrong.text), credential });
    expect(await passkeysOf(person)).toBe(0);
  });

  it('is refused for a credential that somebody else has, and for one that was added already', async () => {
    const [owner, other] = [await aKeyOwner(), await aPerson(app)];
    for (const browser of [await signedInBrowser(app, other), owner.browser]) {
      expect((await enrol(browser, owner.passkey)).status).toBe(422);
    }
    expect([await passkeysOf(owner), await passkeysOf(other)]).toEqual([1, 0]);
    expect(await whoIs((await alone(owner.passkey)).browser)).toContain(owner.email);
  });

  it('asks nobody whether certificates were revoked that vouch for a passkey', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const revocationsAt = `http://127.0.0.1:${(server.address() as AddressInfo).port}/revoked`;
    const person = await aPerson(app);
    const refused = await enrol(await signedInBrowser(app, person), new SoftAuthenticator(issuer), { revocationsAt });
    expect([refused.status, asked, await passkeysOf(person)]).toEqual([422, 0, 0]);
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([7, 'usb', {}, [null, 1, ['usb']]])(
    'makes nothing of %j as the ways to reach a passkey',
    async (transports) => {
      const person = await aPerson(app);
      await enrol(await signedInBrowser(app, person), new SoftAuthenticator(issuer), { transports });
      const rows = await app.database.query('SELECT transports FROM passkeys WHERE user_id = ?', [person.id]);
      expect(rows).toEqual([{ transports: '' }]);
    },
  );

  it('takes a challenge of its own person, browser and purpose, once', async () => {
    const [one, other] = [await aPerson(app), await aPerson(app)];
    const [mine, theirs] = [await signedInBrowser(app, one), await signedInBrowser(app, other)];
    const page = await mine.get(PATH);
    const post = (credential: string): Promise<Answer> =>
      mine.post(PATH, { ...hiddenFields(page.text), name: 'Key', credential });
    const foreign = await optionsOf(theirs, await theirs.get(PATH), `${PATH}/options`);
    const signIn = await optionsOf(mine, await mine.get('/sign-in'), '/sign-in/passkey/options');
    for (const challenge of [foreign.challenge, signIn.challenge]) {
      const made = new SoftAuthenticator(issuer).create({ challenge, user: foreign.user });
      expect((await post(made)).status).toBe(422);
    }
    const own = await optionsOf(mine, page, `${PATH}/options`);
    const wrong = new SoftAuthenticator(issuer).create(own, { flags: 0 });
    expect((await post(wrong)).status).toBe(422);
    // What was answered once is used up, also where the answer was wrong.
    expect((await post(new SoftAuthenticator(issuer).create(own))).status).toBe(422);
    expect(await passkeysOf(one)).toBe(0);
  });

  it('gives no challenge to strangers, nor to forms of other sites', async () => {
    const stranger = await send(`${app.url}${PATH}/options`, { method: 'POST' });
    expect([stranger.status, stranger.headers.get('location')?.split('?')[0]]).toEqual([303, '/sign-in']);
    for (const path of ['/sign-in/passkey/options', '/sign-in/passkey', '/sign-in/verify/options']) {
      expect((await send(app.url + path, { method: 'POST' })).status).toBe(403);
    }
  });
});

describe('signing in by passkey', () => {
  const wrong: [string, Behaviour][] = [
    ...FORGERIES,
    ['signed by another key', { wrongKey: true }],
    ['that names somebody else', { userHandle: Buffer.alloc(32).toString('base64url') }],
    ['of the enrolment', { type: 'webauthn.create' }],
  ];

  it.each(wrong)('is refused alone for an answer %s', async (_what, behaviour) => {
    const owner = await aKeyOwner();
    const { browser, answer } = await alone(owner.passkey, behaviour);
    expect(titleOf(answer)).toBe('Sign in');
    expect(answer.text).toContain('This passkey is not known here');
    expect(await isIn(browser)).toBe(false);
  });

  it.each(wrong)('is refused beside a password for an answer %s', async (_what, behaviour) => {
    const owner = await aKeyOwner();
    const { browser, answer } = await second(owner, owner.passkey, behaviour);
    expect([answer.status, await isIn(browser)]).toEqual([401, false]);
  });

  it('is refused alone where the answer names nobody, and accepted beside a password', async () => {
    const owner = await aKeyOwner();
    expect(await isIn((await alone(owner.passkey, { userHandle: null })).browser)).toBe(false);
    expect(await isIn((await second(owner, owner.passkey, { userHandle: null })).browser)).toBe(true);
  });

  it('is refused with somebody else’s passkey, and with one that nobody has', async () => {
    const [owner, other] = [await aKeyOwner(), await aKeyOwner()];
    for (const passkey of [other.passkey, new SoftAuthenticator(issuer)]) {
      const { browser, answer } = await second(owner, passkey);
      expect([answer.status, await isIn(browser)]).toEqual([401, false]);
    }
    expect(await isIn((await alone(new SoftAuthenticator(issuer))).browser)).toBe(false);
    const totp = await aProtectedPerson(app);
    const { browser } = await second({ ...totp, passkey: owner.passkey });
    expect(await isIn(browser)).toBe(false);
  });

  it('works once for an answer: not for whoever saw it, not for the back button, and for one of fifty', async () => {
    const owner = await aKeyOwner();
    const { browser, form } = await alone(owner.passkey);
    expect(await isIn(browser)).toBe(true);
    browser.forget();
    await browser.get('/sign-in');
    expect(await isIn((await alone(owner.passkey, { counter: 1 }, browser)).browser)).toBe(false);
    const fresh = new Browser(app.url);
    const page = await fresh.get('/sign-in');
    const replay = await fresh.post('/sign-in/passkey', { ...hiddenFields(page.text), credential: form.credential });
    expect([titleOf(replay), await isIn(fresh)]).toEqual(['Sign in', false]);
    const credential = owner.passkey.get(await optionsOf(fresh, page, '/sign-in/passkey/options'));
    const body = new URLSearchParams({ ...hiddenFields(page.text), credential }).toString();
    const headers = {
      Cookie: `gh_browser=${fresh.cookie('gh_browser')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => send(`${app.url}/sign-in/passkey`, { method: 'POST', body, headers })),
    );
    expect(answers.filter((one) => one.status !== 303)).toEqual([]);
    expect(answers.filter((one) => one.headers.get('location') === '/')).toHaveLength(1);
  });

  it('takes a challenge of its own browser and purpose that has not run out', async () => {
    const owner = await aKeyOwner();
    const [mine, theirs] = [new Browser(app.url), new Browser(app.url)];
    const page = await mine.get('/sign-in');
    const post = (challenge: string): Promise<Answer> =>
      mine.post('/sign-in/passkey', { ...hiddenFields(page.text), credential: owner.passkey.get({ challenge }) });
    const foreign = await optionsOf(theirs, await theirs.get('/sign-in'), '/sign-in/passkey/options');
    const half = await halfSignedIn(app, owner, '/sign-in', mine);
    const beside = await optionsOf(mine, half.page, '/sign-in/verify/options');
    const old = await optionsOf(mine, page, '/sign-in/passkey/options');
    await app.database.execute(
      `UPDATE passkey_challenges SET expires_at = ${app.database.dialect.now} WHERE purpose = 'sign_in'`,
    );
    for (const { challenge } of [foreign, beside, old]) await post(challenge);
    expect(await isIn(mine)).toBe(false);
    const good = await optionsOf(mine, page, '/sign-in/passkey/options');
    await post(good.challenge);
    expect(await isIn(mine)).toBe(true);
  });

  it.each([0, 1, 2])('is refused, and noted, where the counter went back to %d', async (counter) => {
    const owner = await aKeyOwner();
    await alone(owner.passkey);
    const cloned = await alone(owner.passkey, { counter });
    expect(await isIn(cloned.browser)).toBe(false);
    const beside = await second(owner, owner.passkey, { counter });
    expect([beside.answer.status, await isIn(beside.browser)]).toEqual([401, false]);
    expect(await eventsOf('passkey.counter_regressed', owner.id)).toBe(2);
  });

  it('is refused without an alarm where it was removed while it signed', async () => {
    const owner = await aKeyOwner();
    const found = await app.app.get(Passkeys).byCredential(owner.passkey.credentialId.toString('base64url'));
    if (!found) throw new Error('No passkey');
    await app.database.execute('DELETE FROM passkeys WHERE user_id = ?', [owner.id]);
    const signed = { ...found, counter: 7, backedUp: false };
    expect(await app.database.transaction(() => app.app.get(Passkeys).use(signed))).toBeUndefined();
    expect(await eventsOf('passkey.counter_regressed', owner.id)).toBe(0);
  });

  it('is asked for so often by one browser, and for one account, and no more', async () => {
    const owner = await aKeyOwner();
    const asked = async (browser: Browser, page: Answer, path: string, times: number): Promise<number[]> => {
      const seen = new Set<number>();
      for (let i = 0; i < times; i++) seen.add((await browser.post(path, hiddenFields(page.text))).status);
      return [...seen];
    };
    const stranger = new Browser(app.url);
    const page = await stranger.get('/sign-in');
    expect(await asked(stranger, page, '/sign-in/passkey/options', 60)).toEqual([200]);
    expect(await asked(stranger, page, '/sign-in/passkey/options', 1)).toEqual([429]);
    const [one, other] = [await halfSignedIn(app, owner), await halfSignedIn(app, owner)];
    expect(await asked(one.browser, one.page, '/sign-in/verify/options', 30)).toEqual([200]);
    expect(await asked(other.browser, other.page, '/sign-in/verify/options', 1)).toEqual([429]);
    // Nor does that keep the owner from signing in where they did before.
    const known = await halfSignedIn(app, owner, '/sign-in', owner.browser);
    expect(await asked(known.browser, known.page, '/sign-in/verify/options', 30)).toEqual([200]);
    expect(await asked(known.browser, known.page, '/sign-in/verify/options', 1)).toEqual([429]);
  });

  it.each([
    ['blocked', ({ id }: Owner) => app.app.get(Users).block(id)],
    ['removed', ({ id }: Owner) => app.database.execute('DELETE FROM passkeys WHERE user_id = ?', [id])],
  ])('is refused where the person or passkey is %s', async (_what, end) => {
    const owner = await aKeyOwner();
    await end(owner);
    expect(await isIn((await alone(owner.passkey)).browser)).toBe(false);
  });

  it('takes attempts beside a password as codes do', async () => {
    const owner = await aKeyOwner();
    const { browser, page } = await halfSignedIn(app, owner);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) {
      const form = { ...hiddenFields(page.text), credential: '{}' };
      statuses.push((await browser.post('/sign-in/verify', form)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

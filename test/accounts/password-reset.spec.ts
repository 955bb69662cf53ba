import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { newSecret, SECRET_PREFIXES } from '../../src/shared/index.js';
import { aPerson, type Person } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, codeOf, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { answer, plain, signedInBrowser, titleOf, whoIs } from './invited.js';
import { allSent, linkIn, mailsArrived, mailsTo, readable } from './mailbox.js';

const GONE = 'This link does not work';
const NEW = 'a new long password';

let app: TestApp;
const lines: string[] = [];

beforeAll(async () => {
  const log = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'trace' }, log);
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

const from = (address: string): Browser => new Browser(app.url, { 'X-Forwarded-For': address });

/** Asks as the page does; the answer to the form, not followed. */
async function ask(email: string, browser = from('203.0.113.1')): Promise<Answer> {
  const page = await browser.get('/password-reset');
  return browser.post('/password-reset', { ...hiddenFields(page.text), email });
}

/** The path of the link of the newest of so many mails. */
async function linkOf(email: string, mails = 1): Promise<string> {
  const all = await mailsArrived(app, email, mails);
  return linkIn(all[mails - 1], app.configuration.issuer);
}

async function askedLink(person: Person, mails = 1): Promise<string> {
  await ask(person.email);
  return linkOf(person.email, mails);
}

const reset = (link: string, password = NEW, browser = from('203.0.113.1')): Promise<Answer> =>
  answer(browser, link, { password });

const signsIn = async ({ email }: Person, password: string): Promise<boolean> =>
  (await whoIs(await signedInBrowser(app, { email, password }))) !== undefined;

/** Until everything that was asked for has come to its end; nothing tells when nothing is to come. */
async function settled(): Promise<void> {
  await sleep(150);
  await allSent(app);
}

describe('somebody who forgot their password', () => {
  it('finds the way from the sign-in page, sets a new one, and is told by mail', async () => {
    const person = await aPerson(app);
    expect((await from('203.0.113.1').get('/sign-in')).text).toContain('href="/password-reset"');
    const asked = await ask(person.email.toUpperCase());
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/password-reset/sent']);
    const done = await reset(await linkOf(person.email));
    expect([done.status, done.headers.get('location')]).toEqual([303, '/new-password/changed']);
    expect(await signsIn(person, NEW)).toBe(true);
    expect(await signsIn(person, person.password)).toBe(false);
    const [, notice] = await mailsArrived(app, person.email, 2);
    expect(readable(notice.headers.subject)).toBe('Your password was changed');
    expect(notice.raw).not.toContain('/new-password');
    const events = await app.database.query(
      "SELECT actor_id FROM audit_events WHERE action = 'user.password_changed' AND subject_id = ?",
      [String(person.id)],
    );
    expect(events).toHaveLength(1);
  });

  it('is signed out everywhere, also where somebody stole their session, and keeps their apps', async () => {
    const person = await aPerson(app);
    const tokens = await userTokens(app, app.demo.clients.web_app, person, { companies: [] });
    const [own, stolen] = [await signedInBrowser(app, person), await signedInBrowser(app, person)];
    expect(await whoIs(stolen)).toContain(person.email);
    const done = await reset(await askedLink(person), NEW, own);
    expect(done.headers.getSetCookie().join()).toMatch(/gh_session=;.*Max-Age=0/);
    expect(await whoIs(stolen)).toBeUndefined();
    expect(await whoIs(own)).toBeUndefined();
    expect((await call(`${app.url}/rest/v1.0/me`, tokens.access_token)).status).toBe(200);
    const { web_app } = app.demo.clients;
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...credentials(web_app) };
    expect((await tokenRequest(app, form)).status).toBe(200);
  });

  it('ends what anybody holds of Gatehouse’s own clients, which can do all that the person can', async () => {
    const person = await aPerson(app);
    const { swagger } = app.demo.clients;
    const { access_token } = await userTokens(app, swagger, person, { scope: 'directory:manage', companies: [] });
    const { end, verifier, redirectUri } = await authorize(app, swagger, person, {
      scope: 'directory:manage',
      companies: [],
    });
    expect((await call(`${app.url}/rest/v1.0/me/sessions`, access_token)).status).toBe(200);
    await reset(await askedLink(person));
    expect((await call(`${app.url}/rest/v1.0/me/sessions`, access_token)).status).toBe(401);
    const form = { grant_type: 'authorization_code', code: codeOf(end), redirect_uri: redirectUri };
    const redeemed = await tokenRequest(app, { ...form, code_verifier: verifier, ...credentials(swagger) });
    expect([redeemed.status, redeemed.body.error]).toEqual([400, 'invalid_grant']);
  });

  it('reads their mail in their own language', async () => {
    const person = await aPerson(app);
    await app.database.execute("UPDATE users SET locale = 'es' WHERE principal_id = ?", [person.id]);
    await askedLink(person);
    const [mail] = await mailsTo(app, person.email);
    expect(readable(mail.headers.subject)).toBe('Establecer una nueva contraseña');
  });
});

describe('nobody learns whether there is an account', () => {
  it.each([
    ['of nobody', async () => 'nobody-at-all@demo.test'],
    ['that is no address', async () => 'no address at all'],
    ['that is empty', async () => ''],
    ['beyond reason', async () => `${'x'.repeat(5_000)}@demo.test`],
    [
      'of somebody blocked',
      async () => {
        const person = await aPerson(app);
        await app.app.get(Users).block(person.id);
        return person.email;
      },
    ],
  ])('from an address %s: the answer is the same, and nobody is mailed', async (_what, email) => {
    const [known, other] = [(await aPerson(app)).email, await email()];
    expect(plain(await ask(other))).toBe(plain(await ask(known)));
    const pages = [
      await from('203.0.113.1').get('/password-reset/sent'),
      await from('203.0.113.2').get('/password-reset/sent'),
    ];
    expect(plain(pages[0])).toBe(plain(pages[1]));
    await mailsArrived(app, known);
    await settled();
    if (other.includes('@')) expect(await mailsTo(app, other)).toEqual([]);
  });

  it('from the time that an answer takes: it does not wait for the mail', async () => {
    const person = await aPerson(app);
    const times = async (email: string): Promise<number> => {
      const browser = from('203.0.113.1');
      const page = await browser.get('/password-reset');
      const began = performance.now();
      await browser.post('/password-reset', { ...hiddenFields(page.text), email });
      return performance.now() - began;
    };
    const rounds = Array.from({ length: 7 }, (_, at) => at);
    const [known, unknown]: number[][] = [[], []];
    for (const at of rounds) {
      known.push(await times(person.email));
      unknown.push(await times(`nobody-${at}@demo.test`));
      await settled();
    }
    const middle = (all: number[]): number => [...all].sort((a, b) => a - b)[3];
    expect(Math.abs(middle(known) - middle(unknown))).toBeLessThan(40);
  });

  it('from being refused: the limit of a network counts any address', async () => {
    const person = await aPerson(app);
    for (let asked = 0; asked < 30; asked++) expect((await ask(`nobody-${asked}@demo.test`)).status).toBe(303);
    const answers = [await ask(person.email), await ask('nobody-at-all@demo.test')];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    expect(plain(answers[0]).replace(/"retry-after","\d+"/, '')).toBe(
      plain(answers[1]).replace(/"retry-after","\d+"/, ''),
    );
    expect((await ask(person.email, from('203.0.113.9'))).status).toBe(303);
    await mailsArrived(app, person.email);
  });
});

describe('a stranger', () => {
  it('fills nobody’s mailbox, and the owner’s own browser still gets its link', async () => {
    const person = await aPerson(app);
    const own = await signedInBrowser(app, person);
    for (let at = 0; at < 16; at++) await ask(person.email, from(`198.51.100.${at}`));
    await settled();
    expect(await mailsTo(app, person.email)).toHaveLength(10);
    await ask(person.email, own);
    await mailsArrived(app, person.email, 11);
  });

  it('is mailed at most three links an hour from one network', async () => {
    const person = await aPerson(app);
    for (let asked = 0; asked < 5; asked++) await ask(person.email);
    await settled();
    expect(await mailsTo(app, person.email)).toHaveLength(3);
  });

  it('closes this to nobody’s own browser by asking from the same network', async () => {
    const [person, other] = [await aPerson(app), await aPerson(app)];
    const own = await signedInBrowser(app, person);
    for (let asked = 0; asked < 31; asked++) await ask(`nobody-${asked}@demo.test`, from('127.0.0.1'));
    expect((await ask(person.email, from('127.0.0.1'))).status).toBe(429);
    expect((await ask(other.email, own)).status).toBe(429);
    expect((await ask(person.email, own)).status).toBe(303);
    await mailsArrived(app, person.email);
  });

  it('who writes an address otherwise has the mail sent to the account’s own', async () => {
    const person = await aPerson(app);
    await ask(person.email.replace('p', '\uff50'));
    const [mail] = await mailsArrived(app, person.email);
    expect(mail.headers.to).toContain(`<${person.email}>`);
  });

  it('sets nobody’s password with a form of another site', async () => {
    const person = await aPerson(app);
    const link = await askedLink(person);
    const token = new URLSearchParams(link.split('?')[1]).get('token') ?? '';
    const form = hiddenFields((await from('203.0.113.1').get(link)).text);
    for (const fields of [{ token }, form]) {
      expect((await from('203.0.113.1').post('/new-password', { ...fields, password: NEW })).status).toBe(403);
    }
    expect((await from('203.0.113.1').post('/password-reset', { email: person.email })).status).toBe(403);
    expect(await signsIn(person, person.password)).toBe(true);
  });
});

describe('a link', () => {
  const dead: [string, (link: string, person: Person) => Promise<string>][] = [
    ['used', async (link) => (await reset(link, 'another long one'), link)],
    ['replaced by a newer one', async (link, person) => (await askedLink(person, 2), link)],
    [
      'expired',
      async (link) => (
        await app.database.execute(`UPDATE password_resets SET expires_at = ${app.database.dialect.now}`),
        link
      ),
    ],
    [
      'older than another change of the password',
      async (link, { id }) => (await app.app.get(Users).changePassword(id, 'another long one'), link),
    ],
    ['of somebody blocked', async (link, { id }) => (await app.app.get(Users).block(id), link)],
    [
      'of somebody who was blocked meanwhile',
      async (link, { id }) => (await app.app.get(Users).block(id), await app.app.get(Users).unblock(id), link),
    ],
    ['damaged', async (link) => `${link.slice(0, -1)}${link.endsWith('x') ? 'y' : 'x'}`],
    ['forged with right check digits', async () => `/new-password?token=${newSecret(SECRET_PREFIXES.passwordReset)}`],
    ['of an invitation', async () => `/new-password?token=${newSecret(SECRET_PREFIXES.invitation)}`],
    ['without a token', async () => '/new-password'],
  ];

  it.each(dead)('that is %s leads to one page and changes nothing', async (_how, kill) => {
    const person = await aPerson(app);
    const link = await kill(await askedLink(person), person);
    const browser = from('203.0.113.1');
    const other = await askedLink(await aPerson(app));
    const gone = await browser.get(link);
    expect([gone.status, titleOf(gone)]).toEqual([410, GONE]);
    expect(plain(gone)).toBe(plain(await browser.get('/new-password?token=none')));
    const form = hiddenFields((await browser.get(other)).text);
    const token = new URLSearchParams(link.split('?')[1] ?? '').get('token') ?? '';
    const posted = await browser.post('/new-password', { ...form, token, password: NEW });
    expect([posted.status, titleOf(posted)]).toEqual([410, GONE]);
    expect(await signsIn(person, NEW)).toBe(false);
  });

  it('is good for one of several who use it at once, in two tabs or ten', async () => {
    const person = await aPerson(app);
    const link = await askedLink(person);
    const browser = from('203.0.113.1');
    const form = hiddenFields((await browser.get(link)).text);
    const passwords = Array.from({ length: 6 }, (_, at) => `long enough ${at} tab`);
    const answers = await Promise.all(
      passwords.map((password) => browser.post('/new-password', { ...form, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410, 410, 410]);
    const won = passwords[answers.findIndex(({ status }) => status === 303)];
    expect(await signsIn(person, won)).toBe(true);
    await settled();
    expect(await mailsTo(app, person.email)).toHaveLength(2);
  });

  it.each([['short'], [''], ['x'.repeat(1_100)], ['Password1'], ['the Person of it']])(
    'stays good where the new password is refused: %#',
    async (password) => {
      const person = await aPerson(app);
      const link = await askedLink(person);
      const refused = await reset(link, password);
      expect([refused.status, refused.text.includes('role="alert"')]).toEqual([422, true]);
      expect(await signsIn(person, person.password)).toBe(true);
      expect((await reset(link)).status).toBe(303);
    },
  );

  it('changes nothing by being looked at, and is neither kept, framed, told, logged nor stored', async () => {
    const person = await aPerson(app);
    const link = await askedLink(person);
    const page = await send(app.url + link);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    await settled();
    const core = (new URLSearchParams(link.split('?')[1]).get('token') ?? '').slice(8, -8);
    expect(lines.join('')).toContain('"path":"/new-password"');
    expect(lines.join('')).not.toContain(core);
    for (const table of ['password_resets', 'audit_events', 'mails']) {
      expect(JSON.stringify(await app.database.query(`SELECT * FROM ${table}`))).not.toContain(core);
    }
    expect(await signsIn(person, person.password)).toBe(true);
  });
});

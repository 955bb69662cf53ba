import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { newSecret, SECRET_PREFIXES } from '../../src/shared/index.js';
import { aPerson, type Person } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { answer, newestLink, signedInBrowser, titleOf } from './invited.js';
import { allSent, mailsTo } from './mailbox.js';

const SECURITY = '/account/security';
const ASK = `${SECURITY}/confirm-email`;
const GONE = 'This link does not work';
const OWN = 'Sign-in and security';

let app: TestApp;
const lines: string[] = [];

beforeAll(async () => {
  const log = new Writable({ write: (chunk: Buffer, _, done) => (lines.push(chunk.toString()), done()) });
  app = await startApp({ LOG_LEVEL: 'trace' }, log);
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

const isConfirmed = async ({ id }: Person): Promise<boolean | undefined> =>
  (await app.app.get(Users).find(id))?.emailVerified;

async function ask(browser: Browser): Promise<Answer> {
  const page = await browser.get(SECURITY);
  return browser.post(ASK, hiddenFields(page.text));
}

/** Somebody signed in, with the newest link that they were mailed. */
async function asked(): Promise<{ person: Person; browser: Browser; link: string; token: string }> {
  const person = await aPerson(app);
  const browser = await signedInBrowser(app, person);
  expect((await ask(browser)).text).toContain('A link is on its way to your address.');
  return { person, browser, ...(await newestLink(app, person.email, 1)) };
}

const confirm = (browser: Browser, link: string): Promise<Answer> => answer(browser, link, {});

describe('the address of an account', () => {
  it('is confirmed by a link that its owner asked for, once, and the page says so', async () => {
    const { person, browser, link } = await asked();
    expect((await browser.get(SECURITY)).text).toContain('Address not confirmed');
    const question = await browser.get(link);
    expect([question.status, question.text.includes(person.email)]).toEqual([200, true]);
    expect(await isConfirmed(person)).toBe(false);
    const page = await confirm(browser, link);
    expect(await isConfirmed(person)).toBe(true);
    expect(page.text).toContain('Your e-mail address is confirmed.');
    expect(page.text).toContain('Address confirmed');
    expect(page.text).not.toContain(`action="${ASK}"`);
    const events = await app.database.query<{ actor_id: number | string }>(
      "SELECT actor_id FROM audit_events WHERE action = 'user.email_confirmed' AND subject_id = ?",
      [String(person.id)],
    );
    expect(events.map(({ actor_id }) => Number(actor_id))).toEqual([person.id]);
    expect(titleOf(await browser.get(link))).toBe(GONE);
  });

  it('is asked for no second time once it is confirmed', async () => {
    const { person, browser, link } = await asked();
    const form = hiddenFields((await browser.get(SECURITY)).text);
    await confirm(browser, link);
    const again = await browser.post(ASK, form);
    expect(again.text).toContain('Your e-mail address is confirmed already.');
    await allSent(app);
    expect(await mailsTo(app, person.email)).toHaveLength(1);
  });

  it('gets five links an hour, of which the newest is good', async () => {
    const { person, browser, link } = await asked();
    for (let count = 0; count < 4; count += 1) await ask(browser);
    expect((await ask(browser)).text).toContain('Several links were sent to you within the hour.');
    const newest = await newestLink(app, person.email, 5);
    expect(titleOf(await browser.get(link))).toBe(GONE);
    expect(titleOf(await confirm(browser, newest.link))).toBe(OWN);
    await allSent(app);
    expect(await mailsTo(app, person.email)).toHaveLength(5);
  });
});

describe('a link that confirms an address', () => {
  it('leads a stranger to sign in, and back', async () => {
    const { person, link } = await asked();
    const stranger = new Browser(app.url);
    const back = await stranger.signIn(await stranger.get(link), person);
    expect([back.status, back.headers.get('location')]).toEqual([303, link]);
    expect(titleOf(await confirm(stranger, link))).toBe(OWN);
  });

  it('is of no use to whoever is signed in to another account, and stays good for its own', async () => {
    const { person, browser, link, token } = await asked();
    const thief = await asked();
    const gone = await thief.browser.get(link);
    expect([gone.status, titleOf(gone)]).toEqual([410, GONE]);
    const form = hiddenFields((await thief.browser.get(thief.link)).text);
    const posted = await thief.browser.post('/confirm-email', { ...form, token });
    expect([posted.status, titleOf(posted)]).toEqual([410, GONE]);
    expect([await isConfirmed(person), await isConfirmed(thief.person)]).toEqual([false, false]);
    expect(titleOf(await confirm(browser, link))).toBe(OWN);
  });

  const dead: [string, (token: string, person: Person) => string | Promise<string>][] = [
    [
      'too old',
      async (token) => {
        await app.database.execute(`UPDATE email_confirmations SET expires_at = ${app.database.dialect.now}`);
        return token;
      },
    ],
    ['damaged', (token) => `${token.slice(0, -1)}${token.endsWith('x') ? 'y' : 'x'}`],
    ['forged with right check digits', () => newSecret(SECRET_PREFIXES.emailConfirmation)],
    ['of a new password', () => newSecret(SECRET_PREFIXES.passwordReset)],
    ['empty', () => ''],
    ['a list of things', () => "' OR 1=1 --"],
  ];

  it.each(dead)('that is %s changes nothing', async (_how, kill) => {
    const { person, browser, link, token } = await asked();
    const form = hiddenFields((await browser.get(link)).text);
    const killed = await kill(token, person);
    const gone = await browser.get(`/confirm-email?${new URLSearchParams({ token: killed }).toString()}`);
    expect([gone.status, titleOf(gone)]).toEqual([410, GONE]);
    const posted = await browser.post('/confirm-email', { ...form, token: killed });
    expect([posted.status, titleOf(posted)]).toEqual([410, GONE]);
    expect(await isConfirmed(person)).toBe(false);
  });

  it.each([
    ['a new password', (id: number) => app.app.get(Users).changePassword(id, 'another long one')],
    ['a block', (id: number) => app.app.get(Users).block(id)],
  ])('ends with %s', async (_what, end) => {
    const { person, token } = await asked();
    await end(person.id);
    const rows = await app.database.query('SELECT * FROM email_confirmations WHERE user_id = ?', [person.id]);
    expect([rows, token.length > 40]).toEqual([[], true]);
  });

  it('is good for one of several who use it at once', async () => {
    const { browser, link } = await asked();
    const form = hiddenFields((await browser.get(link)).text);
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.post('/confirm-email', form)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
  });

  it('takes a form of ours, and no forged one mails or confirms anything', async () => {
    const { person, browser, token } = await asked();
    for (const [path, fields] of [
      [ASK, {}],
      [ASK, { csrf_token: 'x' }],
      ['/confirm-email', { token }],
      ['/confirm-email', { token, csrf_token: 'x' }],
    ] as const)
      expect([path, (await browser.post(path, fields)).status]).toEqual([path, 403]);
    expect((await send(`${app.url}${ASK}`, { method: 'POST' })).headers.get('location')).toMatch(/^\/sign-in\?/);
    await allSent(app);
    expect([await isConfirmed(person), (await mailsTo(app, person.email)).length]).toEqual([false, 1]);
  });

  it('is neither kept, told, logged nor stored', async () => {
    const { browser, link, token } = await asked();
    const page = await browser.get(link);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    await allSent(app);
    const core = token.slice(8, -8);
    expect(lines.join('')).toContain('"path":"/confirm-email"');
    expect(lines.join('')).not.toContain(core);
    for (const table of ['email_confirmations', 'audit_events', 'mails'])
      expect(JSON.stringify(await app.database.query(`SELECT * FROM ${table}`))).not.toContain(core);
  });
});

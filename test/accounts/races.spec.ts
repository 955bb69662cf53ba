import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Companies } from '../../src/directory/index.js';
import { Sessions, SignIn, Users } from '../../src/identity/index.js';
import { type Api, as } from '../apps/api.js';
import { aMember, aPerson, type Person, signedIn } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anAddress, answer, invite, JOIN, signedInBrowser, whoIs } from './invited.js';
import { linkIn, mailsArrived } from './mailbox.js';

const MANY = 50;
const NEW = 'a new long password';

let app: TestApp;
let admin: Api;
let main: number;

beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

const times = <T>(count: number, work: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)));

const statusesOf = (answers: readonly Answer[]): number[] => [...new Set(answers.map(({ status }) => status))].sort();
const wonIn = (answers: readonly Answer[]): number => answers.filter(({ status }) => status === 303).length;

async function resetForm(person: Person): Promise<{ browser: Browser; form: Record<string, string> }> {
  const browser = new Browser(app.url);
  const asked = hiddenFields((await browser.get('/password-reset')).text);
  await browser.post('/password-reset', { ...asked, email: person.email });
  const link = linkIn((await mailsArrived(app, person.email))[0], app.configuration.issuer);
  return { browser, form: { ...hiddenFields((await browser.get(link)).text), password: NEW } };
}

describe('of fifty who hold one link', () => {
  it('one makes the account, and the others learn that the link is used', async () => {
    const invited = await invite(app, admin, main);
    const browser = new Browser(app.url);
    const form = hiddenFields((await browser.get(invited.link)).text);
    const answers = await times(MANY, () => browser.post('/invitation', { ...form, ...JOIN }));
    expect(wonIn(answers)).toBe(1);
    // 403: the form was for nobody signed in, and whoever won is.
    for (const status of statusesOf(answers)) expect([303, 403, 409, 410]).toContain(status);
    expect(await rowsOf(invited.email)).toEqual([{ status: 'active' }]);
  });

  it('one press of the button of somebody signed in counts', async () => {
    const person = await aPerson(app);
    const invited = await invite(app, admin, main, person.email);
    const browser = await signedInBrowser(app, person);
    const form = hiddenFields((await browser.get(invited.link)).text);
    const decisions = await times(MANY, (at) =>
      browser.post('/invitation', { ...form, decision: at % 2 ? 'accept' : 'decline' }),
    );
    expect([wonIn(decisions), statusesOf(decisions)]).toEqual([1, [303, 410]]);
    const accepted = decisions.find(({ status }) => status === 303)?.headers.get('location') === '/invitation/accepted';
    expect(await rowsOf(person.email)).toEqual(accepted ? [{ status: 'active' }] : []);
  });

  it('one sets the password', async () => {
    const person = await aPerson(app);
    const { browser, form } = await resetForm(person);
    const answers = await times(MANY, () => browser.post('/new-password', form));
    expect([wonIn(answers), statusesOf(answers)]).toEqual([1, [303, 410]]);
  });
});

describe('an invitation', () => {
  it('is either accepted or withdrawn', async () => {
    for (let round = 0; round < 6; round++) {
      const person = await aPerson(app);
      const invited = await invite(app, admin, main, person.email);
      const browser = await signedInBrowser(app, person);
      const form = hiddenFields((await browser.get(invited.link)).text);
      const [accepted, withdrawn] = await Promise.all([
        browser.post('/invitation', { ...form, decision: 'accept' }),
        admin.post(`/companies/${main}/users/${invited.id}/actions/withdraw_invitation`, {}),
      ]);
      const isIn = accepted.status === 303;
      expect([isIn ? [303, 404] : [410, 204]]).toEqual([[accepted.status, withdrawn.status]]);
      expect(await rowsOf(person.email)).toEqual(isIn ? [{ status: 'active' }] : []);
    }
  });

  it('of two companies makes one account', async () => {
    const email = anAddress();
    const { id: other } = await app.app.get(Companies).create({ name: 'Another company', environment: 'production' });
    const boss = await aMember(app, other, { role: 'admin' });
    const elsewhere = await signedIn(app, boss, [other]);
    const links = [(await invite(app, admin, main, email)).link, (await invite(app, elsewhere, other, email)).link];
    const answers = await Promise.all(links.map((link) => answer(new Browser(app.url), link, JOIN)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await app.database.query('SELECT email FROM users WHERE email_key = ?', [email])).toHaveLength(1);
  });
});

describe('a sign-in with the old password', () => {
  it('that was checked before the password was changed begins no session after it', async () => {
    const person = await aPerson(app);
    const proven = await app.app.get(SignIn).authenticate({ ...person, address: '203.0.113.1' });
    await app.app.get(Users).changePassword(person.id, NEW);
    const browser = { address: '203.0.113.1', userAgent: '', amr: ['pwd'] as const };
    const start = app.app.get(Sessions).start(proven?.user ?? { id: 0, passwordEpoch: 0 }, browser);
    await expect(start).rejects.toMatchObject({ code: 'password_changed', status: 409 });
    expect(await app.app.get(Sessions).list(person.id)).toEqual([]);
  });

  it('in the same moment as the change keeps nobody signed in', async () => {
    const person = await aPerson(app);
    const { browser, form } = await resetForm(person);
    const others = Array.from(
      { length: 12 },
      (_, at) => new Browser(app.url, { 'X-Forwarded-For': `203.0.113.${at}` }),
    );
    const pages = await Promise.all(others.map((other) => other.get('/sign-in')));
    const [changed] = await Promise.all([
      browser.post('/new-password', form),
      ...others.map((other, at) => other.signIn(pages[at], person)),
    ]);
    expect(changed.status).toBe(303);
    expect(await times(others.length, (at) => whoIs(others[at]))).toEqual(others.map(() => undefined));
    expect(await app.app.get(Sessions).list(person.id)).toEqual([]);
    expect(await whoIs(await signedInBrowser(app, { ...person, password: NEW }))).toContain(person.email);
  });
});

const rowsOf = (email: string): Promise<{ status: string }[]> =>
  app.database.query<{ status: string }>('SELECT status FROM members WHERE company_id = ? AND email_key = ?', [
    main,
    email,
  ]);

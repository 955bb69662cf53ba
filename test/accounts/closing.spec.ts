import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountClosure, Users } from '../../src/identity/index.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { anApp } from '../apps/an-app.js';
import { aMember, aPerson, outcome, type Person, signedIn } from '../directory/people.js';
import { aTeammate, sandboxMember, teamOf } from '../apps/team.js';
import { cliOf } from '../operations/cli.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { signedInBrowser, titleOf, whoIs } from './invited.js';
import { mailsArrived, readable } from './mailbox.js';

const PATH = '/account/security/close';

let app: TestApp;
let admin: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

/** Sends the form of the page; `email`: what the person writes into it. */
async function close(browser: Browser, email: string): Promise<Answer> {
  const page = await browser.get(PATH);
  return browser.post(PATH, { ...hiddenFields(page.text), email });
}

const closed = async ({ id }: Person): Promise<number> => {
  const sql = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'user.closed' AND subject_id = ?";
  return Number((await app.database.query<{ n: number }>(sql, [String(id)]))[0].n);
};

describe('an account that its owner closes', () => {
  it('is signed out everywhere, signs in no more, and is told of by mail', async () => {
    const person = await aPerson(app);
    const [own, other] = [await signedInBrowser(app, person), await signedInBrowser(app, person)];
    const answer = await close(own, person.email.toUpperCase());
    expect([answer.status, titleOf(answer)]).toEqual([200, 'Your account is closed']);
    expect([await whoIs(own), await whoIs(other)]).toEqual([undefined, undefined]);
    expect(await whoIs(await signedInBrowser(app, person))).toBeUndefined();
    const [mail] = await mailsArrived(app, person.email, 1);
    expect(readable(mail.headers.subject)).toBe('Your account is closed');
    expect(await closed(person)).toBe(1);
  });

  it('ends grants and tokens: nothing acts for its person any more', async () => {
    const person = await aMember(app, main);
    const { web_app } = app.demo.clients;
    const tokens = await userTokens(app, web_app, person, { companies: [main] });
    expect((await call(`${app.url}/rest/v1.0/me`, tokens.access_token)).status).toBe(200);
    await close(await signedInBrowser(app, person), person.email);
    expect((await call(`${app.url}/rest/v1.0/me`, tokens.access_token)).status).toBe(401);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...credentials(web_app) };
    expect(await tokenRequest(app, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('leaves its companies, whose history keeps the name and whose directory can invite the address again', async () => {
    const person = await aMember(app, main);
    await close(await signedInBrowser(app, person), person.email);
    const entry = expectStatus(await admin.get(`/companies/${main}/users/${person.id}`), 200).body;
    expect(entry).toMatchObject({ id: person.id, is_active: false });
    const again = { user: { email_address: person.email, last_name: 'Again' } };
    expect(expectStatus(await admin.post(`/companies/${main}/users`, again), 201).body.id).not.toBe(person.id);
  });

  it('frees its address for an account that has nothing of it', async () => {
    const person = await aMember(app, main, { role: 'admin' });
    await close(await signedInBrowser(app, person), person.email);
    const next = await app.app.get(Users).create({ name: 'Next', email: person.email, password: person.password });
    expect(next.id).not.toBe(person.id);
    const api = await signedIn(app, { ...person, id: next.id }, []);
    expect((await api.get('/companies')).body).toEqual([]);
    expect(outcome(await api.get(`/companies/${main}/users`))).toEqual([404, 'not_found']);
  });

  it('leaves the teams of apps, and their sandboxes', async () => {
    const developer = await as(app, 'developer');
    const theirs = await anApp(developer);
    const { person } = await aTeammate(app, developer, theirs, 'admin');
    expect(await teamOf(developer, theirs)).toHaveProperty(String(person.id));
    await close(await signedInBrowser(app, person), person.email);
    expect(await teamOf(developer, theirs)).not.toHaveProperty(String(person.id));
    expect(await sandboxMember(app, theirs, person.id)).toMatchObject({ status: 'inactive' });
  });

  it('can be closed by an operator, under the same conditions', async () => {
    const [person, owner] = [await aMember(app, main), await aPerson(app)];
    await anApp(await signedIn(app, owner, [], 'apps:manage'));
    const refused = await cliOf(app, 'user', 'close', '--email', owner.email);
    expect([refused.code, await closed(owner)]).toEqual([1, 0]);
    const done = await cliOf(app, 'user', 'close', '--email', person.email);
    expect([done.code, await closed(person)]).toEqual([0, 1]);
    expect((await cliOf(app, 'user', 'close', '--email', person.email)).code).toBe(1);
  });

  it('closes once, however often the form is sent', async () => {
    const person = await aMember(app, main);
    const browser = await signedInBrowser(app, person);
    const form = { ...hiddenFields((await browser.get(PATH)).text), email: person.email };
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(PATH, form)));
    for (const { status } of answers) expect(status).toBe(200);
    const user = { ...(await app.app.get(Users).find(person.id)), id: person.id };
    await app.app.get(AccountClosure).close(user as Awaited<ReturnType<Users['create']>>);
    expect(await closed(person)).toBe(1);
    expect(await mailsArrived(app, person.email, 1)).toHaveLength(1);
  });
});

describe('an account stays', () => {
  async function stays(person: Person, browser: Browser): Promise<void> {
    expect(await whoIs(browser)).toContain(person.email);
    expect(await closed(person)).toBe(0);
  }

  it('while another e-mail is written into the form, or none', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    for (const email of ['', 'somebody@demo.test', `${person.email}.example`]) {
      expect((await close(browser, email)).status).toBe(422);
    }
    await stays(person, browser);
  });

  it('for a form of another site, or of somebody else', async () => {
    const [person, other] = [await aPerson(app), await aPerson(app)];
    const browser = await signedInBrowser(app, person);
    const foreign = hiddenFields((await (await signedInBrowser(app, other)).get(PATH)).text);
    for (const form of [{}, { csrf_token: 'forged' }, foreign]) {
      expect((await browser.post(PATH, { ...form, email: person.email })).status).toBe(403);
    }
    await stays(person, browser);
  });

  it('for whoever has a session that is no longer fresh, such as a stolen one', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const form = { ...hiddenFields((await browser.get(PATH)).text), email: person.email };
    await app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - 700000 WHERE user_id = ?', [
      person.id,
    ]);
    const answer = await browser.post(PATH, form);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('prove once more that it is you')]);
    await stays(person, browser);
  });

  it('while it owns an app, which the page names', async () => {
    const person = await aPerson(app);
    await anApp(await signedIn(app, person, [], 'apps:manage'), { name: 'Crane Log' });
    const browser = await signedInBrowser(app, person);
    const answer = await close(browser, person.email);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('You own Crane Log.');
    await stays(person, browser);
  });

  it('while it is the last administrator of a company, and nothing of it is gone', async () => {
    const { body } = expectStatus(await admin.get(`/companies/${main}`), 200);
    const people = expectStatus(await admin.get(`/companies/${main}/users?per_page=300`), 200).body;
    const others = people.filter(({ id }: Person) => id !== app.demo.users.admin.id);
    await app.database.transaction(async () => {
      for (const { id } of others) {
        await app.database.execute("UPDATE members SET role = 'member' WHERE principal_id = ?", [id]);
      }
    });
    const browser = await signedInBrowser(app, app.demo.users.admin);
    const answer = await close(browser, app.demo.users.admin.email);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(body.name);
    await stays(app.demo.users.admin, browser);
    expect((await admin.get(`/companies/${main}`)).status).toBe(200);
  });
});

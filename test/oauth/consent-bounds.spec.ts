import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { Users } from '../../src/identity/index.js';
import { AppBlocking } from '../../src/operations/index.js';
import { aConnector, type PromotedApp } from '../app-management/installing.js';
import { aPromotedVersion, CONNECTOR } from '../apps/an-app.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, type Person } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, type AuthorizeOptions, clientToken, codeOf, credentials, tokenRequest } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;

beforeAll(async () => {
  app = await startApp();
  [admin, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  [main, other] = [app.demo.companies.main.id, app.demo.companies.other.id];
});
afterAll(() => app.close());

type Client = PromotedApp['client'];

type Ended = Awaited<ReturnType<typeof authorize>>;

async function redeem(client: Client, { end, verifier, redirectUri }: Ended): Promise<Answer['body']> {
  const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
  return expectStatus(await tokenRequest(app, { ...form, code: codeOf(end), ...credentials(client) }), 200).body;
}

/** Consents as the administrator, even where nothing new is asked for. */
const tokens = async (client: Client, options: AuthorizeOptions): Promise<Answer['body']> =>
  redeem(client, await authorize(app, client, app.demo.users.admin, options));

/** Where an authorization of somebody who is signed in leads without anybody's hand: a code, or the consent page. */
async function silently(browser: Browser, client: Client, scope?: string): Promise<Answer> {
  const query = { response_type: 'code', client_id: client.client_id, redirect_uri: client.redirect_uris[0] };
  return browser.get(`/oauth/authorize?${new URLSearchParams({ ...query, ...(scope && { scope }) }).toString()}`);
}

const signedIn = async (user: { email: string; password: string }): Promise<Browser> => {
  const browser = new Browser(app.url);
  await browser.signIn(await browser.get('/sign-in'), user);
  return browser;
};

const asksFor = (page: Answer): boolean => page.text.includes('name="decision"');
const refresh = (client: Client, refresh_token: string): Promise<Answer> =>
  tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(client) });

describe('what was granted for one company', () => {
  it('is granted for no other without being asked', async () => {
    const { client } = await aConnector(developer);
    const browser = await signedIn(app.demo.users.admin);
    await tokens(client, { browser, scope: 'tools:read', companies: [main] });
    await tokens(client, {
      browser,
      scope: 'tools:admin',
      companies: [other],
      parameters: { prompt: 'consent' },
    });
    expect(asksFor(await silently(browser, client, 'tools:admin'))).toBe(true);
    expect(asksFor(await silently(browser, client, 'project.rfis:write'))).toBe(true);
    expect(codeOf(await silently(browser, client, 'tools:read'))).toBeTruthy();
  });

  it('is asked for again when the last company was taken away', async () => {
    const { client } = await aConnector(developer);
    const browser = await signedIn(app.demo.users.admin);
    await tokens(client, { browser, companies: [other] });
    expect(codeOf(await silently(browser, client))).toBeTruthy();
    await app.database.execute('DELETE FROM grant_companies WHERE company_id = ?', [other]);
    expect(asksFor(await silently(browser, client))).toBe(true);
  });

  it('stands in one grant when many consents arrive at once', async () => {
    const { client } = await aConnector(developer);
    const scopes = [
      'profile',
      'email',
      'project.rfis:read',
      'company.directory:read',
      'project.photos:read',
      'company.home:read',
    ];
    const answers = await Promise.all(
      scopes.map((scope) => authorize(app, client, app.demo.users.admin, { scope, companies: [main, other] })),
    );
    for (const { end } of answers) expect(codeOf(end)).toBeTruthy();
    const grants = await app.database.query<{ scopes: string; company_scopes: string }>(
      `SELECT g.scopes, gc.scopes AS company_scopes FROM grants g JOIN clients c ON c.id = g.client_row_id
       JOIN grant_companies gc ON gc.grant_id = g.id WHERE c.client_id = ?`,
      [client.client_id],
    );
    expect(grants).toHaveLength(2);
    for (const { scopes: all, company_scopes } of grants) {
      expect(all.split(' ').sort()).toEqual([...scopes].sort());
      expect(company_scopes.split(' ').sort()).toEqual([...scopes].sort());
    }
  });
});

describe('what was granted', () => {
  const rfi = { subject: 'Which door?', question: 'The plan shows two.' };

  it('stays where a later authorization asks for less and leaves companies out', async () => {
    const { client } = await aConnector(developer);
    const browser = await signedIn(app.demo.users.admin);
    const post = async ({ access_token }: Answer['body']): Promise<unknown[]> => {
      const path = `${app.url}/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
      const { status, body } = await call(path, access_token as string, { method: 'POST', json: rfi });
      return [status, body.code];
    };
    const wide = await tokens(client, { browser, scope: 'tools:admin', companies: [main, other] });
    const parameters = { prompt: 'consent' };
    const narrow = await tokens(client, { browser, scope: 'project.rfis:read', companies: [main], parameters });
    expect(await post(narrow)).toEqual([403, 'insufficient_scope']);
    expect(await post(wide)).toEqual([201, undefined]);
    const elsewhere = await call(`${app.url}/rest/v1.0/companies/${other}`, wide.access_token as string);
    expect(elsewhere.status).toBe(200);
    expect(codeOf(await silently(browser, client, 'tools:admin'))).toBeTruthy();
  });

  it('holds no company that the person joins later', async () => {
    const { client } = await aConnector(developer);
    await tokens(client, { companies: [main, other] });
    const person = await aMember(app, main);
    const { access_token } = await redeem(client, await authorize(app, client, person, { companies: [main] }));
    await app.app.get(Members).add(other, person.id, { lastName: 'Person', email: person.email });
    const ask = (path: string): Promise<Answer> => call(`${app.url}/rest/v1.0${path}`, access_token as string);
    expect((await ask('/companies')).body.map(({ id }: { id: number }) => id)).toEqual([main]);
    const refused = await ask(`/companies/${other}`);
    expect([refused.status, refused.body.code]).toEqual([403, 'company_not_granted']);
  });
});

describe('connecting a company again after leaving it', () => {
  const companies = async ({ access_token }: { access_token: string }): Promise<number[]> =>
    expectStatus(await call(`${app.url}/oauth/token/info`, access_token), 200).body.companies;

  /** Out of the company and back in, as its administrator makes it. */
  async function leaveAndReturn({ id }: Person): Promise<void> {
    for (const is_active of [false, true]) {
      expectStatus(await admin.patch(`/companies/${main}/users/${id}`, { user: { is_active } }), 200);
    }
  }

  it('revives neither tokens nor codes of before, with their wider scopes', async () => {
    const { client } = await aConnector(developer);
    const [person, browser] = [await aMember(app, main), new Browser(app.url)];
    const wide = { browser, scope: 'tools:admin', companies: [main] };
    const first = await redeem(client, await authorize(app, client, person, wide));
    const asked = await authorize(app, client, person, { ...wide, parameters: { prompt: 'consent' } });
    const silent = await authorize(app, client, person, wide);
    expect(silent.end.status).toBe(302);
    expect(await companies(first)).toEqual([main]);
    await leaveAndReturn(person);
    const narrow = { browser, scope: 'project.rfis:read', companies: [main] };
    const second = await redeem(client, await authorize(app, client, person, narrow));
    expect(await companies(second)).toEqual([main]);
    const revived = [first, (await refresh(client, first.refresh_token)).body];
    for (const late of [asked, silent]) revived.push(await redeem(client, late));
    expect(revived.map(({ scope }) => scope)).toEqual(revived.map(() => 'tools:admin'));
    for (const tokensOfBefore of revived) expect(await companies(tokensOfBefore)).toEqual([]);
  });

  it('leaves the other companies of an authorization alone', async () => {
    const { client } = await aConnector(developer);
    const person = await aMember(app, main);
    await app.app.get(Members).add(other, person.id, { lastName: 'Person', email: person.email });
    const first = await redeem(client, await authorize(app, client, person, { companies: [main, other] }));
    await leaveAndReturn(person);
    const parameters = { prompt: 'consent' };
    const second = await redeem(client, await authorize(app, client, person, { companies: [main, other], parameters }));
    expect([await companies(first), (await companies(second)).sort()]).toEqual([[other], [main, other].sort()]);
  });

  it('is told apart from connections that are older than their ids', async () => {
    const { client } = await aConnector(developer);
    const person = await aMember(app, main);
    const first = await redeem(client, await authorize(app, client, person, { companies: [main] }));
    await app.database.execute('UPDATE grant_companies SET connection = NULL');
    await app.database.execute('UPDATE refresh_families SET connections = NULL');
    expect(await companies(first)).toEqual([main]);
    await leaveAndReturn(person);
    const second = await redeem(client, await authorize(app, client, person, { companies: [main] }));
    expect([await companies(first), await companies(second)]).toEqual([[], [main]]);
  });
});

describe('leaving a company while consenting to connect it', () => {
  it('leaves no connection behind', async () => {
    const { client } = await aConnector(developer);
    const { id, ...login } = await aMember(app, main);
    const browser = await signedIn(login);
    const page = await silently(browser, client);
    // Until this transaction ends, whoever only reads finds an active member.
    const { consented } = await app.database.transaction(async () => {
      await app.app.get(Members).deactivate(main, id);
      const answer = browser.consent(page, [main]);
      await Promise.race([answer, sleep(1_000)]);
      return { consented: answer };
    });
    const { status, headers } = await consented;
    expect([status, headers.get('location')]).toEqual([400, null]);
    const grants = await app.database.query('SELECT id FROM grants WHERE user_id = ?', [id]);
    expect(grants).toEqual([]);
  });
});

describe('being unblocked', () => {
  it('gives a person no refresh token and no code back', async () => {
    const { client } = await aConnector(developer);
    const { refresh_token, access_token } = await tokens(client, { companies: [main] });
    const { end, verifier, redirectUri } = await authorize(app, client, app.demo.users.admin, { companies: [main] });
    const users = app.app.get(Users);
    await users.block(app.demo.users.admin.id);
    await users.unblock(app.demo.users.admin.id);
    const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
    const redeemed = await tokenRequest(app, { ...form, code: codeOf(end), ...credentials(client) });
    const refreshed = await refresh(client, refresh_token);
    for (const { status, body } of [redeemed, refreshed]) expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await call(`${app.url}/rest/v1.0/me`, access_token)).status).toBe(401);
    admin = await as(app, 'admin');
  });

  it('gives an app no refresh token and no code back', async () => {
    const { app: mine, client } = await aConnector(developer);
    const { refresh_token } = await tokens(client, { companies: [main] });
    const { end, verifier, redirectUri } = await authorize(app, client, app.demo.users.admin, { companies: [main] });
    const blocking = app.app.get(AppBlocking);
    await blocking.block(mine.uid);
    await blocking.unblock(mine.uid);
    const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
    const redeemed = await tokenRequest(app, { ...form, code: codeOf(end), ...credentials(client) });
    const refreshed = await refresh(client, refresh_token);
    for (const { status, body } of [redeemed, refreshed]) expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect(await tokens(client, { companies: [main] })).toHaveProperty('refresh_token');
  });
});

describe('a client that changes while a request waits for its person', () => {
  const CHANGES = [
    ['its redirect URI', { redirect_uris: ['https://new.example/callback'] }, 'leads to the wrong place'],
    ['its grant', { grant_types: ['client_credentials'] }, 'no longer connects this way'],
  ] as const;

  it.each(CHANGES)('gets no answer where it gave up %s', async (_what, change, words) => {
    const { app: mine, client } = await aConnector(developer);
    const browser = await signedIn(app.demo.users.admin);
    const page = await silently(browser, client);
    expect(asksFor(page)).toBe(true);
    const { request } = hiddenFields(page.text);
    expectStatus(await developer.patch(`/apps/${mine.id}/clients/${client.client_id}`, change), 200);
    const answers = [
      await browser.get(`/consent?request=${request}`),
      await browser.consent(page, [main], 'deny'),
      await browser.consent(page, [main]),
    ];
    for (const { status, headers, text } of answers) {
      expect([status, headers.get('location')]).toEqual([400, null]);
      expect(text).toContain(words);
    }
    expect(await app.database.query('SELECT id FROM app_installations WHERE app_id = ?', [mine.id])).toEqual([]);
  });
});

describe('a consent that installs', () => {
  const openPage = async (client: Client): Promise<{ browser: Browser; page: Answer }> => {
    const browser = await signedIn(app.demo.users.admin);
    return { browser, page: await silently(browser, client) };
  };

  it('shows what the app may do on its own, and gives exactly that, in no project', async () => {
    const { client } = await aConnector(developer);
    const { browser, page } = await openPage(client);
    expect(page.text).toContain('act on its own');
    expect(page.text).toContain('View and change RFIs');
    codeOf(await browser.consent(page, [main]));
    const own = await clientToken(app, client);
    const { status } = await call(`${app.url}/rest/v1.0/companies/${main}/users`, own);
    expect(status).toBe(200);
    const rfis = `${app.url}/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
    expect((await call(rfis, own)).body.code).toBe('project_not_permitted');
  });

  it.each(['', '0', '999999', 'x'])('approves nothing with the version %j, but asks again', async (version) => {
    const { client, app: mine } = await aConnector(developer);
    const { browser, page } = await openPage(client);
    const form = {
      ...hiddenFields(page.text),
      approved_version: version,
      decision: 'allow',
      company_ids: String(main),
    };
    expect(asksFor(await browser.post('/consent', form))).toBe(true);
    expect(await app.database.query('SELECT id FROM app_installations WHERE app_id = ?', [mine.id])).toEqual([]);
  });

  it('asks again when the app wants more than it showed', async () => {
    const { client, app: mine } = await aConnector(developer);
    const { browser, page } = await openPage(client);
    const more = { ...CONNECTOR, permissions: { company: { directory: 'admin' } } };
    await aPromotedVersion(developer, mine, '2.0.0', more);
    const again = await browser.consent(page, [main]);
    expect(asksFor(again)).toBe(true);
    expect(again.text).toContain('Do everything in Directory');
    codeOf(await browser.consent(again, [main]));
    const [row] = await app.database.query<{ approved_permissions: string }>(
      'SELECT approved_permissions FROM app_installations WHERE app_id = ?',
      [mine.id],
    );
    expect(JSON.parse(row.approved_permissions)).toEqual({ 'company.directory': 'admin' });
  });

  it('says nothing of it to somebody who cannot install', async () => {
    const { client } = await aConnector(developer);
    const page = await silently(await signedIn(app.demo.users.member), client);
    expect(page.text).not.toContain('act on its own');
    expect(page.text).toContain('your administrators will be asked');
    expect(admin.token).toBeTruthy();
  });
});

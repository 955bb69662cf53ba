import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Apps, AppVersions, VersionPromotion } from '../../src/apps/index.js';
import { Users } from '../../src/identity/index.js';
import { type Api, apiOf, as, asClient, expectStatus } from '../apps/api.js';
import { aMember, aProject, aProjectMember, type Person, outcome, signedIn, through } from '../directory/people.js';
import { anAccount } from '../service-accounts/accounts.js';
import { credentials, tokenRequest, userTokens } from '../support/flows.js';
import { postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let demo: TestApp['demo'];
let admin: Api;
let main: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  ({ demo } = app);
  main = demo.companies.main.id;
  tower = demo.projects.tower.id;
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

const invalidToken = [401, 'invalid_token'];
const rfi = { subject: 'Which door?', question: 'The plan shows two.' };

const give = async (person: Person, permissions: object, project = tower) =>
  expectStatus(await admin.put(`/projects/${project}/members/${person.id}/permissions`, permissions), 200);

const giveInCompany = async (person: Person, permissions: object) =>
  expectStatus(await admin.put(`/companies/${main}/members/${person.id}/permissions`, permissions), 200);

describe('on the very next request the server goes by', () => {
  it('a level in a project, raised and lowered', async () => {
    const person = await aProjectMember(app, demo.projects.tower, { levels: { 'project.rfis': 'read_only' } });
    const api = await through(app, 'web_app', person);
    const open = async () => outcome(await api.post(`/projects/${tower}/rfis`, rfi));
    expect(await open()).toEqual([403, 'insufficient_level']);
    await give(person, { levels: { 'project.rfis': 'standard' } });
    expect((await open())[0]).toBe(201);
    await give(person, { levels: { 'project.rfis': 'none' } });
    expect(await open()).toEqual([403, 'insufficient_level']);
  });

  it('a level in the company', async () => {
    const person = await aMember(app, main);
    const api = await through(app, 'web_app', person);
    const list = async () => outcome(await api.get(`/companies/${main}/users`));
    expect(await list()).toEqual([403, 'insufficient_level']);
    await giveInCompany(person, { levels: { 'company.directory': 'read_only' } });
    expect((await list())[0]).toBe(200);
    await giveInCompany(person, {});
    expect(await list()).toEqual([403, 'insufficient_level']);
  });

  it('a role, given and taken', async () => {
    const person = await aMember(app, main);
    const api = await signedIn(app, person);
    const rename = async () => outcome(await api.patch(`/companies/${main}`, {}));
    expect(await rename()).toEqual([403, 'insufficient_role']);
    await giveInCompany(person, { role: 'admin' });
    expect((await rename())[0]).toBe(200);
    await giveInCompany(person, { levels: { 'company.directory': 'admin' } });
    expect((await rename())[0]).toBe(200);
    await giveInCompany(person, { levels: { 'company.directory': 'standard' } });
    expect(await rename()).toEqual([403, 'insufficient_role']);
  });

  it('the role of a project administrator', async () => {
    const person = await aProjectMember(app, demo.projects.tower);
    const api = await signedIn(app, person);
    const toggle = async () =>
      outcome(await api.patch(`/projects/${tower}/tools`, { tools: [{ id: 105, is_active: true }] }));
    expect(await toggle()).toEqual([403, 'insufficient_role']);
    await give(person, { role: 'admin' });
    expect((await toggle())[0]).toBe(200);
    await give(person, { role: 'member' });
    expect(await toggle()).toEqual([403, 'insufficient_role']);
  });

  it('being in a project, and not', async () => {
    const person = await aMember(app, main);
    const api = await through(app, 'web_app', person);
    const list = async () => outcome(await api.get(`/projects/${tower}/rfis`));
    expect(await list()).toEqual([404, 'not_found']);
    await give(person, { levels: { 'project.rfis': 'read_only' } });
    expect((await list())[0]).toBe(200);
    expectStatus(await admin.delete(`/projects/${tower}/users/${person.id}/actions/remove`), 204);
    expect(await list()).toEqual([404, 'not_found']);
  });

  it('leaving the company, which other companies do not notice', async () => {
    const person = await aMember(app, main, { levels: { 'company.directory': 'read_only' } });
    const { other } = demo.companies;
    const added = await aMember(app, other.id);
    expect(added.id).not.toBe(person.id);
    const api = await through(app, 'web_app', person);
    const list = async () => outcome(await api.get(`/companies/${main}/users`));
    expect((await list())[0]).toBe(200);
    const setActive = (is_active: boolean) =>
      admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active } });
    expectStatus(await setActive(false), 200);
    expect(await list()).toEqual([404, 'not_found']);
    expect((await api.get('/companies')).body).toEqual([]);
    expectStatus(await setActive(true), 200);
    expect(await list()).toEqual([403, 'company_not_granted']);
  });

  it('uninstalling an app, for its own tokens and its users alike, and for no other app', async () => {
    const { data_connector, web_app } = demo.clients;
    const own = await asClient(app, data_connector);
    const user = await through(app, 'data_connector', demo.users.admin);
    const bystander = await through(app, 'web_app', demo.users.admin);
    const seen = async (api: Api) => outcome(await api.get(`/projects/${tower}/rfis`));
    const set = (status: string) =>
      admin.patch(`/app_installations/${data_connector.installation_id}?company_id=${main}`, {
        app_installation: { status },
      });
    for (const api of [own, user, bystander]) expect((await seen(api))[0]).toBe(200);
    expectStatus(await set('uninstalled'), 200);
    for (const api of [own, user]) expect(await seen(api)).toEqual([403, 'app_not_connected']);
    expect((await own.get('/companies')).body).toEqual([]);
    expect((await seen(bystander))[0]).toBe(200);
    expectStatus(await set('installed'), 200);
    for (const api of [own, user]) expect((await seen(api))[0]).toBe(200);
    expect(web_app.installation_id).not.toBe(data_connector.installation_id);
  });

  it('the permitted projects of an app, which bind its users only if the administrator says so', async () => {
    const project = await aProject(admin, main);
    const own = await asClient(app, demo.clients.data_connector);
    const user = await through(app, 'data_connector', demo.users.admin);
    const path = `/companies/${main}/app_installations/${demo.clients.data_connector.installation_id}/permitted_projects`;
    const permit = async (body: object) => expectStatus(await admin.put(path, body), 200);
    const seen = async () =>
      [await own.get(`/projects/${project}/rfis`), await user.get(`/projects/${project}/rfis`)].map(outcome);
    const refused = [403, 'project_not_permitted'];
    const allowed = [200, undefined];
    expect(await seen()).toEqual([refused, allowed]);
    await permit({ mode: 'selected', project_ids: [tower, project] });
    expect(await seen()).toEqual([allowed, allowed]);
    await permit({ mode: 'selected', project_ids: [tower], bind_users: true });
    expect(await seen()).toEqual([refused, refused]);
    expect((await user.get(`/projects?company_id=${main}`)).body.map(({ id }: Person) => id)).toEqual([tower]);
    await permit({ mode: 'all_and_future' });
    expect(await seen()).toEqual([allowed, allowed]);
    await permit({ mode: 'selected', project_ids: [tower] });
    expect(await seen()).toEqual([refused, allowed]);
  });

  it('the permissions of a service account', async () => {
    const account = await anAccount(admin, main);
    const robot = await asClient(app, account);
    const seen = async () => outcome(await robot.get(`/projects/${tower}/rfis`));
    expect(await seen()).toEqual([404, 'not_found']);
    expectStatus(
      await admin.put(`${account.path}/projects/${tower}`, { levels: { 'project.rfis': 'read_only' } }),
      200,
    );
    expect((await seen())[0]).toBe(200);
    expect(outcome(await robot.post(`/projects/${tower}/rfis`, rfi))).toEqual([403, 'insufficient_level']);
    expectStatus(await admin.delete(`${account.path}/projects/${tower}`), 204);
    expect(await seen()).toEqual([404, 'not_found']);
    expectStatus(await admin.delete(account.path), 204);
    expect(await seen()).toEqual(invalidToken);
  });
});

describe('the server answers invalid_token on the very next request', () => {
  const me = async (token: string) => outcome(await apiOf(app, token).get('/me'));

  it('after the app gave the token back, and lets the others live', async () => {
    const tokens = await userTokens(app, demo.clients.web_app, demo.users.member);
    const others = await userTokens(app, demo.clients.web_app, demo.users.member);
    const form = { token: tokens.access_token, ...credentials(demo.clients.web_app) };
    expect((await postForm(`${app.url}/oauth/revoke`, form)).status).toBe(200);
    expect(await me(tokens.access_token)).toEqual(invalidToken);
    expect((await me(others.access_token))[0]).toBe(200);
  });

  it("after a person disconnected the app, for that person's tokens only", async () => {
    const mine = await userTokens(app, demo.clients.native_app, demo.users.member);
    const others = await userTokens(app, demo.clients.native_app, demo.users.admin);
    const api = await signedIn(app, demo.users.member);
    const connected = (await api.get('/me/connected_apps')).body as { id: string; client_id: string }[];
    const grant = connected.find(({ client_id }) => client_id === demo.clients.native_app.client_id);
    expectStatus(await api.delete(`/me/connected_apps/${grant?.id}`), 204);
    expect(await me(mine.access_token)).toEqual(invalidToken);
    expect((await me(others.access_token))[0]).toBe(200);
  });

  it('after an operator blocked the person, for every client', async () => {
    const person = await aMember(app, main);
    const tokens = [(await through(app, 'web_app', person)).token, (await signedIn(app, person)).token];
    await app.app.get(Users).block(person.id);
    for (const token of tokens) expect(await me(token)).toEqual(invalidToken);
    await app.app.get(Users).unblock(person.id);
    for (const token of tokens) expect(await me(token)).toEqual(invalidToken);
  });

  it('after the lifetime of the token', async () => {
    const answer = await tokenRequest(app, { grant_type: 'client_credentials', ...credentials(demo.service_account) });
    const { access_token, expires_in } = answer.body;
    expect((await me(access_token))[0]).toBe(200);
    const now = Date.now;
    try {
      Date.now = () => now() + (expires_in as number) * 1000 + 60_000;
      expect(await me(access_token)).toEqual(invalidToken);
    } finally {
      Date.now = now;
    }
  });
});

describe('the server keeps user tokens below what the version declares', () => {
  let api: Api;

  beforeAll(async () => {
    const client = await publish();
    const versionKey = { version_key: client.version_key };
    expectStatus(await admin.post(`/companies/${main}/app_installations`, versionKey), 201);
    api = apiOf(app, (await userTokens(app, client, demo.users.admin)).access_token);
  });

  /** An app whose users may read RFIs and nothing else. */
  async function publish() {
    const developer = demo.users.developer.id;
    const created = await app.app.get(Apps).create(
      {
        name: 'Reader',
        description: 'Reads.',
        publisher: 'Test',
        website: null,
        client: {
          profile: 'compatible',
          type: 'confidential',
          grantTypes: ['authorization_code'],
          allowedOrigins: [],
          redirectUris: ['http://localhost:9999/callback'],
        },
      },
      developer,
    );
    const { id } = created.app;
    const manifest = { components: ['user' as const], user_permissions: { project: { rfis: 'readonly' as const } } };
    await app.app.get(AppVersions).create(id, developer, { version: '1.0.0', manifest, release_notes: null });
    await app.app.get(AppVersions).test(id, developer, '1.0.0');
    const { version, production } = await app.app.get(VersionPromotion).promote(id, developer, '1.0.0', 'First.');
    if (!production) throw new Error('The first promotion makes the client.');
    const { clientId, redirectUris } = production.client;
    const facts = { client_id: clientId, client_secret: production.secret?.secret, redirect_uris: redirectUris };
    return { ...facts, version_key: version.productionKey };
  }

  it('which it grants', async () => {
    expect((await api.get(`/projects/${tower}/rfis`)).status).toBe(200);
    expect((await api.get(`/companies/${main}`)).status).toBe(200);
  });

  it('and answers not_approved beyond, though the user is an administrator', async () => {
    const refused = { status: 403, code: 'not_approved' };
    expect((await api.post(`/projects/${tower}/rfis`, rfi)).body).toMatchObject({
      ...refused,
      tool: 'project.rfis',
      required_level: 'standard',
      approved_level: 'read_only',
    });
    const tool = { ...refused, tool: 'company.directory', approved_level: 'none' };
    expect((await api.get(`/companies/${main}/users`)).body).toMatchObject(tool);
  });
});

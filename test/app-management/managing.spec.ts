import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTOR, CONNECTOR_PERMISSIONS, listInMarketplace } from '../apps/an-app.js';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { aProjectMember, outcome, type Person, signedIn } from '../directory/people.js';
import { credentials, tokenRequest, userTokens } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aConnector, anInstalledConnector, aUserApp, connectorTerms, install, selected } from './installing.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;
let tower: number;
let bridge: number;
let depot: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
  tower = app.demo.projects.tower.id;
  bridge = app.demo.projects.bridge.id;
  depot = app.demo.projects.depot.id;
});
afterAll(() => app.close());

const rfis = (project = tower): string => `/projects/${project}/rfis`;
const permitted = (id: number, company = main): string =>
  `/companies/${company}/app_installations/${id}/permitted_projects`;

const setStatus = (api: Api, id: number, status: string, company = main) =>
  api.patch(`/app_installations/${id}`, { company_id: company, app_installation: { status } });

describe('PUT …/app_installations/{id}/permitted_projects', () => {
  it('is in force on the next call, both ways', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main, tower);
    const service = await asClient(app, client);
    expect((await service.get(rfis())).status).toBe(200);
    expect((await service.get(rfis(bridge))).body.code).toBe('project_not_permitted');
    const body = { mode: 'selected', project_ids: [bridge], bind_users: false };
    expect((await admin.put(permitted(id), body)).body).toEqual(body);
    expect((await service.get(rfis())).body.code).toBe('project_not_permitted');
    expect((await service.get(rfis(bridge))).status).toBe(200);
    expectStatus(await admin.put(permitted(id), selected()), 200);
    expect((await service.get(rfis(bridge))).body.code).toBe('project_not_permitted');
    expect((await admin.get(permitted(id))).body).toEqual({ mode: 'selected', project_ids: [], bind_users: false });
  });

  it('covers projects to come where asked to, and never those of another company', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main);
    const service = await asClient(app, client);
    const all = { mode: 'all_and_future', project_ids: [], bind_users: false };
    expect((await admin.put(permitted(id), all)).body).toEqual(all);
    const project = expectStatus(
      await admin.post(`/projects?company_id=${main}`, { project: { name: 'Later' } }),
      201,
    ).body;
    expect((await service.get(rfis(project.id))).status).toBe(200);
    expect((await service.get(rfis(depot))).body.code).toBe('app_not_connected');
    expect((await service.get(rfis(depot), main)).status).toBe(404);
  });

  it('names the projects that are not of this company, and changes nothing', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const answer = await admin.put(permitted(id), selected(bridge, depot));
    expect([answer.status, answer.body.errors.project_ids[0]]).toEqual([422, expect.stringContaining(String(depot))]);
    expect((await admin.get(permitted(id))).body.project_ids).toEqual([tower]);
  });

  it.each([
    [{}, 'mode'],
    [{ mode: 'none' }, 'mode'],
    [{ mode: 'all_and_future', project_ids: [1] }, 'project_ids'],
    [{ mode: 'selected', project_ids: ['1'] }, 'project_ids.0'],
    [{ mode: 'selected', project_ids: [1], app_id: 2 }, 'app_id'],
    [{ mode: 'selected', bind_users: 'yes' }, 'bind_users'],
  ])('refuses %j', async (body, field) => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const answer = await admin.put(permitted(id), body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [field]]);
  });

  it('is for administrators of this company', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const body = selected(tower);
    expect((await (await as(app, 'member')).put(permitted(id), body)).body.code).toBe('insufficient_role');
    expect((await (await as(app, 'outsider')).put(permitted(id), body)).status).toBe(404);
    expect((await admin.put(permitted(id, other), body)).status).toBe(404);
    expect((await admin.get(permitted(id, other))).status).toBe(404);
    expect((await admin.put(permitted(987654321), body)).status).toBe(404);
  });

  it('binds user tokens too where asked to', async () => {
    const { app: mine, client, version } = await aUserApp(developer);
    const { id } = await install(admin, main, {
      version_key: version.production_version_key,
      permitted_projects: selected(tower),
    });
    const { access_token } = await userTokens(app, client, app.demo.users.admin, { companies: [main] });
    const user = apiOf(app, access_token);
    expect((await user.get(rfis(bridge))).status).toBe(200);
    expectStatus(await admin.put(permitted(id), { ...selected(tower), bind_users: true }), 200);
    expect((await user.get(rfis(bridge))).body.code).toBe('project_not_permitted');
    expect((await user.get(rfis())).status).toBe(200);
    expect((await admin.get(rfis(bridge))).status).toBe(200);
    expect(mine.id).toBeGreaterThan(0);
  });

  it('keeps the last of many, whole', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    const put = (project: number) => admin.put(permitted(id), selected(project));
    const answers = await Promise.all([put(tower), put(bridge), put(tower), put(bridge)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await admin.get(permitted(id))).body.project_ids).toHaveLength(1);
  });
});

describe('somebody who manages apps without being an administrator', () => {
  const all = { mode: 'all_and_future', project_ids: [] };
  let person: Person;
  let manager: Api;

  /** A member of the tower who may work on its RFIs at `level`, and manages the apps of the company. */
  const aManager = async (level: string): Promise<[Person, Api]> => {
    const someone = await aProjectMember(app, app.demo.projects.tower, { levels: { 'project.rfis': level } });
    const path = `/companies/${main}/members/${someone.id}/permissions`;
    expectStatus(await admin.put(path, { levels: { 'company.app_management': 'admin' } }), 200);
    return [someone, await signedIn(app, someone, [main], 'tools:admin app_installations:manage')];
  };

  beforeAll(async () => {
    [person, manager] = await aManager('standard');
  });

  it('adds projects in which they hold what was approved for the app', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main);
    expectStatus(await manager.put(permitted(id), selected(tower)), 200);
    expect((await (await asClient(app, client)).get(rfis())).status).toBe(200);
  });

  it('cannot add a project that they do not see: it looks like one that does not exist', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main);
    expect((await manager.get(rfis(bridge), main)).status).toBe(404);
    const answers = [
      await manager.put(permitted(id), selected(bridge)),
      await manager.put(permitted(id), selected(999)),
    ];
    const told = answers.map(({ status, body }) => [status, body.errors.project_ids[0].replace(/\d+/, 'N')]);
    expect(told[0]).toEqual([422, 'not projects of this company: N']);
    expect(told[1]).toEqual(told[0]);
    expect((await (await asClient(app, client)).get(rfis(bridge))).body.code).toBe('project_not_permitted');
  });

  it('cannot let the app into all projects, also not by installing it', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main, tower);
    expect(outcome(await manager.put(permitted(id), all))).toEqual([403, 'exceeds_own_permissions']);
    expect((await (await asClient(app, client)).get(rfis(bridge))).body.code).toBe('project_not_permitted');
    const { version, app: mine } = await aUserApp(developer);
    await listInMarketplace(app, mine);
    const keyed = { version_key: version.production_version_key };
    const attempt = await manager.post(`/companies/${main}/app_installations`, { ...keyed, permitted_projects: all });
    expect(outcome(attempt)).toEqual([403, 'exceeds_own_permissions']);
    const terms = { app_uid: mine.uid, company_id: main, app_installation: { permitted_projects: all } };
    expect(outcome(await manager.post('/app_installations', terms))).toEqual([403, 'exceeds_own_permissions']);
    const unseen = await manager.post(`/companies/${main}/app_installations`, {
      ...keyed,
      permitted_projects: selected(bridge),
    });
    expect([unseen.status, Object.keys(unseen.body.errors)]).toEqual([422, ['permitted_projects.project_ids']]);
    expect((await install(manager, main, { ...keyed, permitted_projects: selected(tower) })).id).toBeGreaterThan(0);
  });

  it('approves project levels by the projects that they permit, whatever project the query names', async () => {
    const manifest = { components: ['service_account'], permissions: { project: { rfis: 'standard' } } };
    const [, weak] = await aManager('read_only');
    for (const query of ['', `?project_id=${tower}`]) {
      const installing = async (by: Api, ...projects: number[]) => {
        const { version } = await aConnector(developer, manifest);
        return by.post(`/companies/${main}/app_installations${query}`, {
          version_key: version.production_version_key,
          approved_permissions: { 'project.rfis': 'standard' },
          permitted_projects: selected(...projects),
        });
      };
      expectStatus(await installing(manager, tower), 201);
      expectStatus(await installing(weak), 201);
      const refused = await installing(weak, tower);
      expect(outcome(refused)).toEqual([403, 'exceeds_own_permissions']);
      expect(Object.keys(refused.body.errors)).toEqual(['permitted_projects.project_ids']);
      expect((await installing(manager, bridge)).status).toBe(422);
    }
  });

  it('approves company levels up to their own, whatever project the query names', async () => {
    for (const query of ['', `?project_id=${tower}`]) {
      const connector = await aConnector(developer);
      const refused = await manager.post(`/companies/${main}/app_installations${query}`, connectorTerms(connector));
      expect(outcome(refused)).toEqual([403, 'exceeds_own_permissions']);
      expect(Object.keys(refused.body.errors)).toEqual(['approved_permissions.company.directory']);
    }
  });

  it('cannot add a project in which they hold less than was approved, until they hold it', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    const [reader, weak] = await aManager('read_only');
    const refused = await weak.put(permitted(id), selected(tower));
    expect(outcome(refused)).toEqual([403, 'exceeds_own_permissions']);
    expect(refused.body.errors.project_ids).toEqual([`in project ${tower} you do not have standard on project.rfis`]);
    const role = { role: 'admin' };
    expectStatus(await admin.put(`/projects/${tower}/members/${reader.id}/permissions`, role), 200);
    expectStatus(await weak.put(permitted(id), selected(tower)), 200);
  });

  it('leaves and takes out projects of which they are no member', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, bridge);
    const both = await manager.put(permitted(id), selected(bridge, tower));
    expect([both.status, both.body.project_ids]).toEqual([200, [tower, bridge].sort((a, b) => a - b)]);
    expectStatus(await manager.put(permitted(id), selected(tower)), 200);
    expect((await manager.put(permitted(id), selected(bridge))).status).toBe(422);
  });

  it('narrows an app that may run in all projects, and probes nothing by it', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    expectStatus(await admin.put(permitted(id), all), 200);
    expectStatus(await manager.put(permitted(id), { ...all, bind_users: true }), 200);
    expect((await manager.put(permitted(id), selected(bridge))).status).toBe(422);
    expectStatus(await manager.put(permitted(id), { ...selected(tower), bind_users: true }), 200);
    expect(outcome(await manager.put(permitted(id), all))).toEqual([403, 'exceeds_own_permissions']);
  });

  it('binds users to the permitted projects, but never frees them, also not by installing the app anew', async () => {
    const { version } = await aUserApp(developer);
    const terms = { version_key: version.production_version_key };
    const { id } = await install(admin, main, { ...terms, permitted_projects: selected(tower) });
    const bound = { ...selected(tower), bind_users: true };
    expectStatus(await manager.put(permitted(id), bound), 200);
    const refused = await manager.put(permitted(id), selected(tower));
    expect(outcome(refused)).toEqual([403, 'exceeds_own_permissions']);
    expect(Object.keys(refused.body.errors)).toEqual(['bind_users']);
    expectStatus(await setStatus(manager, id, 'uninstalled'), 200);
    const anew = await manager.post(`/companies/${main}/app_installations`, terms);
    expect(outcome(anew)).toEqual([403, 'exceeds_own_permissions']);
    await install(manager, main, { ...terms, permitted_projects: bound });
    expectStatus(await admin.put(permitted(id), selected(tower)), 200);
  });

  it('takes an app back only where its former projects are theirs', async () => {
    const { version } = await aUserApp(developer);
    const terms = { version_key: version.production_version_key };
    const reinstalled = async (permitted_projects: object) => {
      const { id } = await install(admin, main, { ...terms, permitted_projects });
      expectStatus(await setStatus(admin, id, 'uninstalled'), 200);
      const answer = await setStatus(manager, id, 'installed');
      expectStatus(await setStatus(admin, id, 'uninstalled'), 200);
      return outcome(answer);
    };
    expect(await reinstalled(selected(bridge))).toEqual([403, 'exceeds_own_permissions']);
    expect(await reinstalled(all)).toEqual([403, 'exceeds_own_permissions']);
    expect(await reinstalled(selected(tower))).toEqual([200, undefined]);
  });

  it('loses a project with the membership', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    expectStatus(await admin.delete(`/projects/${tower}/users/${person.id}/actions/remove`), 204);
    expect((await manager.put(permitted(id), selected(tower))).status).toBe(422);
  });
});

describe('narrowing a token of an installed app', () => {
  it('is for permitted projects: other ones of the company look like none', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main, tower);
    const narrowed = (project: number) =>
      tokenRequest(app, {
        grant_type: 'client_credentials',
        ...credentials(client),
        company_id: `${main}`,
        project_ids: `${project}`,
      });
    expect((await narrowed(tower)).status).toBe(200);
    const [own, foreign, none] = [await narrowed(bridge), await narrowed(depot), await narrowed(987654321)];
    expect([own.status, own.body.error]).toEqual([400, 'invalid_target']);
    expect([foreign.body, none.body]).toEqual([own.body, own.body]);
    expectStatus(await admin.put(permitted(id), { mode: 'all_and_future' }), 200);
    expect((await narrowed(bridge)).status).toBe(200);
    expect((await narrowed(depot)).body.error).toBe('invalid_target');
  });
});

describe('PATCH /app_installations/{id}: uninstalling', () => {
  it('stops the service account and user tokens alike, here and nowhere else', async () => {
    const connector = await aConnector(developer);
    const { id } = await install(admin, main, connectorTerms(connector, tower));
    await install(admin, other, connectorTerms(connector, depot));
    const service = await asClient(app, connector.client);
    const { access_token } = await userTokens(app, connector.client, app.demo.users.admin, {
      companies: [main, other],
    });
    const user = apiOf(app, access_token);
    for (const api of [service, user]) {
      expect((await api.get(rfis())).status).toBe(200);
      expect((await api.get(rfis(depot))).status).toBe(200);
    }
    const answer = await setStatus(admin, id, 'uninstalled');
    expect([answer.status, answer.body.status]).toEqual([200, 'uninstalled']);
    for (const api of [service, user]) {
      const refused = await api.get(rfis(), main);
      expect([refused.status, refused.body.errors]).toEqual([403, ['App is not connected to this company.']]);
      expect((await api.get(rfis(depot))).status).toBe(200);
    }
    expect((await admin.get(rfis())).status).toBe(200);
  });

  it('keeps the app in the list, its projects, and who it was in the directory', async () => {
    const { id, service_account_id } = await anInstalledConnector(developer, admin, main, tower);
    expectStatus(await setStatus(admin, id, 'uninstalled'), 200);
    const list = (await admin.get(`/app_installations?company_id=${main}&per_page=300`)).body;
    const item = list.find((one: { id: number }) => one.id === id);
    expect(item).toMatchObject({ status: 'uninstalled', uninstaller: { login: app.demo.users.admin.email } });
    expect((await admin.get(permitted(id))).body.project_ids).toEqual([tower]);
    expect((await admin.put(permitted(id), selected())).body.code).toBe('not_installed');
    const [member] = await app.database.query<{ status: string }>('SELECT status FROM members WHERE principal_id = ?', [
      service_account_id,
    ]);
    expect(member.status).toBe('inactive');
  });

  it('is undone by installing again: same service account, same projects', async () => {
    const { id, client, service_account_id } = await anInstalledConnector(developer, admin, main, tower);
    const service = await asClient(app, client);
    expectStatus(await setStatus(admin, id, 'uninstalled'), 200);
    expect((await service.get(rfis())).status).toBe(403);
    const answer = await setStatus(admin, id, 'installed');
    expect(answer.body).toMatchObject({ id, status: 'installed', service_account_id, uninstalled_at: null });
    expect((await service.get(rfis())).status).toBe(200);
    expect((await service.get(rfis(bridge))).body.code).toBe('project_not_permitted');
  });

  it('can be followed by an installation with other projects', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    expectStatus(await setStatus(admin, connector.id, 'uninstalled'), 200);
    const again = await install(admin, main, connectorTerms(connector, bridge));
    expect(again).toMatchObject({ id: connector.id, service_account_id: connector.service_account_id });
    const service = await asClient(app, connector.client);
    expect((await service.get(rfis(bridge))).status).toBe(200);
    expect((await service.get(rfis())).body.code).toBe('project_not_permitted');
  });

  it('says what is so to who repeats it, and records it once', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const answers = [await setStatus(admin, id, 'uninstalled'), await setStatus(admin, id, 'uninstalled')];
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual([
      [200, 'uninstalled'],
      [200, 'uninstalled'],
    ]);
    const actions = (await auditOf(app, 'installation', id)).map(({ action }) => action);
    expect(actions).toEqual(['installation.created', 'installation.uninstalled']);
  });

  it('refuses members, strangers, other companies, and other states', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    expect((await setStatus(await as(app, 'member'), id, 'uninstalled')).body.code).toBe('insufficient_role');
    expect((await setStatus(await as(app, 'outsider'), id, 'uninstalled')).status).toBe(404);
    expect((await setStatus(admin, id, 'uninstalled', other)).status).toBe(404);
    expect((await setStatus(admin, id, 'suspended')).status).toBe(422);
    expect(
      (await admin.patch(`/app_installations/${id}`, { app_installation: { status: 'uninstalled' } })).body.code,
    ).toBe('missing_company');
    const mismatch = await admin.patch(
      `/app_installations/${id}`,
      { company_id: other, app_installation: { status: 'uninstalled' } },
      main,
    );
    expect([mismatch.status, mismatch.body.code]).toEqual([400, 'company_mismatch']);
    expect((await admin.get(`/app_installations/${id}?company_id=${main}`)).body.status).toBe('installed');
  });
});

describe('GET /app_installations', () => {
  it("answers in Procore's shape, by company, project, or both", async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const queries = [`company_id=${main}`, `project_id=${tower}`, `company_id=${main}&project_id=${tower}`];
    for (const query of queries) {
      const answer = await admin.get(`/app_installations?${query}&per_page=300`);
      expect(answer.status).toBe(200);
      const item = answer.body.find((one: { id: number }) => one.id === id);
      expect(Object.keys(item).sort()).toEqual([
        'app_uid',
        'components',
        'developer_app',
        'id',
        'installed_at',
        'installer',
        'semantic_version',
        'status',
        'uninstalled_at',
        'uninstaller',
        'updatable_app_version_id',
      ]);
      expect(item).toMatchObject({
        status: 'installed',
        installer: { id: app.demo.users.admin.id, login: app.demo.users.admin.email, is_active: true },
        uninstaller: null,
      });
    }
  });

  it('tells of a newer version', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    const path = `${connector.app.path}/versions`;
    expectStatus(await developer.post(path, { version: '1.1.0', manifest: CONNECTOR }), 201);
    expectStatus(await developer.post(`${path}/1.1.0/test`), 200);
    const { id } = expectStatus(await developer.post(`${path}/1.1.0/promote`, { release_notes: 'More.' }), 200).body;
    const list = (await admin.get(`/app_installations?company_id=${main}&per_page=300`)).body;
    const item = list.find((one: { id: number }) => one.id === connector.id);
    expect(item).toMatchObject({ updatable_app_version_id: id, semantic_version: '1.0.0' });
  });

  it('comes in pages', async () => {
    for (let count = 0; count < 2; count++) await anInstalledConnector(developer, admin, main, tower);
    const idsOf = ({ body }: Answer): number[] => body.map(({ id }: { id: number }) => id);
    const list = (query: string) => admin.get(`/app_installations?company_id=${main}&${query}`);
    const whole = idsOf(await list('per_page=300'));
    expect(whole.length).toBeGreaterThan(2);
    const seen: number[] = [];
    for (let page = 1; page <= whole.length; page++) {
      const answer = await list(`per_page=1&page=${page}`);
      const told = ['total', 'per-page'].map((name) => answer.headers.get(name));
      expect(told).toEqual([String(whole.length), '1']);
      const links = [...(answer.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)];
      const pages = links.map(([, url, rel]) => [rel, Number(new URL(url).searchParams.get('page'))]);
      const expected = { first: 1, prev: page - 1, next: page + 1, last: whole.length };
      if (page === 1) expect(Object.fromEntries(pages)).toEqual({ next: expected.next, last: expected.last });
      else if (page === whole.length) {
        expect(Object.fromEntries(pages)).toEqual({ first: expected.first, prev: expected.prev });
      } else expect(Object.fromEntries(pages)).toEqual(expected);
      for (const [, url] of links) expect(url).toContain(`/rest/v1.0/app_installations?company_id=${main}&`);
      seen.push(...idsOf(answer));
    }
    expect(seen).toEqual(whole);
    expect(idsOf(await list(`per_page=1&page=${whole.length + 1}`))).toEqual([]);
  });

  it('shows one, and hides those of other companies', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const shown = await admin.get(`/app_installations/${id}?company_id=${main}`);
    expect(shown.body).toMatchObject({
      id,
      installed_by: app.demo.users.admin.email,
      approved_permissions: CONNECTOR_PERMISSIONS,
      manifest: { components: ['user', 'service_account'] },
    });
    expect((await admin.get(`/app_installations/${id}?company_id=${other}`)).status).toBe(404);
    expect((await admin.get(`/app_installations/987654321?company_id=${main}`)).status).toBe(404);
  });

  it('needs a company, and read_only on app management', async () => {
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    const member = await as(app, 'member');
    expect((await admin.get('/app_installations')).body.code).toBe('missing_company');
    expect((await member.get(`/app_installations?company_id=${main}`)).body.code).toBe('insufficient_level');
    expect((await member.get(`/app_installations/${id}?company_id=${main}`)).status).toBe(404);
    const manager = await as(app, 'admin', 'app_installations:manage');
    expect((await manager.get(`/app_installations?company_id=${main}`)).body.code).toBe('insufficient_scope');
  });
});

describe("an app's own token without a company", () => {
  it('lists the companies where the app is installed with a service account', async () => {
    const connector = await aConnector(developer);
    const service = await asClient(app, connector.client);
    const companies = async () => (await service.get('/companies')).body.map(({ id }: { id: number }) => id);
    expect(await companies()).toEqual([]);
    const { id } = await install(admin, main, connectorTerms(connector));
    expect(await companies()).toEqual([main]);
    await install(admin, other, connectorTerms(connector));
    expect((await companies()).sort()).toEqual([main, other].sort());
    expectStatus(await setStatus(admin, id, 'uninstalled'), 200);
    expect(await companies()).toEqual([other]);
  });
});

describe("an app's own token", () => {
  it('names no company of the other environment', async () => {
    const { app: mine, version, client } = await aConnector(developer);
    const { id: sandbox } = app.demo.companies.sandbox;
    const approved = { approved_permissions: CONNECTOR_PERMISSIONS };
    await install(admin, main, { ...approved, version_key: version.production_version_key });
    await install(admin, sandbox, { ...approved, version_key: version.sandbox_version_key });
    const listed = async (client_id: string, client_secret: string | null) => {
      const service = await asClient(app, { client_id, client_secret: client_secret ?? '' });
      return expectStatus(await service.get('/companies'), 200).body.map(({ id }: { id: number }) => id);
    };
    expect(await listed(client.client_id, client.client_secret)).toEqual([main]);
    expect(await listed(mine.sandbox.client_id, mine.sandbox.client_secret)).toEqual([sandbox]);
  });
});

describe('the ceiling for user tokens', () => {
  it('holds for the app, and for nobody else', async () => {
    const manifest = { components: ['user'], user_permissions: { project: { rfis: 'readonly' } } };
    const { client, version } = await aUserApp(developer, manifest);
    await install(admin, main, { version_key: version.production_version_key });
    const { access_token } = await userTokens(app, client, app.demo.users.admin, { companies: [main] });
    const user = apiOf(app, access_token);
    expect((await user.get(rfis())).status).toBe(200);
    const rfi = { subject: 'Beam', question: 'Which?' };
    expect((await user.post(rfis(), rfi)).body.code).toBe('not_approved');
    expect((await user.get(`/companies/${main}/users`)).body.code).toBe('not_approved');
    expect((await admin.post(rfis(), rfi)).status).toBe(201);
  });
});

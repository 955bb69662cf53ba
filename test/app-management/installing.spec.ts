import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aTestedVersion,
  anApp,
  aServiceApp,
  CONNECTOR,
  CONNECTOR_PERMISSIONS,
  listInMarketplace,
  USER_APP,
} from '../apps/an-app.js';
import { type Api, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aConnector, anInstalledConnector, aUserApp, connectorTerms, install, selected } from './installing.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let sandbox: number;
let tower: number;
let bridge: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  sandbox = app.demo.companies.sandbox.id;
  tower = app.demo.projects.tower.id;
  bridge = app.demo.projects.bridge.id;
});
afterAll(() => app.close());

const installations = (company = main): string => `/companies/${company}/app_installations`;
const rfis = (project = tower): string => `/projects/${project}/rfis`;
const statuses = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe('POST /companies/{id}/app_installations', () => {
  it('connects the app: not before, from the next call on', async () => {
    const connector = await aConnector(developer);
    const service = await asClient(app, connector.client);
    const before = await service.get(rfis(), main);
    expect([before.status, before.body.code]).toEqual([403, 'app_not_connected']);
    expect(before.body.errors).toEqual(['App is not connected to this company.']);
    const answer = await admin.post(installations(), connectorTerms(connector, tower));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      app_uid: connector.app.uid,
      status: 'installed',
      semantic_version: '1.0.0',
      installed_by: app.demo.users.admin.email,
      approved_permissions: CONNECTOR_PERMISSIONS,
      components: ['oauth'],
    });
    expect((await service.get(rfis(), main)).status).toBe(200);
    expect((await service.get(rfis())).status).toBe(200);
  });

  it('adds the service account to the directory, named after the app', async () => {
    const { service_account_id, id } = await anInstalledConnector(developer, admin, main, tower);
    const [member] = await app.database.query<{ last_name: string; app_id: number; status: string }>(
      'SELECT last_name, app_id, status FROM members WHERE company_id = ? AND principal_id = ?',
      [main, service_account_id],
    );
    expect(member.last_name).toMatch(/^field-reports-\d+-[0-9a-f]{8}$/);
    expect(member.status).toBe('active');
    const refused = await admin.put(`/companies/${main}/members/${service_account_id}/permissions`, {
      levels: { 'company.directory': 'admin' },
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'managed_by_installation']);
    expect((await auditOf(app, 'installation', id)).map(({ action }) => action)).toEqual(['installation.created']);
  });

  it('gives exactly what was approved', async () => {
    const { client } = await anInstalledConnector(developer, admin, main, tower);
    const service = await asClient(app, client);
    expect((await service.post(rfis(), { subject: 'Beam', question: 'Which?' })).status).toBe(201);
    expect((await service.get(`/companies/${main}/users`)).status).toBe(200);
    const answer = await service.get(`/app_installations?company_id=${main}`);
    expect([answer.status, answer.body.code]).toEqual([403, 'not_approved']);
  });

  it('installs the newest promoted version of an app in the marketplace', async () => {
    const { app: mine } = await aUserApp(developer);
    await listInMarketplace(app, mine);
    expect(await install(admin, main, { app_id: mine.id })).toMatchObject({ semantic_version: '1.0.0' });
  });

  it('makes no service account where the version has none', async () => {
    const { version, client } = await aUserApp(developer);
    const installed = await install(admin, main, { version_key: version.production_version_key });
    expect(installed.service_account_id).toBeNull();
    const answer = await admin.get('/me', main);
    expect(answer.status).toBe(200);
    expect(client.client_secret).toMatch(/^ghcs_/);
  });

  it.each([
    [{}, 'version_key'],
    [{ version_key: 'nonsense' }, 'version_key'],
    [{ version_key: '00000000-0000-4000-8000-000000000000' }, 'version_key'],
    [{ app_id: 987654321 }, 'app_id'],
    [{ app_id: '1' }, 'app_id'],
    [{ version_key: 'a', app_id: 1 }, 'version_key'],
    [{ app_id: 1, installed_for: 1 }, 'installed_for'],
    [{ app_id: 1, status: 'active' }, 'status'],
    [{ app_id: 1, permitted_projects: { mode: 'all' } }, 'permitted_projects.mode'],
    [{ app_id: 1, permitted_projects: { mode: 'all_and_future', project_ids: [1] } }, 'permitted_projects.project_ids'],
    [{ app_id: 1, permitted_projects: { mode: 'selected', project_ids: [1, 1] } }, 'permitted_projects.project_ids'],
    [{ app_id: 1, approved_permissions: { 'project.rfis': 'owner' } }, 'approved_permissions.project.rfis'],
  ])('refuses %j', async (body, field) => {
    const answer = await admin.post(installations(), body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  });

  it('refuses an app that has nothing promoted', async () => {
    const mine = await anApp(developer);
    await aTestedVersion(developer, mine);
    const answer = await admin.post(installations(), { app_id: mine.id });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['app_id']]);
  });

  it('refuses what is blocked', async () => {
    const connector = await aConnector(developer);
    await app.database.execute("UPDATE apps SET status = 'blocked' WHERE id = ?", [connector.app.id]);
    expect((await admin.post(installations(), connectorTerms(connector))).body.code).toBe('app_blocked');
  });

  it('names the projects that are not of this company, and installs nothing', async () => {
    const connector = await aConnector(developer);
    const depot = app.demo.projects.depot.id;
    const answer = await admin.post(installations(), connectorTerms(connector, tower, depot, 987654321));
    expect(answer.status).toBe(422);
    expect(answer.body.errors['permitted_projects.project_ids'][0]).toContain(`${depot}, 987654321`);
    expect(answer.body.errors['permitted_projects.project_ids'][0]).not.toContain(`${tower},`);
    expect((await (await asClient(app, connector.client)).get(rfis(), main)).body.code).toBe('app_not_connected');
  });
});

describe('approving permissions', () => {
  it('is required where the version asks for any', async () => {
    const { version } = await aConnector(developer);
    const answer = await admin.post(installations(), { version_key: version.production_version_key });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['approved_permissions']]);
  });

  it.each([
    {},
    { 'project.rfis': 'standard' },
    { ...CONNECTOR_PERMISSIONS, 'project.rfis': 'admin' },
    { ...CONNECTOR_PERMISSIONS, 'project.rfis': 'read_only' },
    { ...CONNECTOR_PERMISSIONS, 'project.drawings': 'read_only' },
  ])('refuses %j, which is not what the version asks for', async (approved_permissions) => {
    const connector = await aConnector(developer);
    const answer = await admin.post(installations(), { ...connectorTerms(connector), approved_permissions });
    expect([answer.status, answer.body.code]).toEqual([409, 'approval_outdated']);
    expect(answer.body.permissions).toEqual(CONNECTOR_PERMISSIONS);
  });

  it('refuses permissions that a version without any does not ask for', async () => {
    const { version } = await aUserApp(developer);
    const body = { version_key: version.production_version_key, approved_permissions: CONNECTOR_PERMISSIONS };
    expect((await admin.post(installations(), body)).body.code).toBe('approval_outdated');
  });

  it('is up to the own levels of an installer who administers only the tool', async () => {
    const member = await as(app, 'member');
    const path = `/companies/${main}/members/${app.demo.users.member.id}/permissions`;
    const { version } = await aUserApp(developer);
    const userApp = { version_key: version.production_version_key };
    expect((await member.post(installations(), userApp)).status).toBe(202);
    expectStatus(await admin.put(path, { levels: { 'company.app_management': 'standard' } }), 200);
    expect((await member.post(installations(), userApp)).body.code).toBe('duplicate_request');
    expectStatus(await admin.put(path, { levels: { 'company.app_management': 'admin' } }), 200);
    expect((await member.post(installations(), userApp)).status).toBe(201);
    const connector = await aConnector(developer);
    const answer = await member.post(installations(), connectorTerms(connector));
    expect([answer.status, answer.body.code]).toEqual([403, 'exceeds_own_permissions']);
    expect(Object.keys(answer.body.errors)).toEqual(['approved_permissions.company.directory']);
    expectStatus(await admin.put(path, {}), 200);
  });
});

describe('sandbox and production', () => {
  it('never mix', async () => {
    const { version, app: mine } = await aUserApp(developer);
    await listInMarketplace(app, mine);
    const attempts: [number, object][] = [
      [sandbox, { version_key: version.production_version_key }],
      [sandbox, { app_id: mine.id }],
      [main, { version_key: version.sandbox_version_key }],
    ];
    for (const [company, body] of attempts) {
      const answer = await admin.post(installations(company), body);
      expect([answer.status, answer.body.code]).toEqual([403, 'wrong_environment']);
    }
  });

  it('are served by their own credentials', async () => {
    const mine = await aServiceApp(developer);
    const path = await aTestedVersion(developer, mine, '1.0.0', CONNECTOR);
    const { sandbox_version_key } = (await developer.get(path)).body;
    const body = { version_key: sandbox_version_key, approved_permissions: CONNECTOR_PERMISSIONS };
    expectStatus(await admin.post(installations(sandbox), body), 201);
    const sandboxed = await asClient(app, { ...mine.sandbox, client_secret: mine.sandbox.client_secret ?? '' });
    expect((await sandboxed.get(`/companies/${sandbox}/users`)).status).toBe(200);
    expect((await sandboxed.get(`/companies/${main}/users`)).body.code).toBe('app_not_connected');
    const { production_client: client } = expectStatus(
      await developer.post(`${path}/promote`, { release_notes: 'x' }),
      200,
    ).body;
    const production = await asClient(app, client);
    expect((await production.get(`/companies/${sandbox}/users`)).body.code).toBe('wrong_environment');
  });
});

describe('installing once', () => {
  it('refuses an app that is there', async () => {
    const connector = await aConnector(developer);
    await install(admin, main, connectorTerms(connector));
    const again = await admin.post(installations(), connectorTerms(connector));
    expect([again.status, again.body.code]).toEqual([409, 'already_installed']);
  });

  it('lets one of many win, with one service account', async () => {
    const connector = await aConnector(developer);
    const attempts = Array.from({ length: 5 }, () => admin.post(installations(), connectorTerms(connector, tower)));
    const answers = await Promise.all(attempts);
    expect(statuses(answers)).toEqual([201, 409, 409, 409, 409]);
    const rows = await app.database.query('SELECT id FROM app_installations WHERE app_id = ?', [connector.app.id]);
    const members = await app.database.query('SELECT id FROM members WHERE app_id = ?', [connector.app.id]);
    expect([rows.length, members.length]).toEqual([1, 1]);
  });

  it('lets one of many reinstall', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    const status = (text: string) => ({ company_id: main, app_installation: { status: text } });
    expectStatus(await admin.patch(`/app_installations/${connector.id}`, status('uninstalled')), 200);
    const attempts = Array.from({ length: 4 }, () => admin.post(installations(), connectorTerms(connector, bridge)));
    expect(statuses(await Promise.all(attempts))).toEqual([201, 409, 409, 409]);
    expect((await auditOf(app, 'installation', connector.id)).map(({ action }) => action)).toEqual([
      'installation.created',
      'installation.uninstalled',
      'installation.reinstalled',
    ]);
  });
});

describe('who may install', () => {
  it('asks administrators for members, and refuses strangers and tokens without the scope', async () => {
    const { version } = await aUserApp(developer);
    const body = { version_key: version.production_version_key };
    const member = await as(app, 'member');
    const outsider = await as(app, 'outsider');
    const reader = await as(app, 'admin', 'tools:admin directory:manage');
    expect((await member.post(installations(), body)).body).toMatchObject({ kind: 'install', status: 'pending' });
    expect((await outsider.post(installations(), body)).status).toBe(404);
    expect((await reader.post(installations(), body)).body.code).toBe('insufficient_scope');
    const { client } = await anInstalledConnector(developer, admin, main, tower);
    expect((await (await asClient(app, client)).post(installations(), body)).status).toBe(403);
  });

  it("refuses a body that names another company than the path's", async () => {
    const answer = await admin.post(installations(), { app_id: 1, company_id: app.demo.companies.other.id });
    expect([answer.status, answer.body.code]).toEqual([400, 'company_mismatch']);
  });
});

describe("Procore's POST /app_installations", () => {
  it('installs by uid and ignores what we do not keep', async () => {
    const { app: mine } = await aUserApp(developer, USER_APP);
    await listInMarketplace(app, mine);
    const app_installation = { installation_configuration: { colour: 'red' } };
    const body = { app_uid: mine.uid, company_id: main, app_installation, surprise: true };
    const answer = await admin.post('/app_installations', body);
    expect([answer.status, answer.body.app_uid]).toEqual([201, mine.uid]);
    expect((await admin.post('/app_installations', body)).status).toBe(409);
  });

  it('takes the approval where the version asks for permissions', async () => {
    const connector = await aConnector(developer);
    await listInMarketplace(app, connector.app);
    const body = { app_uid: connector.app.uid, company_id: main };
    expect((await admin.post('/app_installations', body)).status).toBe(422);
    const app_installation = { approved_permissions: CONNECTOR_PERMISSIONS, permitted_projects: selected(tower) };
    expect((await admin.post('/app_installations', { ...body, app_installation })).status).toBe(201);
  });

  it('needs a company and a known uid', async () => {
    expect((await admin.post('/app_installations', { app_uid: 'x' })).body.code).toBe('missing_company');
    const answer = await admin.post('/app_installations', { app_uid: 'nonsense', company_id: main });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['app_uid']]);
  });

  it('asks administrators for members', async () => {
    const { app: mine } = await aUserApp(developer, USER_APP);
    await listInMarketplace(app, mine);
    const body = { app_uid: mine.uid, company_id: main, app_installation: {} };
    expect(expectStatus(await (await as(app, 'member')).post('/app_installations', body), 202).body).toMatchObject({
      kind: 'install',
      status: 'pending',
    });
  });
});

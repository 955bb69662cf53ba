import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTOR_PERMISSIONS } from '../apps/an-app.js';
import { type Api, apiOf, as, asClient, auditOf } from '../apps/api.js';
import { userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aConnector, anInstalledConnector, aUserApp, install } from './installing.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
  tower = app.demo.projects.tower.id;
});
afterAll(() => app.close());

const rfis = (): string => `/projects/${tower}/rfis`;
const permitted = (id: number): string => `/companies/${main}/app_installations/${id}/permitted_projects`;

describe('authorizing an app that is not installed', () => {
  it('installs it where an administrator chose to, with what the version asks for and no projects', async () => {
    const connector = await aConnector(developer);
    const { access_token } = await userTokens(app, connector.client, app.demo.users.admin, { companies: [main] });
    expect((await apiOf(app, access_token).get(rfis())).status).toBe(200);
    const service = await asClient(app, connector.client);
    expect((await service.get(`/companies/${main}/users`)).status).toBe(200);
    expect((await service.get(rfis())).body.code).toBe('project_not_permitted');
    expect((await service.get(`/companies/${other}/users`)).body.code).toBe('app_not_connected');
    const [row] = await app.database.query<{ installed_by: number; approved_permissions: string }>(
      'SELECT installed_by, approved_permissions FROM app_installations WHERE app_id = ?',
      [connector.app.id],
    );
    expect(Number(row.installed_by)).toBe(app.demo.users.admin.id);
    expect(JSON.parse(row.approved_permissions)).toEqual(CONNECTOR_PERMISSIONS);
  });

  it('tells the trail in every event who consented, through which app', async () => {
    const connector = await aConnector(developer);
    const [{ last }] = await app.database.query<{ last: number }>('SELECT MAX(id) AS last FROM audit_events');
    await userTokens(app, connector.client, app.demo.users.admin, { companies: [main] });
    const events = await app.database.query<{ action: string; actor_id: number; client_id: string }>(
      "SELECT action, actor_id, client_id FROM audit_events WHERE id > ? AND address <> '-' AND action <> 'session.started' ORDER BY id",
      [last],
    );
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['grant.consented', 'member.added', 'installation.created']),
    );
    for (const { actor_id, client_id } of events) {
      expect([Number(actor_id), client_id]).toEqual([app.demo.users.admin.id, connector.client.client_id]);
    }
  });

  it('installs nothing for a member, whose calls work once somebody may and does', async () => {
    const { version, client } = await aUserApp(developer);
    const { access_token } = await userTokens(app, client, app.demo.users.member, { companies: [main] });
    const user = apiOf(app, access_token);
    expect((await user.get(rfis())).body.code).toBe('app_not_connected');
    await install(admin, main, { version_key: version.production_version_key });
    expect((await user.get(rfis())).status).toBe(200);
  });

  it('is the only way in: no GET of an administrator, or of a member who could, installs anything', async () => {
    const { version, client, app: mine } = await aUserApp(developer);
    const { id } = await install(admin, main, { version_key: version.production_version_key });
    const callers = await Promise.all(
      [app.demo.users.admin, app.demo.users.member].map((person) =>
        userTokens(app, client, person, { companies: [main] }),
      ),
    );
    const uninstalled = { company_id: main, app_installation: { status: 'uninstalled' } };
    expect((await admin.patch(`/app_installations/${id}`, uninstalled)).status).toBe(200);
    const settings = `/companies/${main}/app_management/settings`;
    expect((await admin.patch(settings, { allow_user_installs: true })).status).toBe(200);
    const count = (): Promise<unknown[]> =>
      app.database.query('SELECT id, status, installed_for FROM app_installations WHERE app_id = ?', [mine.id]);
    const before = await count();
    for (const { access_token } of callers) {
      for (const path of [rfis(), `/companies/${main}`, `/app_installations?company_id=${main}`]) {
        const answer = await apiOf(app, access_token).get(path, main);
        expect(answer.body.code).toBe('app_not_connected');
      }
    }
    expect(await count()).toEqual(before);
    expect((await admin.patch(settings, { allow_user_installs: false })).status).toBe(200);
  });

  it('leaves an installation as it is', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    await userTokens(app, connector.client, app.demo.users.admin, { companies: [main] });
    expect((await admin.get(permitted(connector.id))).body.project_ids).toEqual([tower]);
    expect((await auditOf(app, 'installation', connector.id)).map(({ action }) => action)).toEqual([
      'installation.created',
    ]);
  });
});

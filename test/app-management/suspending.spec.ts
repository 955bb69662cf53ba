import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { outcome } from '../directory/people.js';
import { userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anInstalledConnector, aUserApp, install } from './installing.js';

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
const post = (api: Api, id: number, verb: string, company = main) =>
  api.post(`/companies/${company}/app_installations/${id}/${verb}`);

describe('suspending an app', () => {
  it('stops its service account at once and keeps everything for the day it is resumed', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main, tower);
    const service = await asClient(app, client);
    expect((await service.get(rfis())).status).toBe(200);
    expect(expectStatus(await post(admin, id, 'suspend'), 200).body).toMatchObject({ id, is_suspended: true });
    expect(outcome(await service.get(rfis()))).toEqual([403, 'app_suspended']);
    expect(expectStatus(await post(admin, id, 'resume'), 200).body).toMatchObject({ id, is_suspended: false });
    expect((await service.get(rfis())).status).toBe(200);
    const { project_ids } = (await admin.get(`/companies/${main}/app_installations/${id}/permitted_projects`)).body;
    expect(project_ids).toEqual([tower]);
  });

  it('stops tokens of its users here, and nowhere else', async () => {
    const { client, version } = await aUserApp(developer);
    const body = { version_key: version.production_version_key };
    const { id } = await install(admin, main, body);
    await install(admin, other, body);
    const tokens = await userTokens(app, client, app.demo.users.admin, { companies: [main, other] });
    const user = apiOf(app, tokens.access_token);
    expectStatus(await post(admin, id, 'suspend'), 200);
    expect(outcome(await user.get(`/companies/${main}`))).toEqual([403, 'app_suspended']);
    expect((await user.get(`/companies/${other}`)).status).toBe(200);
  });

  it('is shown in the list of apps and recorded once', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    expectStatus(await post(admin, id, 'suspend'), 200);
    const list = (await admin.get(`/companies/${main}/app_installations?status=suspended`)).body;
    expect(list.find((one: { id: number }) => one.id === id)).toMatchObject({ status: 'suspended' });
    expect((await auditOf(app, 'installation', id)).map(({ action }) => action)).toEqual([
      'installation.created',
      'installation.suspended',
    ]);
  });

  it('happens once, of many at a time', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(admin, id, 'suspend')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'already_suspended')).toHaveLength(5);
    expect(await auditOf(app, 'installation', id)).toHaveLength(2);
  });

  it('and resuming are refused where there is nothing to do, and after an uninstall', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    expect(outcome(await post(admin, id, 'resume'))).toEqual([409, 'not_suspended']);
    const uninstalled = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await admin.patch(`/app_installations/${id}`, uninstalled), 200);
    expect(outcome(await post(admin, id, 'suspend'))).toEqual([409, 'not_installed']);
    expect(outcome(await post(admin, id, 'resume'))).toEqual([409, 'not_suspended']);
  });

  it('ends with an uninstall: a reinstalled app is not suspended', async () => {
    const { id, client } = await anInstalledConnector(developer, admin, main, tower);
    expectStatus(await post(admin, id, 'suspend'), 200);
    for (const status of ['uninstalled', 'installed']) {
      const body = { company_id: main, app_installation: { status } };
      expectStatus(await admin.patch(`/app_installations/${id}`, body), 200);
    }
    expect((await (await asClient(app, client)).get(rfis())).status).toBe(200);
  });

  it('is for those who manage the apps of this company', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    for (const verb of ['suspend', 'resume']) {
      expect(outcome(await post(await as(app, 'member'), id, verb))).toEqual([403, 'insufficient_role']);
      expect((await post(await as(app, 'outsider'), id, verb)).status).toBe(404);
      expect((await post(admin, id, verb, other)).status).toBe(404);
      expect((await post(admin, 987_654_321, verb)).status).toBe(404);
      const narrow = await as(app, 'admin', 'tools:admin');
      expect(outcome(await post(narrow, id, verb))).toEqual([403, 'insufficient_scope']);
    }
  });
});

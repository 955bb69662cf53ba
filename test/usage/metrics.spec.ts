import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aConnector,
  anInstalledConnector,
  aUserApp,
  type Installed,
  type PromotedApp,
} from '../app-management/installing.js';
import { type Api, as, asClient, expectStatus } from '../apps/api.js';
import { aPerson, outcome, signedIn, through, wrongFields } from '../directory/people.js';
import { userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { LIST_OF_RFIS } from './figures.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let tower: number;
let connector: PromotedApp & Installed;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
  rfis = `/projects/${tower}/rfis`;
  connector = await anInstalledConnector(developer, admin, main, tower);
  const service = await asClient(app, connector.client);
  expectStatus(await service.get(rfis, main), 200);
  expectStatus(await service.get(rfis, main), 200);
  expectStatus(await service.get(`/projects/${app.demo.projects.bridge.id}/rfis`, main), 403);
  expectStatus(await service.get('/app_installations'), 400);
  expectStatus(await service.get(rfis, app.demo.companies.other.id), 403);
});
afterAll(() => app.close());

let rfis: string;
const metrics = ({ app: mine }: PromotedApp, query = ''): string => `${mine.path}/metrics${query}`;
const activity = ({ app: mine }: PromotedApp): string => `${mine.path}/api_call_activity.csv`;
const today = new Date().toISOString().slice(0, 10);

describe('the metrics of an app', () => {
  it('show installations, calls and refusals per day and environment', async () => {
    const { body } = expectStatus(await developer.get(metrics(connector)), 200);
    expect(body.installations).toEqual({ active: 1, suspended: 0, uninstalled: 0 });
    const calls = {
      calls: 5,
      errors: 3,
      by_status: { '401': 0, '403': 2, '404': 0, '429': 0 },
      missing_company: 1,
    };
    expect(body.totals).toEqual([{ environment: 'production', ...calls, error_rate: 0.6 }]);
    expect(body.days).toEqual([{ day: today, environment: 'production', installs: 1, uninstalls: 0, ...calls }]);
  });

  it('warn of permissions without use, and of calls that name no company', async () => {
    const { warnings } = (await developer.get(metrics(connector))).body;
    expect(warnings).toEqual([
      { kind: 'unused_permission', tool: 'company.directory', asks: 'read_only', used: 'none' },
      { kind: 'unused_permission', tool: 'project.rfis', asks: 'standard', used: 'read_only' },
      { kind: 'missing_company', environment: 'production', calls: 1 },
    ]);
  });

  it('warn of secrets that end soon', async () => {
    const mine = await aConnector(developer);
    const secrets = `${mine.app.path}/clients/${mine.client.client_id}/secrets`;
    const expires_at = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString();
    expectStatus(await developer.post(secrets, { expires_at }), 201);
    const { warnings } = (await developer.get(metrics(mine))).body;
    const expiring = { kind: 'expiring_secret', client_id: mine.client.client_id, environment: 'production' };
    expect(warnings).toMatchObject([
      { ...expiring, expires_in_days: 1 },
      { ...expiring, expires_in_days: 3 },
    ]);
    expect(JSON.stringify(warnings)).not.toMatch(/ghcs_/);
  });

  it('count companies that gave the app up', async () => {
    const mine = await anInstalledConnector(developer, admin, main);
    const body = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await admin.patch(`/app_installations/${mine.id}`, body), 200);
    expect((await developer.get(metrics(mine))).body).toMatchObject({
      installations: { active: 0, uninstalled: 1 },
      days: [{ day: today, installs: 1, uninstalls: 1, calls: 0 }],
      totals: [{ calls: 0, error_rate: 0 }],
      warnings: [],
    });
  });

  it('are empty for other days, and refuse days that are none', async () => {
    const { body } = await developer.get(metrics(connector, '?from=2020-01-01&to=2020-01-31'));
    expect(body).toMatchObject({ from: '2020-01-01', to: '2020-01-31', days: [], totals: [] });
    expect(wrongFields(await developer.get(metrics(connector, '?from=2020-13-01')))).toEqual(['from']);
    expect(wrongFields(await developer.get(metrics(connector, '?from=2020-02-01&to=2020-01-01')))).toEqual(['to']);
    expect(wrongFields(await developer.get(metrics(connector, '?to=2020-02-01&to=2020-01-01')))).toEqual(['to']);
  });
});

describe('the activity of an app', () => {
  it('names companies that have it, and no others', async () => {
    const answer = expectStatus(await developer.get(activity(connector)), 200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const { name } = app.demo.companies.main;
    expect(answer.text.trimEnd().split('\r\n').sort()).toEqual(
      [
        'day,company_id,company,route,status,calls',
        `${today},,,GET /rest/v1.0/app_installations,400,1`,
        `${today},,,${LIST_OF_RFIS},403,1`,
        `${today},${main},${name},${LIST_OF_RFIS},200,2`,
        `${today},${main},${name},${LIST_OF_RFIS},403,1`,
      ].sort(),
    );
  });

  it('names no company in which somebody only tried, or installed it for themselves', async () => {
    const mine = await aUserApp(developer);
    const person = app.demo.users.member;
    const tokens = await userTokens(app, mine.client, person, { companies: [main] });
    await call(`${app.url}/rest/v1.0${rfis}`, tokens.access_token, { company: main });
    const { text } = await developer.get(activity(mine));
    expect(text).toContain(`${today},,,${LIST_OF_RFIS},`);
    expect(text).not.toContain(app.demo.companies.main.name);
  });

  it('tells nobody who the users are', async () => {
    const person = app.demo.users.member;
    const clientId = app.demo.clients.web_app.client_id;
    expectStatus(await (await through(app, 'web_app', person)).get(rfis, main), 200);
    const path = `/apps/${app.demo.clients.web_app.app_id}`;
    const [shown, file] = [
      await developer.get(`${path}/metrics`),
      await developer.get(`${path}/api_call_activity.csv`),
    ];
    expect([shown.status, file.status]).toEqual([200, 200]);
    for (const { text } of [shown, file]) {
      expect(text).not.toContain(person.email);
      expect(text).not.toMatch(/principal|Member/);
    }
    const rows = await app.database.query('SELECT id FROM api_usage WHERE client_id = ? AND principal_id = ?', [
      clientId,
      person.id,
    ]);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('metrics and activity are for nobody', () => {
  const paths = (): string[] => [metrics(connector), activity(connector)];

  it('who does not work on the app: neither another developer nor a company that has it', async () => {
    const stranger = await signedIn(app, await aPerson(app), [], 'apps:manage');
    for (const path of paths()) {
      expect(outcome(await stranger.get(path))).toEqual([404, 'not_found']);
      expect(outcome(await admin.get(path))).toEqual([404, 'not_found']);
    }
    expect(outcome(await developer.get('/apps/987654321/metrics'))).toEqual([404, 'not_found']);
  });

  it('without the scope, and no app itself', async () => {
    const api = await as(app, 'developer', 'directory:manage');
    const service = await asClient(app, connector.client);
    for (const path of paths()) {
      expect(outcome(await api.get(path))).toEqual([403, 'insufficient_scope']);
      expect(outcome(await service.get(path))).toEqual([403, 'insufficient_scope']);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTOR } from '../apps/an-app.js';
import {
  aConnector,
  anInstalledConnector,
  install,
  type Installed,
  type PromotedApp,
} from '../app-management/installing.js';
import { type Api, as, asClient, expectStatus } from '../apps/api.js';
import { aMember, aProject, aProjectMember, outcome, type Person, signedIn, wrongFields } from '../directory/people.js';
import { aWorkingAccount } from '../service-accounts/accounts.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { callsOf, type Figures, LIST_OF_RFIS, usageOf } from './figures.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;
let tower: number;
let bridge: number;
let connector: PromotedApp & Installed;

/** One app with three calls in one project, one refused in another, and one in another company. */
beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
  tower = app.demo.projects.tower.id;
  bridge = app.demo.projects.bridge.id;
  connector = await anInstalledConnector(developer, admin, main, tower);
  const elsewhere = await admin.post(`/companies/${other}/app_installations`, {
    version_key: connector.version.production_version_key,
    approved_permissions: { 'company.directory': 'read_only', 'project.rfis': 'standard' },
  });
  expectStatus(elsewhere, 201);
  const service = await asClient(app, connector.client);
  for (let count = 0; count < 3; count++) expectStatus(await service.get(rfis(tower), main), 200);
  expectStatus(await service.get(rfis(bridge), main), 403);
  expectStatus(await service.get(`/companies/${other}/users`), 200);
});
afterAll(() => app.close());

const rfis = (project: number): string => `/projects/${project}/rfis`;
const usage = (company = main): string => `/companies/${company}/app_usage`;
const signedInFor = (person: Person): Promise<Api> => signedIn(app, person, [main], 'tools:admin');
const today = (): string => new Date().toISOString().slice(0, 10);
const someDay = (distance: number): string =>
  new Date(Date.now() + distance * 24 * 3_600_000).toISOString().slice(0, 10);

describe('the usage report of a company', () => {
  it('tells calls apart by app and day unless it is asked for more', async () => {
    const figures = await usageOf(admin, main, `?app_id=${connector.app.id}`);
    expect(figures).toEqual([
      {
        app: { id: connector.app.id, name: expect.stringContaining('Field Reports') },
        day: today(),
        calls: 4,
        errors: 1,
        last_call_at: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it.each([
    ['project_id', () => bridge, 1],
    ['status', () => 200, 3],
    ['principal_id', () => connector.service_account_id, 4],
    ['route', () => encodeURIComponent(LIST_OF_RFIS), 4],
    ['route', () => 'unknown', 0],
    ['from', () => today(), 4],
    ['to', () => someDay(-1), 0],
  ])('is narrowed by %s', async (name, value, expected) => {
    expect(await callsOf(admin, main, connector.client.client_id, `&${name}=${value()}`)).toBe(expected);
  });

  it('holds nothing of another company, whoever asks', async () => {
    const person = await aMember(app, other, { role: 'admin' });
    const outsider = await signedIn(app, person, [other], 'tools:admin');
    const mine = await usageOf(outsider, other, `?group_by=route&client_id=${connector.client.client_id}`);
    expect(mine).toMatchObject([{ route: 'GET /rest/v1.0/companies/{companyId}/users', calls: 1 }]);
    expect(outcome(await outsider.get(usage()))).toEqual([404, 'not_found']);
    expect(outcome(await outsider.get(`${usage(other)}?project_id=${tower}`))).toEqual([404, 'not_found']);
    expect(outcome(await outsider.get(`/companies/${other}/app_installations/${connector.id}/usage`))).toEqual([
      404,
      'not_found',
    ]);
  });

  describe.each(['project', 'principal'])('by %s', (by) => {
    const report = (query = ''): Promise<Figures[]> => usageOf(admin, main, `?group_by=${by}${query}`);

    it('tells the same of thirty days as of a hundred, in which nothing else happened', async () => {
      const ofApp = `&app_id=${connector.app.id}`;
      const figures = await report(ofApp);
      expect(figures.reduce((sum, { calls }) => sum + calls, 0)).toBe(4);
      expect(await report(`${ofApp}&from=${someDay(-100)}`)).toEqual(figures);
    });

    it('comes in pages, each line once, with the right total', async () => {
      const whole = await report();
      const path = `${usage()}?group_by=${by}&per_page=1&page=`;
      for (const [at, line] of whole.entries()) {
        const page = expectStatus(await admin.get(`${path}${at + 1}`), 200);
        expect(page.body[0][by]).toEqual(line[by as 'project']);
        expect(page.headers.get('total')).toBe(String(whole.length));
      }
      const beyond = expectStatus(await admin.get(`${path}${whole.length + 1}`), 200);
      expect([beyond.body, beyond.headers.get('total')]).toEqual([[], String(whole.length)]);
    });

    it.each([
      ['yesterday', () => `&from=${someDay(-30)}&to=${someDay(-1)}`],
      ['an app that was never used here', () => '&app_id=987654321'],
    ])('has no line for %s', async (_, query) => {
      expect(await report(query())).toEqual([]);
    });
  });

  it('has a line for the calls without a project', async () => {
    expect((await usageOf(admin, main, '?group_by=project')).map(({ project }) => project)).toContain(null);
  });

  it('comes in pages that never overlap', async () => {
    const by = `${usage()}?group_by=route,status,principal,project&client_id=${connector.client.client_id}`;
    const first = expectStatus(await admin.get(`${by}&per_page=1`), 200);
    const second = expectStatus(await admin.get(`${by}&per_page=1&page=2`), 200);
    expect([first.headers.get('total'), first.headers.get('per-page')]).toEqual(['2', '1']);
    expect(first.headers.get('link')).toContain('&per_page=1&page=2>; rel="next"');
    expect([first.body[0].calls, second.body[0].calls].sort()).toEqual([1, 3]);
    expect((await admin.get(`${by}&page=9`)).body).toEqual([]);
  });

  it('is there for one installation and for one service account', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    await (await asClient(app, account)).get(rfis(tower), main);
    const ofApp = await admin.get(`/companies/${main}/app_installations/${connector.id}/usage?group_by=status`);
    expect(ofApp.body.map(({ status, calls }: Figures) => [status, calls])).toEqual([
      [200, 3],
      [403, 1],
    ]);
    const ofAccount = await admin.get(`/companies/${main}/service_accounts/${account.id}/usage`);
    expect(ofAccount.body).toMatchObject([{ app: null, calls: 1 }]);
    const stranger = `/companies/${main}/service_accounts/${connector.service_account_id}/usage`;
    expect((await admin.get(stranger)).status).toBe(404);
    expect((await admin.get(`/companies/${main}/app_installations/987654321/usage`)).status).toBe(404);
  });

  it('does not take another app or account than that of the path', async () => {
    const path = `/companies/${main}/app_installations/${connector.id}/usage`;
    const data = app.demo.clients.data_connector;
    expect((await admin.get(`${path}?app_id=${data.app_id}`)).body).toMatchObject([{ app: { id: connector.app.id } }]);
    expect((await admin.get(`${path}?client_id=${data.client_id}`)).body).toEqual([]);
  });

  it.each([
    ['from=2026-02-30', 'from'],
    ['from=yesterday', 'from'],
    ['from=2026-01-01&from=2026-01-02', 'from'],
    ['from=2026-02-01&to=2026-01-01', 'to'],
    ['from=2999-01-01', 'to'],
    ['to=2026-01-01T00:00:00Z', 'to'],
    ['group_by=company', 'group_by.0'],
    ['group_by=app,secret', 'group_by.1'],
    ['group_by=app,app', 'group_by'],
    ['group_by=', 'group_by.0'],
    ['group_by=app&group_by=day', 'group_by'],
    ['status=2', 'status'],
    ['status=200&status=403', 'status'],
    ['app_id=0', 'app_id'],
    ['app_id=1;DROP', 'app_id'],
    ['client_id=%27%20OR%201%3D1', 'client_id'],
    ['route=rfis', 'route'],
    ['principal_id=x', 'principal_id'],
    ['page=0', 'page'],
  ])('refuses %s', async (query, field) => {
    expect(wrongFields(await admin.get(`${usage()}?${query}`))).toEqual([field]);
  });

  it('refuses a project that is named twice', async () => {
    const answer = await admin.get(`${usage()}?project_id=${tower}&project_id=${bridge}`);
    expect(outcome(answer)).toEqual([400, 'invalid_id']);
  });
});

describe('who sees the usage of apps', () => {
  it('is whoever may read the apps of the company', async () => {
    const reader = await aMember(app, main, { levels: { 'company.app_management': 'read_only' } });
    const api = await signedInFor(reader);
    expect(await callsOf(api, main, connector.client.client_id)).toBe(4);
    expect((await api.get(`/companies/${main}/app_installations/${connector.id}/usage`)).status).toBe(200);
  });

  it('is no plain member, for no part of it', async () => {
    const api = await signedInFor(await aProjectMember(app, app.demo.projects.tower));
    for (const path of [
      usage(),
      `${usage()}.csv`,
      `${usage()}?project_id=${tower}`,
      `/companies/${main}/app_installations/${connector.id}/usage`,
      `/companies/${main}/app_installations/987654321/usage`,
      `/companies/${main}/service_accounts/${app.demo.service_account.id}/usage`,
    ]) {
      expect([path, outcome(await api.get(path))]).toEqual([path, [403, 'insufficient_level']]);
    }
  });

  it('is an administrator of a project for that project alone', async () => {
    const api = await signedInFor(await aProjectMember(app, app.demo.projects.tower, { role: 'admin' }));
    const figures = await usageOf(api, main, `?project_id=${tower}&group_by=project&app_id=${connector.app.id}`);
    expect(figures).toMatchObject([{ project: { id: tower }, calls: 3 }]);
    expect((await api.get(`${usage()}.csv?project_id=${tower}`)).text).not.toContain('403');
    expect(outcome(await api.get(usage()))).toEqual([403, 'insufficient_level']);
    expect(outcome(await api.get(`${usage()}?project_id=${bridge}`))).toEqual([404, 'not_found']);
    const ofApp = `/companies/${main}/app_installations/${connector.id}/usage`;
    expect((await api.get(`${ofApp}?project_id=${tower}`)).status).toBe(200);
    expect(outcome(await api.get(ofApp))).toEqual([403, 'insufficient_level']);
  });

  it('goes on where a project has ended', async () => {
    const project = await aProject(admin, main);
    const person = await aProjectMember(app, { id: project, company_id: main }, { role: 'admin' });
    const api = await signedInFor(person);
    expectStatus(await admin.patch(`/projects/${project}`, { project: { active: false } }), 200);
    expect((await api.get(`${usage()}?project_id=${project}`)).status).toBe(200);
  });

  it('is nobody whose token lacks the scope, and no app to which it was not approved', async () => {
    const api = await as(app, 'admin', 'project.rfis:admin');
    expect(outcome(await api.get(usage()))).toEqual([403, 'insufficient_scope']);
    const { client } = await anInstalledConnector(developer, admin, main);
    const service = await asClient(app, client);
    expect(outcome(await service.get(usage()))).toEqual([403, 'not_approved']);
  });

  it('is an app to which it was approved, for the company that approved it', async () => {
    const manifest = { ...CONNECTOR, permissions: { company: { app_management: 'readonly' }, project: {} } };
    const reader = await aConnector(developer, manifest);
    await install(admin, main, {
      version_key: reader.version.production_version_key,
      approved_permissions: { 'company.app_management': 'read_only' },
    });
    const service = await asClient(app, reader.client);
    expect(await callsOf(service, main, connector.client.client_id)).toBe(4);
    expect(outcome(await service.get(usage(other)))).toEqual([403, 'app_not_connected']);
  });

  it('is nobody any more who was demoted', async () => {
    const reader = await aMember(app, main, { levels: { 'company.app_management': 'read_only' } });
    const api = await signedInFor(reader);
    expect((await api.get(usage())).status).toBe(200);
    const none = { role: 'member', levels: {} };
    expectStatus(await admin.put(`/companies/${main}/members/${reader.id}/permissions`, none), 200);
    expect(outcome(await api.get(usage()))).toEqual([403, 'insufficient_level']);
  });
});

describe('the usage report as a file', () => {
  const file = (query = ''): string => `${usage()}.csv?client_id=${connector.client.client_id}${query}`;

  it('has a header and a line for each group', async () => {
    const answer = expectStatus(await admin.get(file('&group_by=status,project')), 200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="app-usage-${main}.csv"`);
    const lines = answer.text.split('\r\n');
    expect(lines[0]).toBe('status,project_id,project,calls,errors,last_call_at');
    expect(lines[1]).toMatch(new RegExp(`^200,${tower},[^,]+,3,0,2`));
    expect(lines[2]).toMatch(new RegExp(`^403,${bridge},[^,]+,1,1,2`));
    expect(lines[3]).toBe('');
  });

  it.each(['=1+1', '@SUM(A1)', '+1', '-1', ' =1', '=HYPERLINK("http://x","y"),z'])(
    'shows a name such as %s as text',
    async (name) => {
      await app.database.execute('UPDATE apps SET name = ? WHERE id = ?', [name, connector.app.id]);
      const { text } = expectStatus(await admin.get(file('&group_by=app')), 200);
      const quoted = `"'${name.replaceAll('"', '""')}"`;
      expect(text.split('\r\n')[1]).toContain(`${connector.app.id},${quoted},4,1,`);
    },
  );

  it('refuses what the list refuses', async () => {
    expect(wrongFields(await admin.get(file('&group_by=nothing')))).toEqual(['group_by.0']);
    expect((await call(`${app.url}/rest/v1.0${usage(other)}.csv`, '')).status).toBe(401);
  });
});

describe('the list of installed apps', () => {
  it('tells when each was last used', async () => {
    const unused = await anInstalledConnector(developer, admin, main, tower);
    await usageOf(admin, main);
    const list = (await admin.get(`/companies/${main}/app_installations?per_page=300`)).body as {
      id: number;
      last_used_at: string | null;
    }[];
    const lastUse = (id: number): string | null | undefined => list.find((one) => one.id === id)?.last_used_at;
    expect(lastUse(unused.id)).toBeNull();
    expect(lastUse(connector.id)?.slice(0, 10)).toBe(today());
  });
});

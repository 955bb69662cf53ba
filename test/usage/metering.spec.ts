import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageMeter } from '../../src/usage/index.js';
import { aConnector, anInstalledConnector, type Installed, type PromotedApp } from '../app-management/installing.js';
import { type Api, apiOf, as, asClient, expectStatus } from '../apps/api.js';
import { aMember, outcome, through } from '../directory/people.js';
import { clientToken, userTokens } from '../support/flows.js';
import { call, postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { callsOf, LIST_OF_RFIS, usageOf } from './figures.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let tower: number;
let bridge: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
  bridge = app.demo.projects.bridge.id;
});
afterAll(() => app.close());

const rfis = (project: number): string => `/projects/${project}/rfis`;

/** An installed app of its own for each test, so that its figures are nobody else's. */
async function aService(): Promise<PromotedApp & Installed & { readonly service: Api; readonly clientId: string }> {
  const connector = await anInstalledConnector(developer, admin, main, tower);
  return {
    ...connector,
    service: await asClient(app, connector.client),
    clientId: connector.client.client_id,
  };
}

/** The rows of a client, whatever company they are of. */
const rowsOf = async (clientId: string): Promise<Record<string, unknown>[]> => {
  await app.app.get(UsageMeter).flush();
  return app.database.query(
    'SELECT company_id, principal_id, project_id, route, status, denial, tool, level, calls, used_at FROM api_usage' +
      ' WHERE client_id = ? AND calls > 0 ORDER BY status, route',
    [clientId],
  );
};

/** Sends a request and hangs up without waiting for the answer. */
const hangingUp = (path: string, token: string, json: object): Promise<void> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(app.url);
    const body = JSON.stringify(json);
    const head = [
      `POST /rest/v1.0${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${token}`,
      `Procore-Company-Id: ${main}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.resetAndDestroy());
    });
    socket.once('close', () => resolve());
  });

describe('a call of an app', () => {
  it('is counted also where its caller did not wait for the answer', async () => {
    const { service, clientId } = await aService();
    const subject = `hung up ${clientId.slice(0, 8)}`;
    for (let count = 0; count < 5; count++) await hangingUp(rfis(tower), service.token, { subject, question: 'x' });
    const made = async (): Promise<number> => {
      const rows = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM rfis WHERE subject = ?', [
        subject,
      ]);
      return Number(rows[0].n);
    };
    for (const deadline = Date.now() + 10_000; (await made()) < 5 && Date.now() < deadline;) await sleep(50);
    await sleep(100);
    expect(await callsOf(admin, main, clientId)).toBe(await made());
  });

  it('is in nobody’s report where a stranger names a company that has their app', async () => {
    const { client } = await aService();
    const stranger = await aMember(app, app.demo.companies.other.id);
    const companies = [app.demo.companies.other.id];
    const { access_token } = await userTokens(app, client, stranger, { companies });
    expect((await apiOf(app, access_token).get(rfis(tower), main)).status).toBe(404);
    expect(await callsOf(admin, main, client.client_id)).toBe(0);
    expect((await rowsOf(client.client_id)).map(({ company_id, status }) => [company_id, Number(status)])).toEqual([
      [null, 404],
    ]);
  });

  it('is counted by day, app, account, project, route and status as soon as it was answered', async () => {
    const { service, clientId, app: mine, service_account_id } = await aService();
    for (let count = 0; count < 3; count++) expectStatus(await service.get(rfis(tower), main), 200);
    expect(outcome(await service.get(rfis(bridge), main))).toEqual([403, 'project_not_permitted']);
    const by = 'app,client,principal,project,route,status,day';
    const day = new Date().toISOString().slice(0, 10);
    const account = { id: service_account_id, kind: 'service_account' };
    const line = { app: { id: mine.id }, client_id: clientId, principal: account, route: LIST_OF_RFIS, day };
    const figures = await usageOf(admin, main, `?group_by=${by}&app_id=${mine.id}`);
    expect(figures).toHaveLength(2);
    expect(figures.find(({ status }) => status === 200)).toMatchObject({
      ...line,
      project: { id: tower, name: app.demo.projects.tower.name },
      calls: 3,
      errors: 0,
    });
    expect(figures.find(({ status }) => status === 403)).toMatchObject({
      ...line,
      project: { id: bridge },
      calls: 1,
      errors: 1,
    });
  });

  it('is counted exactly, however many come at once', async () => {
    const { service, clientId } = await aService();
    const answers = await Promise.all(Array.from({ length: 120 }, () => service.get(rfis(tower), main)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await callsOf(admin, main, clientId)).toBe(120);
    expect(await callsOf(admin, main, clientId)).toBe(120);
  });

  it('is counted with what it needed, also where only the handler knows', async () => {
    const person = await through(app, 'web_app', app.demo.users.admin);
    const { id } = expectStatus(await person.post(rfis(tower), { subject: 'A', question: 'B' }, main), 201).body;
    const clientId = app.demo.clients.web_app.client_id;
    const levels = async (): Promise<unknown[]> => {
      await app.app.get(UsageMeter).flush();
      const sql = "SELECT DISTINCT level FROM api_usage WHERE client_id = ? AND tool = 'project.rfis' ORDER BY level";
      return (await app.database.query<{ level: string }>(sql, [clientId])).map(({ level }) => level);
    };
    expect(await levels()).toEqual(['standard']);
    await app.database.execute('UPDATE rfis SET created_by = ? WHERE id = ?', [app.demo.users.member.id, id]);
    expectStatus(await person.patch(`${rfis(tower)}/${id}`, { status: 'closed' }, main), 200);
    expect(await levels()).toEqual(['admin', 'standard']);
    expect(await callsOf(admin, main, clientId)).toBe(2);
  });

  it('of a user is counted for the user', async () => {
    const person = await through(app, 'web_app', app.demo.users.member);
    expectStatus(await person.get(rfis(tower), main), 200);
    const { id } = app.demo.users.member;
    const [figures] = await usageOf(admin, main, `?group_by=principal&principal_id=${id}&project_id=${tower}`);
    expect(figures).toMatchObject({ principal: { id, kind: 'user' }, calls: 1 });
  });
});

describe('a call that is refused', () => {
  it('is counted with the code of its refusal, and as nobody’s where no company is known', async () => {
    const { service, clientId } = await aService();
    expect(outcome(await service.get(`/companies/${main}x/users`))).toEqual([403, 'app_not_connected']);
    expect(outcome(await service.get('/app_installations'))).toEqual([400, 'missing_company']);
    expect(outcome(await service.get('/me'))).toEqual([400, 'missing_company']);
    expect(outcome(await service.get('/app_installations', main))).toEqual([403, 'not_approved']);
    const rows = (await rowsOf(clientId)).map(({ company_id, status, denial }) => [
      company_id === null ? null : Number(company_id),
      Number(status),
      denial,
    ]);
    expect(rows.sort()).toEqual(
      [
        [null, 400, 'missing_company'],
        [null, 400, 'missing_company'],
        [null, 403, 'app_not_connected'],
        [main, 403, 'not_approved'],
      ].sort(),
    );
    expect(await callsOf(admin, main, clientId)).toBe(1);
  });

  it('shows up nowhere in a company that did not install the app', async () => {
    const { client } = await aConnector(developer);
    const stranger = await asClient(app, client);
    expect(outcome(await stranger.get(rfis(tower), main))).toEqual([403, 'app_not_connected']);
    expect(await callsOf(admin, main, client.client_id)).toBe(0);
    expect(await rowsOf(client.client_id)).toMatchObject([{ company_id: null, denial: 'app_not_connected' }]);
  });

  it('for its dead token is counted for the client, and for nobody where the token is none of ours', async () => {
    const { client, clientId } = await aService();
    const token = await clientToken(app, client);
    await postForm(`${app.url}/oauth/revoke`, { token, client_id: clientId, client_secret: client.client_secret });
    expect((await apiOf(app, token).get(rfis(tower), main)).status).toBe(401);
    expect((await apiOf(app, `${token.slice(0, -2)}xx`).get(rfis(tower), main)).status).toBe(401);
    expect(await rowsOf(clientId)).toMatchObject([
      { company_id: null, principal_id: null, project_id: null, denial: 'invalid_token' },
    ]);
  });

  it('for having no token is counted nowhere', async () => {
    const before = await app.database.query('SELECT id FROM api_usage');
    expect((await call(`${app.url}/rest/v1.0${rfis(tower)}`, '')).status).toBe(401);
    await app.app.get(UsageMeter).flush();
    expect((await app.database.query('SELECT id FROM api_usage')).length).toBe(before.length);
  });
});

describe('a path that leads nowhere', () => {
  it('is counted under one name, whatever it is', async () => {
    const { service, clientId } = await aService();
    for (const path of ['/nonsense', '/projects/1/nonsense?secret=1', `/${'x'.repeat(90)}`]) {
      expect((await service.get(path)).status).toBe(404);
    }
    const rows = await rowsOf(clientId);
    expect(rows).toMatchObject([{ route: 'unknown', company_id: null, used_at: null }]);
    expect(Number(rows[0].calls)).toBe(3);
  });

  it('is not told from others by what stands in place of its ids', async () => {
    const { service, clientId } = await aService();
    for (let id = 1; id < 6; id++) await service.get(`/projects/98765${id}/rfis`, main);
    const routes = (await rowsOf(clientId)).map(({ route }) => route);
    expect(routes).toEqual([LIST_OF_RFIS]);
  });
});

describe('a database that fails', () => {
  const away = 'ALTER TABLE api_usage RENAME TO api_usage_away';
  const back = 'ALTER TABLE api_usage_away RENAME TO api_usage';

  it('makes nothing lost and nothing counted twice', async () => {
    const { service, clientId } = await aService();
    const meter = app.app.get(UsageMeter);
    await service.get(rfis(tower), main);
    await meter.flush();
    await app.database.execute(away);
    await service.get(rfis(tower), main);
    await expect(meter.flush()).rejects.toThrow();
    await service.get(rfis(tower), main);
    await expect(meter.flush()).rejects.toThrow();
    await app.database.execute(back);
    expect(await callsOf(admin, main, clientId)).toBe(3);
    await meter.flush();
    expect(await callsOf(admin, main, clientId)).toBe(3);
    expect((await rowsOf(clientId)).map(({ calls }) => Number(calls))).toEqual([3]);
  });

  it('is not noticed by those who call', async () => {
    const { service, clientId } = await aService();
    await app.database.execute(away);
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.get(rfis(tower), main)));
    await app.database.execute(back);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await callsOf(admin, main, clientId)).toBe(10);
  });
});

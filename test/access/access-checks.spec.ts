import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientToken, managementToken, userTokens } from '../support/flows.js';
import { type Answer, call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: string;
let member: string;

beforeAll(async () => {
  app = await startApp();
  admin = await managementToken(app, app.demo.users.admin, 'profile');
  member = (await userTokens(app, app.demo.clients.web_app, app.demo.users.member)).access_token;
});
afterAll(() => app.close());

const ask = (token: string, json: unknown, companyId = app.demo.companies.main.id): Promise<Answer> =>
  call(`${app.url}/rest/v1.0/companies/${companyId}/access_checks`, token, { method: 'POST', json });

const inTower = () => ({ project_id: app.demo.projects.tower.id, tool: 'project.rfis' });

const readRfis = async (token: string, projectId: number): Promise<Answer> =>
  call(`${app.url}/rest/v1.0/projects/${projectId}/rfis`, token, { company: app.demo.companies.main.id });

describe('POST /companies/{id}/access_checks', () => {
  it('explains every row and always answers 200', async () => {
    const { users, clients } = app.demo;
    const allowed = await ask(admin, { principal_id: users.member.id, ...inTower() });
    expect(allowed.status).toBe(200);
    expect(allowed.body).toMatchObject({ allowed: true, code: null });
    expect(allowed.body.checks[0]).toEqual({ check: 'token', outcome: 'pass', code: null, detail: null, remedy: null });
    const question = { client_id: clients.data_connector.client_id, tool: 'project.rfis', level: 'standard' };
    const denied = await ask(admin, { ...question, project_id: app.demo.projects.bridge.id });
    expect(denied.status).toBe(200);
    expect(denied.body).toMatchObject({ allowed: false, code: 'project_not_permitted' });
    const row = denied.body.checks.find(({ check }: { check: string }) => check === 'permitted_project');
    expect(row).toMatchObject({ outcome: 'fail', code: 'project_not_permitted', remedy: expect.any(String) });
  });

  it('says what a call is told', async () => {
    const { users, clients, service_account, projects } = app.demo;
    const callers: [string, Record<string, unknown>][] = [
      [member, { principal_id: users.member.id, client_id: clients.web_app.client_id }],
      [await clientToken(app, clients.data_connector), { client_id: clients.data_connector.client_id }],
      [await clientToken(app, clients.not_installed), { client_id: clients.not_installed.client_id }],
      [await clientToken(app, service_account), { client_id: service_account.client_id }],
    ];
    for (const [token, who] of callers) {
      for (const project of Object.values(projects)) {
        const told = await readRfis(token, project.id);
        const { body } = await ask(admin, { ...who, project_id: project.id, tool: 'project.rfis' });
        expect({ who, project: project.name, code: body.code }).toEqual({
          who,
          project: project.name,
          code: told.status === 200 ? null : told.body.code,
        });
      }
    }
  });

  it('names the grant that is missing', async () => {
    const { users, clients } = app.demo;
    const who = { principal_id: users.member.id, client_id: clients.native_app.client_id };
    expect((await ask(admin, { ...who, ...inTower() })).body.code).toBe('company_not_granted');
  });

  it('tells members about themselves, in words that fit their level', async () => {
    const me = { principal_id: app.demo.users.member.id, ...inTower() };
    expect((await ask(member, me)).body).toMatchObject({ allowed: true });
    const { body } = await ask(member, { ...me, level: 'standard' });
    expect(body).toMatchObject({ allowed: false, code: 'insufficient_level' });
  });

  it('tells a service account about itself', async () => {
    const { service_account: account } = app.demo;
    const token = await clientToken(app, account);
    expect((await ask(token, { principal_id: account.id, ...inTower() })).body).toMatchObject({ allowed: true });
    expect((await ask(token, { principal_id: app.demo.users.admin.id })).status).toBe(403);
  });

  it('refuses members who ask about others', async () => {
    const { users, clients, service_account } = app.demo;
    const others = [
      { principal_id: users.admin.id },
      { principal_id: service_account.id },
      { principal_id: 999_999 },
      { client_id: clients.web_app.client_id },
      { client_id: service_account.client_id, ...inTower() },
    ];
    for (const other of others) {
      const answer = await ask(member, other);
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe('insufficient_role');
    }
  });

  it('tells an app about its own user only, even where an administrator uses it', async () => {
    const { users, clients, service_account } = app.demo;
    const web = (await userTokens(app, clients.web_app, users.admin)).access_token;
    const me = { principal_id: users.admin.id, ...inTower() };
    expect((await ask(web, me)).body).toMatchObject({ allowed: true });
    expect((await ask(web, { ...me, client_id: clients.web_app.client_id })).body).toMatchObject({ allowed: true });
    const others = [
      { principal_id: users.member.id },
      { principal_id: 999_999 },
      { principal_id: service_account.id, ...inTower() },
      { client_id: clients.data_connector.client_id },
      { client_id: clients.web_app.client_id },
      { ...me, client_id: clients.data_connector.client_id },
    ];
    for (const other of others) {
      const answer = await ask(web, other);
      expect([answer.status, answer.body.code]).toEqual([403, 'first_party_only']);
      expect((await ask(admin, other)).status).toBe(200);
    }
  });

  it('does not tell who exists elsewhere', async () => {
    const outsider = await ask(admin, { principal_id: app.demo.users.outsider.id, ...inTower() });
    const nobody = await ask(admin, { principal_id: 999_999, ...inTower() });
    expect(outsider.text).toBe(nobody.text);
    expect(outsider.body.code).toBe('not_found');
    const depot = await ask(admin, { principal_id: app.demo.users.member.id, project_id: app.demo.projects.depot.id });
    const missing = await ask(admin, { principal_id: app.demo.users.member.id, project_id: 999_999 });
    expect(depot.text).toBe(missing.text);
  });

  it('is closed to whoever is no member, and to companies that the token does not cover', async () => {
    const { main, other } = app.demo.companies;
    const foreign = await ask(member, { principal_id: app.demo.users.member.id }, other.id);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found']);
    const connector = await clientToken(app, app.demo.clients.not_installed);
    expect((await ask(connector, { principal_id: 1 }, main.id)).body.code).toBe('app_not_connected');
    const url = `${app.url}/rest/v1.0/companies/${main.id}/access_checks`;
    expect((await send(url, { method: 'POST' })).status).toBe(401);
    expect((await ask('no-token', {})).status).toBe(401);
  });

  it.each<[string, unknown]>([
    ['nobody', {}],
    ['an unknown field', { principal_id: 1, company_id_of: 1 }],
    ['an unknown tool', { principal_id: 1, tool: 'company.unknown' }],
    ['an unknown level', { principal_id: 1, level: 'owner' }],
    ['a project tool without project', { principal_id: 1, tool: 'project.rfis' }],
    ['an unknown action', { principal_id: 1, tool: 'company.directory', action: 'delete_users' }],
    ['a list', [1]],
  ])('refuses %s', async (_, question) => {
    const answer = await ask(admin, question);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_fields']);
  });

  it('names all wrong fields at once', async () => {
    const { body } = await ask(admin, { principal_id: 'x', level: 'none', wish: 1 });
    expect(Object.keys(body.errors).sort()).toEqual(['level', 'principal_id', 'wish']);
  });
});

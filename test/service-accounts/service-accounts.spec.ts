import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { SecretUsage } from '../../src/clients/index.js';
import { credentials, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anAccount, aWorkingAccount, type NewAccount } from './accounts.js';

let app: TestApp;
let admin: Api;
let main: number;
let other: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
  tower = app.demo.projects.tower.id;
});
afterAll(() => app.close());

const rfis = (project = tower): string => `/projects/${project}/rfis`;

const mint = (account: NewAccount, more: Record<string, string> = {}) =>
  tokenRequest(app, { grant_type: 'client_credentials', ...credentials(account), ...more });

describe('POST /companies/{id}/service_accounts', () => {
  it('shows client id and secret once, and never again', async () => {
    const account = await anAccount(admin, main, { name: 'Shown once' });
    expect(account).toMatchObject({ name: 'Shown once', status: 'active', contact_email: 'integrations@example.com' });
    expect(account.client_secret).toMatch(/^ghcs_/);
    const answers = [
      await admin.get(account.path),
      await admin.get(`/companies/${main}/service_accounts`),
      await admin.get(`${account.path}/secrets`),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain(account.client_secret);
    }
    expect(answers[2].body).toEqual([
      expect.objectContaining({ hint: account.client_secret.slice(-4), expires_at: null, last_used_at: null }),
    ]);
  });

  it('makes an account that can do nothing until permissions are set', async () => {
    const account = await anAccount(admin, main);
    const service = await asClient(app, account);
    expect((await service.get(rfis(), main)).status).toBe(404);
    expect((await service.get(`/companies/${main}/users`)).body.code).toBe('insufficient_level');
    expect((await admin.get(`${account.path}/permissions`)).body).toEqual({
      levels: {},
      actions: {},
      permission_template_id: null,
      scopes: [],
    });
  });

  it('records who made it, without the secret', async () => {
    const account = await anAccount(admin, main);
    const events = await auditOf(app, 'service_account', account.id);
    expect(events.map(({ action }) => action)).toEqual(['service_account.created']);
    const [{ actor_id }] = await app.database.query<{ actor_id: number }>(
      "SELECT actor_id FROM audit_events WHERE action = 'service_account.created' AND subject_id = ?",
      [String(account.id)],
    );
    expect(Number(actor_id)).toBe(app.demo.users.admin.id);
    const rows = await app.database.query('SELECT before_state, after_state FROM audit_events');
    expect(JSON.stringify(rows)).not.toContain(account.client_secret);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ contact_email: 'nobody' }, 'contact_email'],
    [{ role: 'admin' }, 'role'],
    [{ client_id: 'mine' }, 'client_id'],
    [{ company_id: 1, levels: {} }, 'levels'],
  ])('refuses %j', async (fields, field) => {
    const body = { name: 'A', description: '', contact_email: 'a@example.com', ...fields };
    const answer = await admin.post(`/companies/${main}/service_accounts`, body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toContain(field);
  });
});

describe('who may manage service accounts', () => {
  it('refuses a plain member, whatever the token may do', async () => {
    const member = await as(app, 'member');
    const answer = await member.get(`/companies/${main}/service_accounts`);
    expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_role']);
    expect((await member.post(`/companies/${main}/service_accounts`, {})).body.code).toBe('insufficient_role');
  });

  it('hides the company from strangers', async () => {
    const outsider = await as(app, 'outsider');
    const answer = await outsider.get(`/companies/${main}/service_accounts`);
    const nowhere = await outsider.get('/companies/987654321/service_accounts');
    expect([answer.status, nowhere.status]).toEqual([404, 404]);
    const bare = ({ request_id: _, ...body }: Record<string, unknown>) => body;
    expect(bare(answer.body)).toEqual(bare(nowhere.body));
  });

  it('refuses an administrator whose token lacks the scope', async () => {
    const reader = await as(app, 'admin', 'tools:admin directory:manage');
    const answer = await reader.get(`/companies/${main}/service_accounts`);
    expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_scope']);
    expect(answer.headers.get('www-authenticate')).toContain('scope="service_accounts:manage"');
  });

  it('refuses a service account, even one with admin on every tool that it could have', async () => {
    const account = await anAccount(admin, main);
    const levels = { 'company.directory': 'admin', 'company.admin': 'admin' };
    expectStatus(await admin.put(`${account.path}/permissions`, { levels }), 200);
    const service = await asClient(app, account);
    expect((await service.get(`/companies/${main}/service_accounts`)).status).toBe(403);
    expect((await service.get(rfis(), main)).status).toBe(404);
  });

  it('hides the accounts of another company, also from one who administers both', async () => {
    const account = await anAccount(admin, main);
    const there = `/companies/${other}/service_accounts/${account.id}`;
    const answers = [
      await admin.get(there),
      await admin.patch(there, { name: 'Mine now' }),
      await admin.delete(there),
      await admin.get(`${there}/secrets`),
      await admin.post(`${there}/secrets`, {}),
      await admin.get(`${there}/permissions`),
      await admin.put(`${there}/permissions`, { levels: { 'company.directory': 'admin' } }),
      await admin.put(`${there}/projects/${app.demo.projects.depot.id}`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await admin.get(account.path)).body.name).not.toBe('Mine now');
  });

  it('knows neither people nor nonsense as service accounts', async () => {
    const ids = [app.demo.users.member.id, 987654321, 'abc', '1e3', '-1'];
    for (const id of ids) expect((await admin.get(`/companies/${main}/service_accounts/${id}`)).status).toBe(404);
  });
});

describe('the permissions of a service account', () => {
  it('are in force on the next call, up and down', async () => {
    const account = await anAccount(admin, main);
    const service = await asClient(app, account);
    const set = (level: string) =>
      admin.put(`${account.path}/projects/${tower}`, { levels: { 'project.rfis': level } });
    const rfi = { subject: 'Beam', question: 'Which?' };
    expect((await service.get(rfis())).status).toBe(404);
    expectStatus(await set('read_only'), 200);
    expect((await service.get(rfis())).status).toBe(200);
    expect((await service.post(rfis(), rfi)).body.code).toBe('insufficient_level');
    expectStatus(await set('standard'), 200);
    expect((await service.post(rfis(), rfi)).status).toBe(201);
    expectStatus(await set('none'), 200);
    expect((await service.get(rfis())).status).toBe(403);
    expectStatus(await admin.delete(`${account.path}/projects/${tower}`), 204);
    expect((await service.get(rfis())).status).toBe(404);
  });

  it('reach no further than the projects it was added to', async () => {
    const service = await asClient(app, await aWorkingAccount(admin, main, tower));
    expect((await service.get(rfis())).status).toBe(200);
    expect((await service.get(rfis(app.demo.projects.bridge.id))).status).toBe(404);
    expect((await service.get(rfis(app.demo.projects.depot.id))).status).toBe(404);
    expect((await service.get(rfis(), other)).status).toBe(404);
  });

  it('come from templates too, and follow them on the next call', async () => {
    const templates = `/companies/${main}/permission_templates`;
    const make = async (name: string, type: string, user_access_levels: object): Promise<number> =>
      expectStatus(await admin.post(templates, { permission_template: { name, type, user_access_levels } }), 200).body
        .id;
    const ofCompany = await make('Robots', 'company_tools', { 'company.directory': 'read_only' });
    const ofProjects = await make('Robots on site', 'global', { 'project.rfis': 'standard' });
    const account = await anAccount(admin, main);
    const service = await asClient(app, account);
    const seen = async (): Promise<number[]> => [
      (await service.get(`/companies/${main}/users`)).status,
      (await service.post(rfis(), { subject: 'Beam', question: 'Which?' }, main)).status,
    ];
    expect(await seen()).toEqual([403, 404]);
    const given = (permission_template_id: number): object => ({ permission_template_id });
    expectStatus(await admin.put(`${account.path}/permissions`, given(ofCompany)), 200);
    expectStatus(await admin.put(`${account.path}/projects/${tower}`, given(ofProjects)), 200);
    expect(await seen()).toEqual([200, 201]);
    const less = { permission_template: { user_access_levels: { 'project.rfis': 'read_only' } } };
    expectStatus(await admin.patch(`${templates}/${ofProjects}`, less), 200);
    expectStatus(await admin.put(`${account.path}/permissions`, {}), 200);
    expect(await seen()).toEqual([403, 403]);
    const wrong = await admin.put(`${account.path}/permissions`, given(ofProjects));
    expect([wrong.status, Object.keys(wrong.body.errors)]).toEqual([422, ['permission_template_id']]);
  });

  it('list its projects', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const membership = {
      project_id: tower,
      levels: { 'project.rfis': 'standard' },
      actions: {},
      permission_template_id: null,
    };
    expect((await admin.get(`${account.path}/projects`)).body).toEqual([membership]);
    expect((await admin.get(`${account.path}/projects/${tower}`)).body).toEqual(membership);
    expect((await admin.get(`${account.path}/projects/${app.demo.projects.bridge.id}`)).status).toBe(404);
    expect((await admin.delete(`${account.path}/projects/${app.demo.projects.bridge.id}`)).status).toBe(404);
  });

  it('are company levels and actions too', async () => {
    const account = await anAccount(admin, main);
    const body = { levels: { 'company.directory': 'read_only' }, actions: { 'company.directory': ['create_users'] } };
    expect((await admin.put(`${account.path}/permissions`, body)).body).toMatchObject(body);
    const service = await asClient(app, account);
    expect((await service.get(`/companies/${main}/users`)).status).toBe(200);
    expect((await admin.put(`${account.path}/permissions`, {})).body.levels).toEqual({});
    expect((await service.get(`/companies/${main}/users`)).status).toBe(403);
  });

  it.each([
    ['permissions', { role: 'admin' }, 'role'],
    ['permissions', { levels: { 'company.nothing': 'admin' } }, 'levels.company.nothing'],
    ['permissions', { levels: { 'project.rfis': 'admin' } }, 'levels.project.rfis'],
    ['permissions', { levels: { 'company.directory': 'owner' } }, 'levels.company.directory'],
    ['permissions', { levels: { 'company.admin': 'standard' } }, 'levels.company.admin'],
    ['permissions', { actions: { 'company.directory': ['create_users'] } }, 'actions.company.directory'],
    ['permissions', { permission_template_id: 987654321 }, 'permission_template_id'],
    ['permissions', { scopes: ['directory:manage'] }, 'scopes.0'],
    ['permissions', { scopes: ['service_accounts:manage'] }, 'scopes.0'],
    ['project', { role: 'admin' }, 'role'],
    ['project', { scopes: ['audit:read'] }, 'scopes'],
    ['project', { levels: { 'company.directory': 'read_only' } }, 'levels.company.directory'],
  ])('refuse for %s: %j', async (where, body, field) => {
    const account = await anAccount(admin, main);
    const path = where === 'project' ? `projects/${tower}` : 'permissions';
    const answer = await admin.put(`${account.path}/${path}`, body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toContain(field);
    expect((await admin.get(`${account.path}/permissions`)).body.levels).toEqual({});
  });

  it('bound the projects a token can be narrowed to: other ones of the company look like none', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const narrowed = (project: number) => mint(account, { company_id: `${main}`, project_ids: `${tower} ${project}` });
    expect((await narrowed(tower)).status).toBe(200);
    const { bridge, depot } = app.demo.projects;
    const [own, foreign, none] = [await narrowed(bridge.id), await narrowed(depot.id), await narrowed(987654321)];
    expect([own.status, own.body.error]).toEqual([400, 'invalid_target']);
    expect([foreign.body, none.body]).toEqual([own.body, own.body]);
  });

  it('never reach into a project of another company', async () => {
    const account = await anAccount(admin, main);
    const answer = await admin.put(`${account.path}/projects/${app.demo.projects.depot.id}`, {});
    expect([answer.status, answer.body.code]).toEqual([400, 'company_mismatch']);
    expect((await admin.put(`${account.path}/projects/987654321`, {})).status).toBe(404);
  });

  it('may hold audit:read, which dies with the permission', async () => {
    const account = await anAccount(admin, main);
    const scope = { scope: 'audit:read' };
    expect((await mint(account, scope)).body.error).toBe('invalid_scope');
    expectStatus(await admin.put(`${account.path}/permissions`, { scopes: ['audit:read'] }), 200);
    const token = expectStatus(await mint(account, scope), 200).body.access_token as string;
    expect((await apiOf(app, token).get('/me', main)).status).toBe(200);
    expect((await mint(account, { scope: 'directory:manage' })).body.error).toBe('invalid_scope');
    expectStatus(await admin.put(`${account.path}/permissions`, {}), 200);
    expect((await mint(account, scope)).body.error).toBe('invalid_scope');
    expect((await apiOf(app, token).get('/me', main)).status).toBe(401);
    expect((await mint(account)).status).toBe(200);
    const actions = (await auditOf(app, 'service_account', account.id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'service_account.scopes_changed')).toHaveLength(2);
  });
});

describe('PATCH and DELETE /companies/{id}/service_accounts/{id}', () => {
  it('rename the account everywhere', async () => {
    const account = await anAccount(admin, main);
    const answer = await admin.patch(account.path, { name: 'Renamed', description: 'New words.' });
    expect(answer.body).toMatchObject({ id: account.id, name: 'Renamed', description: 'New words.', status: 'active' });
    const [{ name }] = await app.database.query<{ name: string }>('SELECT name FROM principals WHERE id = ?', [
      account.id,
    ]);
    expect(name).toBe('Renamed');
  });

  it.each([{}, { active: 'no' }, { status: 'inactive' }, { client_id: 'x' }, { name: ' ' }])(
    'refuse %j',
    async (body) => {
      const account = await anAccount(admin, main);
      expect((await admin.patch(account.path, body)).status).toBe(422);
    },
  );

  it('end tokens at once when it is deactivated, for good', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const before = await asClient(app, account);
    expect((await before.get(rfis())).status).toBe(200);
    expect((await admin.patch(account.path, { active: false })).body.status).toBe('inactive');
    expect((await before.get(rfis())).status).toBe(401);
    expect((await mint(account)).body.error).toBe('invalid_client');
    expect((await admin.patch(account.path, { active: true })).body.status).toBe('active');
    expect((await before.get(rfis())).status).toBe(401);
    expect((await (await asClient(app, account)).get(rfis())).status).toBe(200);
  });

  it('leave the history when it is deleted, and nothing else', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const service = await asClient(app, account);
    expect((await service.get(rfis())).status).toBe(200);
    expect((await admin.delete(account.path)).status).toBe(204);
    expect((await service.get(rfis())).status).toBe(401);
    expect((await mint(account)).body.error).toBe('invalid_client');
    const answers = [
      await admin.get(account.path),
      await admin.delete(account.path),
      await admin.patch(account.path, { active: true }),
      await admin.post(`${account.path}/secrets`, {}),
      await admin.put(`${account.path}/permissions`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    const list = await admin.get(`/companies/${main}/service_accounts`);
    expect(list.body.map(({ id }: { id: number }) => id)).not.toContain(account.id);
    const actions = (await auditOf(app, 'service_account', account.id)).map(({ action }) => action);
    expect(actions).toEqual(['service_account.created', 'service_account.deleted']);
  });

  it('leave the actor of what a deleted one did', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const service = await asClient(app, account);
    const { id } = expectStatus(await service.post(rfis(), { subject: 'Beam', question: 'Which?' }), 201).body;
    expectStatus(await admin.delete(account.path), 204);
    expect((await admin.get(`${rfis()}/${id}`)).body.created_by).toBe(account.id);
    const entry = expectStatus(await admin.get(`/companies/${main}/users/${account.id}`), 200).body;
    expect(entry).toMatchObject({ id: account.id, is_active: false });
  });

  it('delete once when many try', async () => {
    const account = await anAccount(admin, main);
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.delete(account.path)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
  });
});

describe('changes of one service account at the same moment', () => {
  it('leave one name everywhere', async () => {
    const account = await anAccount(admin, main);
    for (let round = 0; round < 6; round++) {
      const names = ['A', 'B', 'A', 'A'].map((name) => `${name} ${round}`);
      await Promise.all(names.map((name) => admin.patch(account.path, { name })));
      const { body } = await admin.get(account.path);
      const entry = await admin.get(`/companies/${main}/users/${account.id}`);
      expect([names.includes(body.name), entry.body.name]).toEqual([true, body.name]);
    }
  });

  it('do nothing to one that was deleted before their turn, and tell the trail what was', async () => {
    for (let round = 0; round < 4; round++) {
      const account = await anAccount(admin, main);
      await Promise.all([
        admin.patch(account.path, { active: false }),
        admin.delete(account.path),
        admin.post(`${account.path}/secrets`, {}),
        admin.put(`${account.path}/projects/${tower}`, { levels: { 'project.rfis': 'admin' } }),
        admin.put(`${account.path}/permissions`, { levels: { 'company.home': 'admin' }, scopes: ['audit:read'] }),
        admin.patch(account.path, { active: true }),
      ]);
      const told = await auditOf(app, 'service_account', account.id);
      expect(told.at(-1)?.action).toBe('service_account.deleted');
      expect((await mint(account)).status).toBe(401);
      expect((await admin.get(`/companies/${main}/users/${account.id}`)).body.is_active).toBe(false);
    }
  });
});

describe('GET /companies/{id}/service_accounts', () => {
  it('tells when an account was last used, and by which ends its secrets are known', async () => {
    const account = await anAccount(admin, main);
    await asClient(app, account);
    await app.app.get(SecretUsage).flush();
    const found = (await admin.get(account.path)).body;
    expect(Date.parse(found.last_used_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(found.secret_hints).toEqual([account.client_secret.slice(-4)]);
  });

  it('comes in pages', async () => {
    await anAccount(admin, main);
    await anAccount(admin, main);
    const page = await admin.get(`/companies/${main}/service_accounts?per_page=1&page=2`);
    expect(page.body).toHaveLength(1);
    expect(Number(page.headers.get('total'))).toBeGreaterThan(1);
    expect(page.headers.get('link')).toContain('rel="prev"');
  });
});

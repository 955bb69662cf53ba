import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPromotedVersion, aTestedVersion, CONNECTOR, USER_APP } from '../apps/an-app.js';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome, signedIn, wrongFields } from '../directory/people.js';
import { userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anInstalledConnector, aUserApp, install, type Installed, type PromotedApp } from './installing.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
});
afterAll(() => app.close());

const at = (id: number, path = 'upgrade'): string => `/companies/${main}/app_installations/${id}/${path}`;
const LARGER = { ...CONNECTOR, permissions: { company: { directory: 'readonly' }, project: { rfis: 'admin' } } };
const SMALLER = { ...CONNECTOR, permissions: { project: { rfis: 'readonly' } } };
const ALL_OF_LARGER = { 'company.directory': 'read_only', 'project.rfis': 'admin' };

/** A connector in the tower, and a greater version of it with another manifest. */
async function withUpdate(manifest: object): Promise<PromotedApp & Installed & { to: number }> {
  const installed = await anInstalledConnector(developer, admin, main, tower);
  const promoted = await aPromotedVersion(developer, installed.app, '1.1.0', manifest);
  return { ...installed, to: (promoted as unknown as { id: number }).id };
}

const levelIn = async (id: number): Promise<Record<string, string>> =>
  (await admin.get(`/app_installations/${id}?company_id=${main}`)).body.approved_permissions;

describe('GET …/upgrade', () => {
  it('tells what would change, tool by tool, and how far it reaches', async () => {
    const { id, to } = await withUpdate(LARGER);
    expect(expectStatus(await admin.get(at(id)), 200).body).toMatchObject({
      from: { version: '1.0.0' },
      to: { id: to, version: '1.1.0', release_notes: 'New.' },
      needs_approval: true,
      permissions: ALL_OF_LARGER,
      tools: [
        { tool: 'company.directory', approved: 'read_only', after: 'read_only', increase: false, risk: 'normal' },
        { tool: 'project.rfis', approved: 'standard', asks: 'admin', after: 'admin', increase: true, risk: 'elevated' },
      ],
    });
  });

  it('says that an update is waiting in the list of apps', async () => {
    const { id, to } = await withUpdate(LARGER);
    const list = (await admin.get(`/companies/${main}/app_installations?per_page=300`)).body;
    expect(list.find((one: { id: number }) => one.id === id)).toMatchObject({
      update: { id: to, version: '1.1.0' },
      version: '1.0.0',
    });
  });

  it('is 409 where there is no newer version, and 404 for what is another company’s', async () => {
    const { id } = await anInstalledConnector(developer, admin, main);
    expect(outcome(await admin.get(at(id)))).toEqual([409, 'not_an_upgrade']);
    expect((await admin.get(at(987_654_321))).status).toBe(404);
    expect((await (await as(app, 'outsider')).get(at(id))).status).toBe(404);
  });
});

describe('POST …/upgrade', () => {
  it('gives more only with the approval, on the very next call, and keeps the permitted projects', async () => {
    const { id, to, client } = await withUpdate(LARGER);
    const service = await asClient(app, client);
    const rfi = expectStatus(await admin.post(`/projects/${tower}/rfis`, { subject: 'S', question: 'Q' }), 201).body;
    const close = () => service.patch(`/projects/${tower}/rfis/${rfi.id}`, { status: 'closed' }, main);
    expect(outcome(await close())).toEqual([403, 'not_approved']);
    expect(wrongFields(await admin.post(at(id), { version_id: to }))).toEqual(['approved_permissions']);
    const other = { version_id: to, approved_permissions: { 'project.rfis': 'admin' } };
    expect(outcome(await admin.post(at(id), other))).toEqual([409, 'approval_outdated']);
    expect(outcome(await close())).toEqual([403, 'not_approved']);
    const body = { version_id: to, approved_permissions: ALL_OF_LARGER };
    expect(expectStatus(await admin.post(at(id), body), 200).body).toMatchObject({ id, semantic_version: '1.1.0' });
    expect((await close()).status).toBe(200);
    expect((await admin.get(at(id, 'permitted_projects'))).body.project_ids).toEqual([tower]);
  });

  it('to a version that asks for less needs no approval, and takes what is asked for no more', async () => {
    const { id, to, client } = await withUpdate(SMALLER);
    expectStatus(await admin.post(at(id), { version_id: to }), 200);
    expect(await levelIn(id)).toEqual({ 'project.rfis': 'read_only' });
    const service = await asClient(app, client);
    expect((await service.get(`/projects/${tower}/rfis`)).status).toBe(200);
    const made = await service.post(`/projects/${tower}/rfis`, { subject: 'S', question: 'Q' }, main);
    expect(outcome(made)).toEqual([403, 'not_approved']);
  });

  it('never happens by itself: a promotion changes nothing in a company', async () => {
    const { id } = await withUpdate(LARGER);
    expect(await levelIn(id)).toEqual({ 'company.directory': 'read_only', 'project.rfis': 'standard' });
  });

  it('by a member becomes a request, which an administrator approves', async () => {
    const { id, to } = await withUpdate(LARGER);
    const member = await as(app, 'member');
    const asked = expectStatus(await member.post(at(id), { version_id: to, notes: 'Please.' }), 202).body;
    expect(asked).toMatchObject({
      kind: 'upgrade',
      status: 'pending',
      version: { version: '1.1.0' },
      notes: 'Please.',
    });
    expect(outcome(await member.post(at(id), { version_id: to }))).toEqual([409, 'duplicate_request']);
    const approve = `/companies/${main}/installation_requests/${asked.id}/approve`;
    expect(wrongFields(await admin.post(approve, {}))).toEqual(['approved_permissions']);
    expect((await admin.get(`/companies/${main}/installation_requests/${asked.id}`)).body.status).toBe('pending');
    expectStatus(await admin.post(approve, { approved_permissions: ALL_OF_LARGER }), 200);
    expect(await levelIn(id)).toEqual(ALL_OF_LARGER);
  });

  it('refuses what an approver does not hold', async () => {
    const { id, to } = await withUpdate({ ...CONNECTOR, permissions: { company: { directory: 'admin' } } });
    const manager = await aMember(app, main, { levels: { 'company.app_management': 'admin' } });
    const api = await signedIn(app, manager, [main], 'tools:admin app_installations:manage');
    const answer = await api.post(at(id), { version_id: to, approved_permissions: { 'company.directory': 'admin' } });
    expect(outcome(answer)).toEqual([403, 'exceeds_own_permissions']);
  });

  it.each([
    [{}, ['version_id']],
    [{ version_id: 'x' }, ['version_id']],
    [{ version_id: 1, version_key: 'k' }, ['version_id']],
    [{ version_id: 999_999 }, ['version_id']],
    [{ version_key: 'no key' }, ['version_key']],
    [{ version_id: 1, approved_permissions: { 'project.rfis': 'all' } }, ['approved_permissions.project.rfis']],
    [{ version_id: 1, app_id: 7 }, ['app_id']],
  ])('refuses %j', async (body, fields) => {
    const { id } = await withUpdate(LARGER);
    expect(wrongFields(await admin.post(at(id), body))).toEqual(fields);
  });

  it('refuses the version of another app, a sandbox key, and a version that is not greater', async () => {
    const { id, version } = await withUpdate(LARGER);
    const foreign = await aUserApp(developer);
    const own = { version_key: version.production_version_key };
    expect(wrongFields(await admin.post(at(id), { version_key: foreign.version.production_version_key }))).toEqual([
      'version_key',
    ]);
    expect(outcome(await admin.post(at(id), { version_key: version.sandbox_version_key }))).toEqual([
      403,
      'wrong_environment',
    ]);
    expect(outcome(await admin.post(at(id), own))).toEqual([409, 'not_an_upgrade']);
  });

  it('refuses a version that is only being tested', async () => {
    const { app: mine, id } = await anInstalledConnector(developer, admin, main);
    await aTestedVersion(developer, mine, '2.0.0', LARGER);
    expect(outcome(await admin.get(at(id)))).toEqual([409, 'not_an_upgrade']);
  });

  it('and an uninstall at the same time leave one outcome, and nothing half made', async () => {
    const { id, to } = await withUpdate(LARGER);
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    const [upgraded, uninstalled] = await Promise.all([
      admin.post(at(id), { version_id: to, approved_permissions: ALL_OF_LARGER }),
      admin.patch(`/app_installations/${id}`, uninstall),
    ]);
    expect(uninstalled.status).toBe(200);
    expect([200, 409]).toContain(upgraded.status);
    const { status, semantic_version } = (await admin.get(`/app_installations/${id}?company_id=${main}`)).body;
    expect(status).toBe('uninstalled');
    expect(semantic_version).toBe(upgraded.status === 200 ? '1.1.0' : '1.0.0');
  });

  it('happens once, of many at a time, and is recorded once', async () => {
    const { id, to } = await withUpdate(LARGER);
    const body = { version_id: to, approved_permissions: ALL_OF_LARGER };
    const answers = await Promise.all(Array.from({ length: 6 }, () => admin.post(at(id), body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body: { code } }) => code === 'not_an_upgrade')).toHaveLength(5);
    const actions = (await auditOf(app, 'installation', id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'installation.upgraded')).toHaveLength(1);
  });
});

describe('an upgrade between kinds of apps', () => {
  it('brings a service account into being, and a rollback stops it', async () => {
    const { app: mine, version, client } = await aUserApp(developer);
    const { id } = await install(admin, main, { version_key: version.production_version_key });
    const refused = await developer.post(`${mine.path}/versions`, { version: '1.1.0', manifest: CONNECTOR });
    expect(wrongFields(refused)).toEqual(['manifest.components']);
    const grants = ['authorization_code', 'refresh_token', 'client_credentials'];
    for (const { client_id } of [mine.sandbox, client]) {
      expectStatus(await developer.patch(`${mine.path}/clients/${client_id}`, { grant_types: grants }), 200);
    }
    await aPromotedVersion(developer, mine, '1.1.0', CONNECTOR);
    const { to, permissions, components } = (await admin.get(at(id))).body;
    expect(components).toEqual({ added: ['service_account'], removed: [] });
    const service = await asClient(app, client);
    expect(outcome(await service.get('/me', main))).toEqual([403, 'app_not_connected']);
    const upgraded = await admin.post(at(id), { version_id: to.id, approved_permissions: permissions });
    expect(expectStatus(upgraded, 200).body.service_account_id).toEqual(expect.any(Number));
    expect((await service.get('/me', main)).status).toBe(200);
    expectStatus(await admin.post(at(id, 'rollback')), 200);
    expect(outcome(await service.get('/me', main))).toEqual([403, 'app_not_connected']);
  });

  it('tells when the ceiling for tokens of users goes, which then holds no more', async () => {
    const ceiling = { ...USER_APP, user_permissions: { project: { rfis: 'readonly' } } };
    const { app: mine, version, client } = await aUserApp(developer, ceiling);
    const { id } = await install(admin, main, { version_key: version.production_version_key });
    const { access_token } = await userTokens(app, client, app.demo.users.admin, { companies: [main] });
    const make = () => apiOf(app, access_token).post(`/projects/${tower}/rfis`, { subject: 'S', question: 'Q' }, main);
    expect(outcome(await make())).toEqual([403, 'not_approved']);
    await aPromotedVersion(developer, mine, '1.1.0', USER_APP);
    const diff = (await admin.get(at(id))).body;
    expect(diff.user_permissions).toEqual({ before: { 'project.rfis': 'read_only' }, after: null, widened: true });
    expectStatus(await admin.post(at(id), { version_id: diff.to.id }), 200);
    expect((await make()).status).toBe(201);
  });
});

describe('POST …/rollback', () => {
  it('brings version and approval back, once', async () => {
    const { id, to } = await withUpdate(LARGER);
    expect(outcome(await admin.post(at(id, 'rollback')))).toEqual([409, 'nothing_to_roll_back']);
    expectStatus(await admin.post(at(id), { version_id: to, approved_permissions: ALL_OF_LARGER }), 200);
    const back = expectStatus(await admin.post(at(id, 'rollback')), 200).body;
    expect(back).toMatchObject({
      semantic_version: '1.0.0',
      approved_permissions: { 'company.directory': 'read_only', 'project.rfis': 'standard' },
    });
    expect(outcome(await admin.post(at(id, 'rollback')))).toEqual([409, 'nothing_to_roll_back']);
    expect((await admin.get(at(id, 'permitted_projects'))).body.project_ids).toEqual([tower]);
  });

  it('is for those who manage apps', async () => {
    const { id, to } = await withUpdate(LARGER);
    expectStatus(await admin.post(at(id), { version_id: to, approved_permissions: ALL_OF_LARGER }), 200);
    expect(outcome(await (await as(app, 'member')).post(at(id, 'rollback')))).toEqual([403, 'insufficient_role']);
    expect((await (await as(app, 'outsider')).post(at(id, 'rollback'))).status).toBe(404);
  });

  it('cannot bring back what was ended', async () => {
    const { id, to } = await withUpdate(LARGER);
    expectStatus(await admin.post(at(id), { version_id: to, approved_permissions: ALL_OF_LARGER }), 200);
    for (const status of ['uninstalled', 'installed']) {
      const body = { company_id: main, app_installation: { status } };
      expectStatus(await admin.patch(`/app_installations/${id}`, body), 200);
    }
    expect(outcome(await admin.post(at(id, 'rollback')))).toEqual([409, 'nothing_to_roll_back']);
  });
});

describe('the developers of an app', () => {
  it('see before a promotion which companies would have to approve, and why', async () => {
    const { app: mine } = await anInstalledConnector(developer, admin, main);
    await aTestedVersion(developer, mine, '1.1.0', LARGER);
    await aTestedVersion(developer, mine, '1.2.0', SMALLER);
    const check = async (version: string) =>
      expectStatus(await developer.get(`${mine.path}/versions/${version}/upgrade_check`), 200).body;
    expect(await check('1.1.0')).toEqual([
      {
        company: { id: main, name: 'Harbour Construction', environment: 'production' },
        version: '1.0.0',
        status: 'active',
        installed_at: expect.any(String),
        uninstalled_at: null,
        needs_approval: true,
        increases: [{ tool: 'project.rfis', approved: 'standard', asks: 'admin' }],
        widens_users: false,
      },
    ]);
    expect((await check('1.2.0'))[0]).toMatchObject({ needs_approval: false, increases: [] });
    expect(await check('1.0.0')).toEqual([]);
  });

  it('see where it is installed, but no people; others see nothing', async () => {
    const { app: mine } = await anInstalledConnector(developer, admin, main);
    const answer = expectStatus(await developer.get(`${mine.path}/installations`), 200);
    expect(answer.body).toHaveLength(1);
    expect(answer.text).not.toContain('admin@demo.test');
    for (const path of ['installations', 'versions/1.0.0/upgrade_check']) {
      expect((await admin.get(`${mine.path}/${path}`)).status).toBe(404);
      const narrow = await as(app, 'developer', 'tools:admin');
      expect(outcome(await narrow.get(`${mine.path}/${path}`))).toEqual([403, 'insufficient_scope']);
    }
    expect((await developer.get(`${mine.path}/versions/9.9.9/upgrade_check`)).status).toBe(404);
  });
});

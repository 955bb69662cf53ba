import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTOR_PERMISSIONS, listInMarketplace } from '../apps/an-app.js';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome, type Person, signedIn, wrongFields } from '../directory/people.js';
import { userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aConnector, anInstalledConnector, aUserApp, connectorTerms, install, selected } from './installing.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let member: Api;
let main: number;
let other: number;
let tower: number;
let bridge: number;

const SCOPE = 'tools:admin app_installations:manage';

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  member = await as(app, 'member');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
  tower = app.demo.projects.tower.id;
  bridge = app.demo.projects.bridge.id;
});
afterAll(() => app.close());

const requests = (path = '', company = main): string => `/companies/${company}/installation_requests${path}`;
const raise = async (api: Api, body: object) => expectStatus(await api.post(requests(), body), 201).body;
const keyOf = ({ version }: { version: { production_version_key: string } }): object => ({
  version_key: version.production_version_key,
});

/** A wish of the demo's member for a new connector. */
async function aWish(body: object = {}): Promise<{ id: number; client: { client_id: string; client_secret: string } }> {
  const connector = await aConnector(developer);
  return { ...(await raise(member, { ...keyOf(connector), ...body })), client: connector.client };
}

const approve = (api: Api, id: number, body: object = {}) =>
  api.post(requests(`/${id}/approve`), { approved_permissions: CONNECTOR_PERMISSIONS, ...body });

describe('an installation request', () => {
  it('is approved by installing, with the projects that were asked for', async () => {
    const { id, client } = await aWish({ notes: 'For the diary.', project_ids: [tower] });
    const shown = (await admin.get(requests(`/${id}`))).body;
    expect(shown).toMatchObject({
      status: 'pending',
      requester: { id: app.demo.users.member.id },
      notes: 'For the diary.',
      permissions: CONNECTOR_PERMISSIONS,
      project_ids: [tower],
    });
    expect(expectStatus(await approve(admin, id), 200).body).toMatchObject({ status: 'installed' });
    const service = await asClient(app, client);
    expect((await service.get(`/projects/${tower}/rfis`)).status).toBe(200);
    expect(outcome(await service.get(`/projects/${bridge}/rfis`))).toEqual([403, 'project_not_permitted']);
    expect((await member.get(requests(`/${id}`))).body).toMatchObject({
      status: 'approved',
      answered_by: { id: app.demo.users.admin.id },
    });
    expect((await auditOf(app, 'installation_request', id)).map(({ action }) => action)).toEqual([
      'installation_request.raised',
      'installation_request.approved',
    ]);
  });

  it('is approved with other projects where the administrator chooses them', async () => {
    const { id, client } = await aWish({ project_ids: [tower] });
    expectStatus(await approve(admin, id, { permitted_projects: selected(bridge) }), 200);
    const service = await asClient(app, client);
    expect((await service.get(`/projects/${bridge}/rfis`)).status).toBe(200);
    expect(outcome(await service.get(`/projects/${tower}/rfis`))).toEqual([403, 'project_not_permitted']);
  });

  it('is denied with a reason, and may be raised again afterwards', async () => {
    const connector = await aConnector(developer);
    const { id } = await raise(member, keyOf(connector));
    expect(expectStatus(await admin.post(requests(`/${id}/deny`), { notes: 'Not now.' }), 200).body).toMatchObject({
      status: 'denied',
      answer_notes: 'Not now.',
    });
    expect(outcome(await approve(admin, id))).toEqual([409, 'request_answered']);
    expect((await raise(member, keyOf(connector))).id).not.toBe(id);
  });

  it('is answered once, whoever comes first: approval and denial at the same time', async () => {
    for (let round = 0; round < 3; round++) {
      const { id, client } = await aWish();
      const [approved, denied] = await Promise.all([approve(admin, id), admin.post(requests(`/${id}/deny`), {})]);
      const statuses = [approved.status, denied.status].sort();
      expect(statuses).toEqual([200, 409]);
      const { status } = (await admin.get(requests(`/${id}`))).body;
      expect(status).toBe(approved.status === 200 ? 'approved' : 'denied');
      const me = await (await asClient(app, client)).get('/me', main);
      expect(outcome(me)).toEqual(approved.status === 200 ? [200, undefined] : [403, 'app_not_connected']);
      expect(await auditOf(app, 'installation_request', id)).toHaveLength(2);
    }
  });

  it('stays open where the approval is not what the version asks for', async () => {
    const { id } = await aWish();
    expect(wrongFields(await admin.post(requests(`/${id}/approve`), {}))).toEqual(['approved_permissions']);
    const larger = { approved_permissions: { 'project.rfis': 'admin' } };
    expect(outcome(await admin.post(requests(`/${id}/approve`), larger))).toEqual([409, 'approval_outdated']);
    expect((await admin.get(requests(`/${id}`))).body.status).toBe('pending');
    expect(await auditOf(app, 'installation_request', id)).toHaveLength(1);
  });

  it('is refused twice, for what is installed, and for what does not exist', async () => {
    const connector = await aConnector(developer);
    await raise(member, keyOf(connector));
    expect(outcome(await member.post(requests(), keyOf(connector)))).toEqual([409, 'duplicate_request']);
    const installed = await anInstalledConnector(developer, admin, main);
    expect(outcome(await member.post(requests(), keyOf(installed)))).toEqual([409, 'already_installed']);
    expect(wrongFields(await member.post(requests(), { version_key: 'none' }))).toEqual(['version_key']);
    expect(wrongFields(await member.post(requests(), { app_id: 987_654_321 }))).toEqual(['app_id']);
    const sandbox = { version_key: connector.version.sandbox_version_key };
    expect(outcome(await member.post(requests(), sandbox))).toEqual([403, 'wrong_environment']);
  });

  it('of many at a time is one', async () => {
    const connector = await aConnector(developer);
    const answers = await Promise.all(Array.from({ length: 6 }, () => member.post(requests(), keyOf(connector))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('names only projects that its author sees', async () => {
    const connector = await aConnector(developer);
    for (const project of [bridge, app.demo.projects.depot.id, 987_654_321]) {
      const answer = await member.post(requests(), { ...keyOf(connector), project_ids: [project] });
      expect(wrongFields(answer)).toEqual(['project_ids']);
    }
  });

  it.each([
    [{}, ['app_id']],
    [{ app_id: 1, version_key: 'k' }, ['app_id']],
    [{ app_id: '1' }, ['app_id']],
    [{ app_id: 1, notes: 'x'.repeat(2_001) }, ['notes']],
    [{ app_id: 1, project_ids: [1, 1] }, ['project_ids']],
    [{ app_id: 1, status: 'approved' }, ['status']],
  ])('refuses %j', async (body, fields) => {
    expect(wrongFields(await member.post(requests(), body))).toEqual(fields);
  });

  it('is seen by its author and by those who manage apps; to others it does not exist', async () => {
    const { id } = await aWish();
    const colleague = await signedIn(app, await aMember(app, main), [main], SCOPE);
    expect((await colleague.get(requests(`/${id}`))).status).toBe(404);
    expect((await colleague.get(requests())).body).toEqual([]);
    expect((await colleague.delete(requests(`/${id}`))).status).toBe(404);
    expect((await admin.get(requests(`/${id}`, other))).status).toBe(404);
    expect((await (await as(app, 'outsider')).get(requests(`/${id}`))).status).toBe(404);
    const mine = (await member.get(requests('?status=pending'))).body;
    expect(mine.map((one: { id: number }) => one.id)).toContain(id);
  });

  it('is not answered by those who may not', async () => {
    const { id } = await aWish();
    expect(outcome(await approve(member, id))).toEqual([403, 'insufficient_role']);
    expect(outcome(await member.post(requests(`/${id}/deny`), {}))).toEqual([403, 'insufficient_role']);
    const manager = await aMember(app, main, { levels: { 'company.app_management': 'admin' } });
    const api = await signedIn(app, manager, [main], SCOPE);
    expect(outcome(await approve(api, id))).toEqual([403, 'exceeds_own_permissions']);
    expect((await admin.get(requests(`/${id}`))).body.status).toBe('pending');
  });

  it('is withdrawn by its author, and then answered no more', async () => {
    const { id } = await aWish();
    expect(expectStatus(await member.delete(requests(`/${id}`)), 200).body.status).toBe('withdrawn');
    expect(outcome(await member.delete(requests(`/${id}`)))).toEqual([409, 'request_answered']);
    expect(outcome(await approve(admin, id))).toEqual([409, 'request_answered']);
  });

  it('expires, is answered no more, and may be raised again', async () => {
    const connector = await aConnector(developer);
    const { id } = await raise(member, keyOf(connector));
    await app.database.execute('UPDATE installation_requests SET expires_at = 1 WHERE id = ?', [id]);
    expect((await admin.get(requests(`/${id}`))).body.status).toBe('expired');
    expect(outcome(await approve(admin, id))).toEqual([409, 'request_answered']);
    expect(outcome(await admin.post(requests(`/${id}/deny`), {}))).toEqual([409, 'request_answered']);
    const listed = async (status: string): Promise<number[]> =>
      (await admin.get(requests(`?status=${status}&per_page=300`))).body.map((one: { id: number }) => one.id);
    expect(await listed('pending')).not.toContain(id);
    expect(await listed('expired')).toContain(id);
    expect((await raise(member, keyOf(connector))).id).not.toBe(id);
    expect(await listed('expired')).toContain(id);
  });

  it('is fulfilled by an installation that somebody makes meanwhile', async () => {
    const connector = await aConnector(developer);
    const { id } = await raise(member, keyOf(connector));
    await install(admin, main, connectorTerms(connector));
    expect((await member.get(requests(`/${id}`))).body).toMatchObject({
      status: 'approved',
      answered_by: { id: app.demo.users.admin.id },
    });
  });

  it('is closed when its author leaves the company', async () => {
    const person = await aMember(app, main);
    const { id } = await raise(await signedIn(app, person, [main], SCOPE), keyOf(await aConnector(developer)));
    expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
    expect((await admin.get(requests(`/${id}`))).body.status).toBe('withdrawn');
    expect(outcome(await approve(admin, id))).toEqual([409, 'request_answered']);
  });

  it('cannot be raised without limit', async () => {
    const person = await aMember(app, main);
    const api = await signedIn(app, person, [main], SCOPE);
    const wish = keyOf(await aConnector(developer));
    const { id } = await raise(api, wish);
    const copy =
      'INSERT INTO installation_requests (company_id, app_id, version_id, kind, requester_id, implicit, notes,' +
      ' project_ids, status, slot, created_at, expires_at)' +
      ' SELECT company_id, app_id, version_id, kind, requester_id, implicit, notes, project_ids, status, ?,' +
      ' created_at, expires_at FROM installation_requests WHERE id = ?';
    for (let slot = 1; slot < 50; slot++) await app.database.execute(copy, [slot, id]);
    const next = keyOf(await aConnector(developer));
    expect(outcome(await api.post(requests(), next))).toEqual([409, 'too_many_requests_open']);
  });
});

describe('Procore’s installation_requests', () => {
  it('lists what is open, by app and by how it was raised', async () => {
    const connector = await aConnector(developer);
    await listInMarketplace(app, connector.app);
    const body = { company_id: main, developer_app_id: connector.app.id, implicit: true, notes: 'By hand.', extra: 1 };
    const { id } = expectStatus(await member.post('/installation_requests', body), 201).body;
    const list = async (query: string): Promise<number[]> =>
      expectStatus(await admin.get(`/installation_requests?company_id=${main}&${query}`), 200).body.map(
        (one: { id: number }) => one.id,
      );
    expect(await list(`developer_app_id=${connector.app.id}`)).toEqual([id]);
    expect(await list(`developer_app_id=${connector.app.id}&implicit=true`)).toEqual([]);
    expect(await list(`developer_app_id=${connector.app.id}&implicit=false`)).toEqual([id]);
    expect(outcome(await member.post('/installation_requests', body))).toEqual([409, 'duplicate_request']);
    expectStatus(await approve(admin, id), 200);
    expect(await list(`developer_app_id=${connector.app.id}`)).toEqual([]);
  });

  it('needs a company and refuses what is no number', async () => {
    expect(outcome(await member.get('/installation_requests'))).toEqual([400, 'missing_company']);
    const answer = await member.get(`/installation_requests?company_id=${main}&developer_app_id=x`);
    expect(wrongFields(answer)).toEqual(['developer_app_id']);
    expect(outcome(await (await as(app, 'outsider')).get(`/installation_requests?company_id=${main}`))).toEqual([
      404,
      'not_found',
    ]);
  });
});

describe('authorizing an app that a company does not have', () => {
  const authorized = async (person: Person | typeof app.demo.users.member, client: Parameters<typeof userTokens>[1]) =>
    apiOf(app, (await userTokens(app, client, person, { companies: [main] })).access_token);
  const openFor = async (appId: number) => (await admin.get(requests(`?app_id=${appId}&status=pending`))).body;

  it('raises one request, and the token works once it is approved, without a new authorization', async () => {
    const connector = await aConnector(developer);
    const user = await authorized(app.demo.users.member, connector.client);
    expect(outcome(await user.get(`/projects/${tower}/rfis`, main))).toEqual([403, 'app_not_connected']);
    const open = await openFor(connector.app.id);
    expect(open).toMatchObject([{ implicit: true, requester: { id: app.demo.users.member.id } }]);
    await authorized(app.demo.users.member, connector.client);
    expect(await openFor(connector.app.id)).toHaveLength(1);
    expectStatus(await approve(admin, open[0].id), 200);
    expect((await user.get(`/projects/${tower}/rfis`, main)).status).toBe(200);
  });

  it('raises none where an administrator installs it with the consent', async () => {
    const { app: mine, client } = await aUserApp(developer);
    const user = await authorized(app.demo.users.admin, client);
    expect((await user.get(`/companies/${main}`)).status).toBe(200);
    expect(await openFor(mine.id)).toEqual([]);
  });
});

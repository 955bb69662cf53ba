import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTOR, aPromotedVersion } from '../apps/an-app.js';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { aConnector, install, selected, type Installed, type PromotedApp } from '../app-management/installing.js';
import { aMember, aProjectMember, outcome, signedIn, wrongFields } from '../directory/people.js';
import { userTokens } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

const DAY = 24 * 3_600_000;
const POWERFUL = { ...CONNECTOR, permissions: { company: { directory: 'readonly' }, project: { rfis: 'admin' } } };
const APPROVED = { 'company.directory': 'read_only', 'project.rfis': 'admin' };

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
  // As if calls had been counted for a year.
  await app.database.execute(
    'INSERT INTO api_usage (id, day, client_id, route, status, denial, tool, level, calls, last_at)' +
      " VALUES ('the first one', ?, 'somebody', 'unknown', 404, '', '', '', 1, ?)",
    [Date.now() - 365 * DAY, Date.now() - 365 * DAY],
  );
});
afterAll(() => app.close());

type Subject = PromotedApp & Installed & { readonly service: Api };

/** An app that may administer RFIs and read the directory, as if it had been installed long ago. */
async function anOldOne(mode: object = selected(tower, bridge), days = 31): Promise<Subject> {
  const connector = await aConnector(developer, POWERFUL);
  const installed = await install(admin, main, {
    version_key: connector.version.production_version_key,
    approved_permissions: APPROVED,
    permitted_projects: mode,
  });
  await age(installed.id, days);
  return { ...connector, ...installed, service: await asClient(app, connector.client) };
}

/** As if all that was decided about an installation had been decided so many days earlier. */
async function age(id: number, days: number): Promise<void> {
  await app.database.execute('UPDATE app_installations SET installed_at = installed_at - ? WHERE id = ?', [
    days * DAY,
    id,
  ]);
  await app.database.execute(
    "UPDATE audit_events SET created_at = created_at - ? WHERE subject_type = 'installation' AND subject_id = ?",
    [days * DAY, String(id)],
  );
}

const path = (id: number, company = main): string => `/companies/${company}/app_installations/${id}`;
const adviceOn = async (id: number) => expectStatus(await admin.get(`${path(id)}/advice`), 200).body;
const apply = (id: number, body: object = {}, api = admin): Promise<Answer> =>
  api.post(`${path(id)}/advice/apply`, body);
const rfis = (project = tower): string => `/projects/${project}/rfis`;
const anRfi = { subject: 'Beam', question: 'Which?' };

describe('advice on an installation', () => {
  it('compares what was approved with what was used', async () => {
    const { id, service } = await anOldOne();
    expectStatus(await service.get(rfis(), main), 200);
    expectStatus(await service.get(rfis(), main), 200);
    expect(await adviceOn(id)).toMatchObject({
      installation_id: id,
      judged: true,
      reason: null,
      tools: [
        { tool: 'company.directory', approved: 'read_only', used: 'none', advised: 'none', finding: 'unused' },
        { tool: 'project.rfis', approved: 'admin', used: 'read_only', advised: 'read_only', finding: 'too_high' },
      ],
      permitted_projects: { mode: 'selected', untouched: [{ id: bridge, name: app.demo.projects.bridge.name }] },
    });
  });

  it('takes the highest level that succeeded, not what was refused or tried', async () => {
    const { id, service } = await anOldOne();
    expectStatus(await service.post(rfis(), anRfi, main), 201);
    expectStatus(await service.post(rfis(), {}, main), 422);
    expectStatus(await service.get(rfis(), main), 200);
    const { tools } = await adviceOn(id);
    expect(tools[1]).toMatchObject({ used: 'standard', advised: 'standard' });
  });

  it('sees the level on which a handler leaned beside that of its route', async () => {
    const { id, service } = await anOldOne();
    const rfi = expectStatus(await admin.post(rfis(), anRfi, main), 201).body;
    expectStatus(await service.patch(`${rfis()}/${rfi.id}`, { status: 'closed' }, main), 200);
    const { tools } = await adviceOn(id);
    expect(tools[1]).toMatchObject({ used: 'admin', finding: 'fits' });
  });

  it('takes what users did with the app for use of the projects where they are bound to them, and for nothing else', async () => {
    const [free, bound] = [await anOldOne(), await anOldOne({ ...selected(tower, bridge), bind_users: true })];
    for (const { client } of [free, bound]) {
      const { access_token } = await userTokens(app, client, app.demo.users.admin, { companies: [main] });
      expectStatus(await apiOf(app, access_token).get(rfis(), main), 200);
    }
    const [ofFree, ofBound] = [await adviceOn(free.id), await adviceOn(bound.id)];
    expect(ofFree.permitted_projects.untouched).toHaveLength(2);
    expect(ofBound.permitted_projects.untouched).toMatchObject([{ id: bridge }]);
    for (const { tools } of [ofFree, ofBound]) expect(tools[1]).toMatchObject({ used: 'none', finding: 'unused' });
  });

  it.each([
    ['that is new', 0],
    ['of almost thirty days', 29],
  ])('is not given on one %s', async (_, days) => {
    const { id } = await anOldOne(selected(tower), days);
    const body = await adviceOn(id);
    expect(body).toMatchObject({ judged: false, reason: 'changed_recently' });
    expect(Date.parse(body.judged_from)).toBeGreaterThan(Date.now());
    expect(body.tools[1]).toMatchObject({ approved: 'admin', advised: 'admin', finding: 'unjudged' });
    expect(outcome(await apply(id))).toEqual([409, 'advice_not_ready']);
  });

  it('is not given where its projects have just changed', async () => {
    const { id } = await anOldOne();
    expectStatus(await admin.put(`${path(id)}/permitted_projects`, selected(tower)), 200);
    expect(await adviceOn(id)).toMatchObject({ judged: false, reason: 'changed_recently' });
  });

  it('is not given on a suspended or uninstalled one', async () => {
    const { id } = await anOldOne();
    expectStatus(await admin.post(`${path(id)}/suspend`), 200);
    expect(await adviceOn(id)).toMatchObject({ judged: false, reason: 'suspended', judged_from: null });
    expect(outcome(await apply(id))).toEqual([409, 'advice_not_ready']);
    const body = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await admin.patch(`/app_installations/${id}`, body), 200);
    expect(await adviceOn(id)).toMatchObject({ judged: false, reason: 'uninstalled' });
    const narrower = { approved_permissions: { 'project.rfis': 'read_only' } };
    expect(outcome(await apply(id, narrower))).toEqual([409, 'not_installed']);
  });

  it('is not given before calls have been counted for as long', async () => {
    const { id } = await anOldOne();
    await app.database.execute("UPDATE api_usage SET day = ? WHERE id = 'the first one'", [Date.now() - 2 * DAY]);
    const answer = await adviceOn(id);
    await app.database.execute("UPDATE api_usage SET day = ? WHERE id = 'the first one'", [Date.now() - 365 * DAY]);
    expect(answer).toMatchObject({ judged: false, reason: 'counted_recently' });
  });
});

describe('applying the advice', () => {
  it('narrows approval and projects, in force on the next call, with one event', async () => {
    const { id, service } = await anOldOne();
    expectStatus(await service.get(rfis(), main), 200);
    expect(expectStatus(await apply(id), 200).body).toEqual({
      installation_id: id,
      approved_permissions: { 'project.rfis': 'read_only' },
      permitted_projects: { mode: 'selected', project_ids: [tower] },
    });
    expect((await service.get(rfis(), main)).status).toBe(200);
    expect(outcome(await service.post(rfis(), anRfi, main))).toEqual([403, 'not_approved']);
    expect(outcome(await service.get(rfis(bridge), main))).toEqual([403, 'project_not_permitted']);
    expect(outcome(await service.get(`/companies/${main}/users`))).toEqual([403, 'not_approved']);
    const events = (await auditOf(app, 'installation', id)).slice(1);
    expect(events.map(({ action }) => action)).toEqual(['installation.narrowed']);
    expect(events[0].text).toContain(`"project_ids":[${tower},${bridge}]`);
    expect(events[0].text).toContain('"approved_permissions":{"project.rfis":"read_only"}');
  });

  it('that has been applied changes nothing and records nothing', async () => {
    const { id, service } = await anOldOne();
    expectStatus(await service.get(rfis(), main), 200);
    const first = expectStatus(await apply(id), 200).body;
    expect(expectStatus(await apply(id), 200).body).toEqual(first);
    expect(await auditOf(app, 'installation', id)).toHaveLength(2);
  });

  it('takes a part of it, or what the administrator thinks, also of a suspended app', async () => {
    const { id, service } = await anOldOne();
    expectStatus(await admin.post(`${path(id)}/suspend`), 200);
    const { body } = expectStatus(await apply(id, { approved_permissions: { 'project.rfis': 'standard' } }), 200);
    expect(body.approved_permissions).toEqual({ 'company.directory': 'read_only', 'project.rfis': 'standard' });
    expect(body.permitted_projects.project_ids).toEqual([tower, bridge]);
    expect(expectStatus(await apply(id, { project_ids: [] }), 200).body.permitted_projects.project_ids).toEqual([]);
    expect(outcome(await service.get(rfis(), main))).toEqual([403, 'app_suspended']);
  });

  it.each([
    [{ approved_permissions: { 'company.directory': 'standard' } }, 'approved_permissions.company.directory'],
    [{ approved_permissions: { 'company.permissions': 'read_only' } }, 'approved_permissions.company.permissions'],
    [{ approved_permissions: { constructor: 'read_only' } }, 'approved_permissions.constructor'],
    [{ approved_permissions: { 'project.rfis': 'owner' } }, 'approved_permissions.project.rfis'],
    [{ project_ids: [987654321] }, 'project_ids'],
    [{ project_ids: ['1'] }, 'project_ids.0'],
    [{ mode: 'all_and_future' }, 'mode'],
  ])('refuses %j, which would be wider or is nothing', async (body, field) => {
    const { id } = await anOldOne();
    expect(wrongFields(await apply(id, body))).toEqual([field]);
    expect(await auditOf(app, 'installation', id)).toHaveLength(1);
  });

  it('refuses a list where all projects are permitted, and leaves them alone by itself', async () => {
    const { id, service } = await anOldOne({ mode: 'all_and_future' });
    expect(wrongFields(await apply(id, { project_ids: [tower] }))).toEqual(['project_ids']);
    expectStatus(await service.get(rfis(), main), 200);
    const { body } = expectStatus(await apply(id), 200);
    expect(body.permitted_projects).toEqual({ mode: 'all_and_future', project_ids: [] });
    expect((await service.get(rfis(bridge), main)).status).toBe(200);
  });

  it('stays through an upgrade that asks for no more, and shows one that does as an increase', async () => {
    const one = await anOldOne();
    const directory = { approved_permissions: { 'company.directory': 'none', 'project.rfis': 'read_only' } };
    expectStatus(await apply(one.id, directory), 200);
    await aPromotedVersion(developer, one.app, '1.1.0', POWERFUL);
    const same = expectStatus(await admin.get(`${path(one.id)}/upgrade`), 200).body;
    expect(same).toMatchObject({ needs_approval: false, permissions: { 'project.rfis': 'read_only' } });
    const more = { company: { directory: 'standard' }, project: { rfis: 'admin' } };
    await aPromotedVersion(developer, one.app, '1.2.0', { ...POWERFUL, permissions: more });
    const wider = expectStatus(await admin.get(`${path(one.id)}/upgrade`), 200).body;
    expect(wider).toMatchObject({
      needs_approval: true,
      permissions: { 'company.directory': 'standard', 'project.rfis': 'read_only' },
    });
    expect(wider.tools[0]).toMatchObject({ tool: 'company.directory', approved: 'none', increase: true });
  });

  it('is in the audit trail also where only a rollback would show it', async () => {
    const one = await anOldOne();
    const smaller = { company: { directory: 'readonly' }, project: { rfis: 'readonly' } };
    await aPromotedVersion(developer, one.app, '1.1.0', { ...POWERFUL, permissions: smaller });
    const { to } = expectStatus(await admin.get(`${path(one.id)}/upgrade`), 200).body;
    expectStatus(await admin.post(`${path(one.id)}/upgrade`, { version_id: to.id }), 200);
    expectStatus(await apply(one.id, { approved_permissions: { 'project.rfis': 'read_only' } }), 200);
    const [last] = (await auditOf(app, 'installation', one.id)).slice(-1);
    expect(last).toMatchObject({ action: 'installation.narrowed', text: expect.stringContaining('previous_approved') });
    const { body } = expectStatus(await admin.post(`${path(one.id)}/rollback`), 200);
    expect(body.approved_permissions['project.rfis']).toBe('read_only');
  });

  it('stays through the rollback of an upgrade from before', async () => {
    const one = await anOldOne();
    await aPromotedVersion(developer, one.app, '1.1.0', POWERFUL);
    const { to } = expectStatus(await admin.get(`${path(one.id)}/upgrade`), 200).body;
    expectStatus(await admin.post(`${path(one.id)}/upgrade`, { version_id: to.id }), 200);
    expectStatus(await apply(one.id, { approved_permissions: { 'project.rfis': 'read_only' } }), 200);
    const { body } = expectStatus(await admin.post(`${path(one.id)}/rollback`), 200);
    expect(body.approved_permissions).toEqual({ 'company.directory': 'read_only', 'project.rfis': 'read_only' });
  });
});

describe('who may', () => {
  it('see advice is whoever may read the apps of the company; apply it, whoever manages them', async () => {
    const { id } = await anOldOne();
    const reader = await aMember(app, main, { levels: { 'company.app_management': 'read_only' } });
    const manager = await aMember(app, main, { levels: { 'company.app_management': 'admin' } });
    const scope = 'tools:admin app_installations:manage';
    const [reading, managing] = [
      await signedIn(app, reader, [main], scope),
      await signedIn(app, manager, [main], scope),
    ];
    expect((await reading.get(`${path(id)}/advice`)).status).toBe(200);
    expect(outcome(await apply(id, {}, reading))).toEqual([403, 'insufficient_role']);
    expect((await apply(id, {}, managing)).status).toBe(200);
  });

  it('do neither is a member, an administrator of a project, another company, and the app itself', async () => {
    const { id, service } = await anOldOne();
    const scope = 'tools:admin app_installations:manage';
    const boss = await aProjectMember(app, app.demo.projects.tower, { role: 'admin' });
    const plain = await signedIn(app, boss, [main], scope);
    expect(outcome(await plain.get(`${path(id)}/advice?project_id=${tower}`))).toEqual([404, 'not_found']);
    expect(outcome(await apply(id, {}, plain))).toEqual([403, 'insufficient_role']);
    const { other } = app.demo.companies;
    const elsewhere = await signedIn(app, await aMember(app, other.id, { role: 'admin' }), [other.id], scope);
    expect(outcome(await elsewhere.get(`${path(id)}/advice`))).toEqual([404, 'not_found']);
    expect(outcome(await elsewhere.get(`${path(id, other.id)}/advice`))).toEqual([404, 'not_found']);
    expect(outcome(await elsewhere.post(`${path(id, other.id)}/advice/apply`, {}))).toEqual([404, 'not_found']);
    expect(outcome(await service.get(`${path(id)}/advice`))).toEqual([403, 'not_approved']);
    expect(outcome(await apply(id, {}, service))).toEqual([403, 'insufficient_scope']);
  });

  it('apply it is nobody any more who was demoted', async () => {
    const { id } = await anOldOne();
    const person = await aMember(app, main, { role: 'admin' });
    const api = await signedIn(app, person, [main], 'app_installations:manage');
    expectStatus(await apply(id, { project_ids: [tower] }, api), 200);
    const none = { role: 'member', levels: {} };
    expectStatus(await admin.put(`/companies/${main}/members/${person.id}/permissions`, none), 200);
    expect(outcome(await apply(id, { project_ids: [] }, api))).toEqual([403, 'insufficient_role']);
    expect((await admin.get(`${path(id)}/permitted_projects`)).body.project_ids).toEqual([tower]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aProject, aProjectMember, outcome, type Person, signedIn, through, wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  [main, tower] = [app.demo.companies.main.id, app.demo.projects.tower.id];
});
afterAll(() => app.close());

const inCompany = ({ id }: { id: number }): string => `/companies/${main}/members/${id}/permissions`;
const inProject = ({ id }: { id: number }, project = tower): string => `/projects/${project}/members/${id}/permissions`;
const boss = async (levels = {}): Promise<Api> =>
  signedIn(app, await aProjectMember(app, app.demo.projects.tower, { role: 'admin', levels }));

describe('permissions in a company', () => {
  it('are set as a whole, shown as they work, in force on the next call, with one audit event', async () => {
    const person = await aMember(app, main);
    const api = await signedIn(app, person);
    expect(outcome(await api.get(`/companies/${main}/users`))).toEqual([403, 'insufficient_level']);
    const levels = { 'company.directory': 'read_only' };
    const actions = { 'company.directory': ['edit_users'] };
    const { body } = expectStatus(await admin.put(inCompany(person), { levels, actions }), 200);
    expect(body).toMatchObject({ id: person.id, role: 'member', levels, actions, effective_levels: levels });
    expect((await api.get(`/companies/${main}/users`)).status).toBe(200);
    expectStatus(await admin.put(inCompany(person), {}), 200);
    expect(outcome(await api.get(`/companies/${main}/users`))).toEqual([403, 'insufficient_level']);
    const events = await app.database.query<{ after_state: string }>(
      'SELECT after_state FROM audit_events WHERE subject_id = ? AND after_state LIKE ? ORDER BY id',
      [String(person.id), '%edit_users%'],
    );
    expect(events).toHaveLength(1);
  });

  it('are set by administrators only, with directory:manage', async () => {
    const person = await aMember(app, main);
    const weak = await as(app, 'admin', 'tools:admin');
    expect(outcome(await weak.put(inCompany(person), {}))).toEqual([403, 'insufficient_scope']);
    const web = await through(app, 'web_app', app.demo.users.admin);
    expect(outcome(await web.put(inCompany(person), { role: 'admin' }))).toEqual([403, 'insufficient_scope']);
    const api = await signedIn(app, person);
    expect(outcome(await api.put(inCompany(person), { role: 'admin' }))).toEqual([403, 'insufficient_role']);
    expect((await admin.get(inCompany(person))).body.role).toBe('member');
  });

  it.each([
    ['an unknown tool', { levels: { 'company.cranes': 'admin' } }, ['levels.company.cranes']],
    ['a project tool', { levels: { 'project.rfis': 'admin' } }, ['levels.project.rfis']],
    ['an unknown level', { levels: { 'company.home': 'boss' } }, ['levels.company.home']],
    ['a level that the tool does not have', { levels: { 'company.admin': 'standard' } }, ['levels.company.admin']],
    ['an unknown action', { actions: { 'company.directory': ['fly'] } }, ['actions.company.directory']],
    ['an unknown role', { role: 'king' }, ['role']],
    ['a template of nobody', { permission_template_id: 99_999_999 }, ['permission_template_id']],
    ['everything wrong', { role: 1, levels: 7, actions: [], x: 1 }, ['actions', 'levels', 'role', 'x']],
    ['the prototype', { levels: { constructor: 'admin' } }, ['levels.constructor']],
  ])('are refused with %s, and stay as they were', async (_what, body, fields) => {
    const person = await aMember(app, main, { levels: { 'company.home': 'read_only' } });
    expect(wrongFields(await admin.put(inCompany(person), body))).toEqual(fields);
    expect((await admin.get(inCompany(person))).body.levels).toEqual({ 'company.home': 'read_only' });
  });

  it('of nobody do not exist, nor those of another company', async () => {
    for (const id of [99_999_999, app.demo.users.outsider.id]) {
      expect(outcome(await admin.put(inCompany({ id }), {}))).toEqual([404, 'not_found']);
    }
    const person = await aMember(app, main);
    const foreign = `/companies/${app.demo.companies.other.id}/members/${person.id}/permissions`;
    expect(outcome(await admin.put(foreign, { role: 'admin' }))).toEqual([404, 'not_found']);
  });
});

describe('permissions in a project', () => {
  it('are set by its administrators, who add people of the company with them', async () => {
    const person = await aMember(app, main);
    const api = await signedIn(app, person);
    expect(outcome(await api.get(`/projects/${tower}/rfis`))).toEqual([404, 'not_found']);
    const levels = { 'project.rfis': 'standard' };
    expectStatus(await (await boss()).put(inProject(person), { levels }), 200);
    expect((await api.get(`/projects/${tower}/rfis`)).status).toBe(200);
  });

  it('are no affair of a project administrator elsewhere, nor of the company', async () => {
    const api = await boss();
    const person = await aProjectMember(app, app.demo.projects.tower);
    const other = await aProject(admin, main);
    expect(outcome(await api.put(inProject(person, other), {}))).toEqual([404, 'not_found']);
    expect(outcome(await api.put(inCompany(person), {}))).toEqual([403, 'insufficient_role']);
    expect(outcome(await api.patch(`/companies/${main}`, { name: 'Mine' }))).toEqual([403, 'insufficient_role']);
  });

  it('are not for members, whatever their levels', async () => {
    const levels = { 'project.directory': 'admin', 'project.rfis': 'admin' };
    const strong = await aProjectMember(app, app.demo.projects.tower, { levels });
    const api = await signedIn(app, strong);
    expect(outcome(await api.put(inProject(strong), { role: 'admin' }))).toEqual([403, 'insufficient_role']);
  });

  it('need directory:manage', async () => {
    const person = await aProjectMember(app, app.demo.projects.tower);
    const weak = await as(app, 'admin', 'tools:admin');
    expect(outcome(await weak.put(inProject(person), {}))).toEqual([403, 'insufficient_scope']);
  });

  it('take nobody in who is not in the company', async () => {
    expect((await (await boss()).put(inProject(app.demo.users.outsider), {})).status).toBe(404);
    expect((await admin.put(inProject({ id: 99_999_999 }), {})).status).toBe(404);
  });

  it.each([
    ['a company tool', { levels: { 'company.home': 'admin' } }, ['levels.company.home']],
    ['an unknown tool', { levels: { 'project.cranes': 'none' } }, ['levels.project.cranes']],
    ['a level that is none', { levels: { 'project.rfis': 'readonly' } }, ['levels.project.rfis']],
    ['a number', { levels: { 'project.rfis': 3 } }, ['levels.project.rfis']],
    ['an action that is none', { actions: { 'project.rfis': ['close'] } }, ['actions.project.rfis']],
  ])('are refused with %s', async (_what, body, fields) => {
    const person: Person = await aProjectMember(app, app.demo.projects.tower);
    expect(wrongFields(await admin.put(inProject(person), body))).toEqual(fields);
  });

  it('come from a template and from levels of one’s own, of which these win', async () => {
    const person = await aProjectMember(app, app.demo.projects.tower);
    const levels = { 'project.rfis': 'standard', 'project.directory': 'read_only' };
    const template = { name: 'Site team', type: 'global', user_access_levels: levels };
    const made = await admin.post(`/companies/${main}/permission_templates`, { permission_template: template });
    const { id } = expectStatus(made, 200).body;
    const own = { 'project.directory': 'none' };
    const { body } = expectStatus(await admin.put(inProject(person), { levels: own, permission_template_id: id }), 200);
    expect(body).toMatchObject({ levels: own, permission_template_id: id });
    const api = await signedIn(app, person);
    expect((await api.post(`/projects/${tower}/rfis`, { subject: 'A', question: 'B' })).status).toBe(201);
    expect(outcome(await api.get(`/projects/${tower}/users`))).toEqual([403, 'insufficient_level']);
  });

  it('are kept in one audit event, and in none where they were refused', async () => {
    const person = await aProjectMember(app, app.demo.projects.tower);
    const events = async (): Promise<string[]> =>
      (await auditOf(app, 'project_member', `${tower}:${person.id}`)).map(({ action }) => action);
    expectStatus(await admin.put(inProject(person), { levels: { 'project.rfis': 'standard' } }), 200);
    expect(await events()).toEqual(['project_member.added', 'project_member.permissions_changed']);
    expect(wrongFields(await admin.put(inProject(person), { levels: { 'project.cranes': 'admin' } }))).toHaveLength(1);
    const web = await through(app, 'web_app', app.demo.users.admin);
    expect(outcome(await web.put(inProject(person), { role: 'admin' }))).toEqual([403, 'insufficient_scope']);
    expect(await events()).toHaveLength(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aProjectMember, outcome, type Person, signedIn, wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;
let tower: number;
let templates: string;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  [main, tower] = [app.demo.companies.main.id, app.demo.projects.tower.id];
  templates = `/companies/${main}/permission_templates`;
});
afterAll(() => app.close());

let count = 0;

const fields = (more: object = {}): object => ({
  permission_template: { name: `Template ${++count}`, type: 'company_tools', ...more },
});
const aTemplate = async (more: object = {}): Promise<number> =>
  expectStatus(await admin.post(templates, fields(more)), 200).body.id;
const assign = (api: Api, { id }: Person, template: number | null) =>
  api.patch(`/projects/${tower}/permission_template_assignments`, {
    permission_template_assignments: { user_id: id, permission_template_id: template },
  });
const rfis = (): string => `/projects/${tower}/rfis`;

describe('a permission template of a company', () => {
  it('gives its members what it holds, and changes them on their next call', async () => {
    const id = await aTemplate({ user_access_levels: { 'company.permissions': 'read_only' } });
    const person = await aMember(app, main);
    const path = `/companies/${main}/members/${person.id}/permissions`;
    expectStatus(await admin.put(path, { permission_template_id: id }), 200);
    const api = await signedIn(app, person);
    expect((await api.get(templates)).status).toBe(200);
    const change = { permission_template: { user_access_levels: {} } };
    expectStatus(await admin.patch(`${templates}/${id}`, change), 200);
    expect(outcome(await api.get(templates))).toEqual([403, 'insufficient_level']);
    expectStatus(
      await admin.put(path, { permission_template_id: id, levels: { 'company.permissions': 'admin' } }),
      200,
    );
    expect((await api.get(templates)).status).toBe(200);
  });

  it('is not deleted while somebody has it', async () => {
    const id = await aTemplate();
    const { id: person } = await aMember(app, main);
    const path = `/companies/${main}/members/${person}/permissions`;
    expectStatus(await admin.put(path, { permission_template_id: id }), 200);
    expect(outcome(await admin.delete(`${templates}/${id}`))).toEqual([409, 'template_in_use']);
    expectStatus(await admin.put(path, {}), 200);
    expect((await admin.delete(`${templates}/${id}`)).status).toBe(204);
    expect(outcome(await admin.get(`${templates}/${id}`))).toEqual([404, 'not_found']);
    expect((await auditOf(app, 'permission_template', id)).map(({ action }) => action)).toEqual([
      'permission_template.created',
      'permission_template.deleted',
    ]);
  });

  it('is deleted or given to somebody, never both', async () => {
    for (let round = 0; round < 6; round++) {
      const id = await aTemplate();
      const { id: person } = await aMember(app, main);
      const path = `/companies/${main}/members/${person}/permissions`;
      const [gone, given] = await Promise.all([
        admin.delete(`${templates}/${id}`),
        admin.put(path, { permission_template_id: id }),
      ]);
      expect([gone.status, given.status].sort()).toEqual(gone.status === 204 ? [204, 422] : [200, 409]);
    }
  });

  it('has a name of its own, also when many want it', async () => {
    const name = 'Foremen';
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.post(templates, fields({ name }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(outcome(await admin.post(templates, fields({ name: ` ${name} ` })))).toEqual([409, 'duplicate_template']);
  });

  it.each([
    ['an unknown tool', { user_access_levels: { 'company.cranes': 'admin' } }, 'user_access_levels.company.cranes'],
    ['an unknown level', { user_access_levels: { 'company.home': 'owner' } }, 'user_access_levels.company.home'],
    ['a project tool', { user_access_levels: { 'project.rfis': 'admin' } }, 'user_access_levels.project.rfis'],
    ['an unknown action', { permissions: { 'company.directory': ['fly'] } }, 'permissions.company.directory'],
    ['no name', { name: ' ' }, 'name'],
    ['an unknown type', { type: 'galactic' }, 'type'],
    ['a project', { project_id: 1 }, 'project_id'],
  ])('is refused with %s', async (_what, more, field) => {
    expect(wrongFields(await admin.post(templates, fields(more)))).toEqual([`permission_template.${field}`]);
  });

  it('keeps its type', async () => {
    const id = await aTemplate();
    const change = { permission_template: { type: 'global' } };
    expect(wrongFields(await admin.patch(`${templates}/${id}`, change))).toEqual(['permission_template.type']);
  });

  it('never leaves a company without an administrator', async () => {
    const id = await aTemplate({ user_access_levels: { 'company.directory': 'admin' } });
    const person = await aMember(app, main);
    expectStatus(
      await admin.put(`/companies/${main}/members/${person.id}/permissions`, { permission_template_id: id }),
      200,
    );
    const api = await signedIn(app, person);
    const others = await app.database.query<{ principal_id: number }>(
      "SELECT principal_id FROM members WHERE company_id = ? AND role = 'admin'",
      [main],
    );
    for (const { principal_id } of others) {
      expectStatus(await api.put(`/companies/${main}/members/${principal_id}/permissions`, {}), 200);
    }
    const weaken = { permission_template: { user_access_levels: {} } };
    expect(outcome(await api.patch(`${templates}/${id}`, weaken))).toEqual([409, 'last_administrator']);
    for (const { principal_id } of others) {
      const path = `/companies/${main}/members/${principal_id}/permissions`;
      expectStatus(await api.put(path, { role: 'admin' }), 200);
    }
  });
});

describe('a permission template of projects', () => {
  it('is applied in a project by its administrator, up to their own levels', async () => {
    const id = await aTemplate({ type: 'global', user_access_levels: { 'project.rfis': 'standard' } });
    const person = await aProjectMember(app, app.demo.projects.tower);
    const boss = await signedIn(app, await aProjectMember(app, app.demo.projects.tower, { role: 'admin' }));
    expectStatus(await assign(boss, person, id), 200);
    const api = await signedIn(app, person);
    expect((await api.get(rfis())).status).toBe(200);
    expectStatus(await assign(boss, person, null), 200);
    expect(outcome(await api.get(rfis()))).toEqual([403, 'insufficient_level']);
  });

  it('is not applied by a member, whatever their level', async () => {
    const id = await aTemplate({ type: 'global' });
    const person = await aProjectMember(app, app.demo.projects.tower);
    const levels = { 'project.directory': 'admin' };
    const strong = await signedIn(app, await aProjectMember(app, app.demo.projects.tower, { levels }));
    expect(outcome(await assign(strong, person, id))).toEqual([403, 'insufficient_role']);
  });

  it('is not applied where it does not belong', async () => {
    const person = await aProjectMember(app, app.demo.projects.tower);
    const bridge = app.demo.projects.bridge.id;
    const elsewhere = [
      await aTemplate(),
      await aTemplate({ type: 'project_specific', project_id: bridge }),
      99_999_999,
    ];
    for (const id of elsewhere)
      expect(wrongFields(await assign(admin, person, id))).toEqual(['permission_template_id']);
    const here = await aTemplate({ type: 'project_specific', project_id: tower });
    expectStatus(await assign(admin, person, here), 200);
  });

  it('needs a project of the company, if it is for one', async () => {
    for (const project_id of [null, app.demo.projects.depot.id, 99_999_999]) {
      const answer = await admin.post(templates, fields({ type: 'project_specific', project_id }));
      expect(wrongFields(answer)).toEqual(['permission_template.project_id']);
    }
  });

  it('is listed where it can be applied, and nowhere else', async () => {
    const here = await aTemplate({ type: 'project_specific', project_id: tower });
    const ids = async (project: number): Promise<number[]> =>
      (await admin.get(`/projects/${project}/permission_templates`)).body.map(({ id }: { id: number }) => id);
    expect(await ids(tower)).toContain(here);
    expect(await ids(app.demo.projects.bridge.id)).not.toContain(here);
  });
});

describe('somebody else’s template', () => {
  it('does not exist', async () => {
    const id = await aTemplate();
    const outsider = await as(app, 'outsider');
    const other = `/companies/${app.demo.companies.other.id}/permission_templates/${id}`;
    expect((await outsider.get(`${templates}/${id}`)).status).toBe(404);
    expect((await admin.get(other)).status).toBe(404);
    expect((await admin.patch(other, { permission_template: { name: 'Mine' } })).status).toBe(404);
    expect((await admin.delete(other)).status).toBe(404);
  });

  it('is not changed without directory:manage, nor by a member', async () => {
    const id = await aTemplate();
    const weak = await as(app, 'admin', 'tools:admin');
    expect(outcome(await weak.patch(`${templates}/${id}`, fields()))).toEqual([403, 'insufficient_scope']);
    const member = await signedIn(app, await aMember(app, main, { levels: { 'company.permissions': 'admin' } }));
    expect(outcome(await member.delete(`${templates}/${id}`))).toEqual([403, 'insufficient_role']);
    expect((await admin.get(`${templates}/${id}`)).status).toBe(200);
  });
});

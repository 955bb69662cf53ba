import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aWorkingAccount, anAccount } from '../service-accounts/accounts.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aProject, aProjectMember, outcome, signedIn } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;
let id: number;
let path: string;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  id = await aProject(admin, main);
  path = `/projects/${id}`;
  expectStatus(await admin.patch(path, { project: { active: false } }), 200);
});
afterAll(() => app.close());

const INACTIVE = [403, 'project_not_permitted'];

/** A template for a project, of which nobody has to hold anything. */
async function aTemplate(): Promise<number> {
  const permission_template = { name: 'Readers', type: 'global', user_access_levels: { 'project.rfis': 'read_only' } };
  return expectStatus(await admin.post(`/companies/${main}/permission_templates`, { permission_template }), 200).body
    .id;
}

describe('a project that is not active', () => {
  it('does no work', async () => {
    const head = await signedIn(app, await aProjectMember(app, { id, company_id: main }, { role: 'admin' }));
    for (const api of [admin, head]) {
      expect(outcome(await api.get(`${path}/rfis`))).toEqual(INACTIVE);
      expect(outcome(await api.post(`${path}/rfis`, { subject: 'A', question: 'B' }))).toEqual(INACTIVE);
      expect(outcome(await api.get(`${path}/users`))).toEqual(INACTIVE);
    }
  });

  it('is managed by its administrators all the same: tools, members, levels and templates', async () => {
    const head = await signedIn(app, await aProjectMember(app, { id, company_id: main }, { role: 'admin' }));
    const off = { tools: [{ id: 106, is_active: false }] };
    expectStatus(await head.patch(`${path}/tools`, off), 200);
    const tools = expectStatus(await head.get(`${path}/tools`), 200).body;
    expect(tools.find((tool: { id: number }) => tool.id === 106).is_active).toBe(false);
    const person = await aMember(app, main);
    expectStatus(await head.post(`${path}/users/${person.id}/actions/add`, {}), 201);
    const permissions = `${path}/members/${person.id}/permissions`;
    expectStatus(await head.put(permissions, { levels: { 'project.rfis': 'standard' } }), 200);
    const assignment = { user_id: person.id, permission_template_id: await aTemplate() };
    const assign = { permission_template_assignments: assignment };
    expectStatus(await head.patch(`${path}/permission_template_assignments`, assign), 200);
    const { permission_template_id } = expectStatus(await head.get(permissions), 200).body;
    expect(permission_template_id).toBe(assignment.permission_template_id);
    expectStatus(await head.delete(`${path}/users/${person.id}/actions/remove`), 204);
  });

  it('takes in service accounts of the company and lets them go', async () => {
    const account = await anAccount(admin, main);
    expectStatus(await admin.put(`${account.path}/projects/${id}`, { levels: { 'project.rfis': 'read_only' } }), 200);
    expectStatus(await admin.get(`${account.path}/projects/${id}`), 200);
    expectStatus(await admin.delete(`${account.path}/projects/${id}`), 204);
  });

  it('is managed by nobody else', async () => {
    const member = await signedIn(app, await aProjectMember(app, { id, company_id: main }));
    const stranger = await signedIn(app, await aMember(app, main));
    const person = await aMember(app, main);
    const account = await aWorkingAccount(admin, main, app.demo.projects.tower.id);
    const refusals = async (api: Api): Promise<number[]> => {
      const answers = await Promise.all([
        api.patch(`${path}/tools`, { tools: [{ id: 106, is_active: true }] }),
        api.post(`${path}/users/${person.id}/actions/add`, {}),
        api.put(`${path}/members/${person.id}/permissions`, { levels: {} }),
        api.delete(`${path}/users/${person.id}/actions/remove`),
        api.put(`${account.path}/projects/${id}`, { levels: {} }),
      ]);
      return answers.map(({ status }) => status);
    };
    expect(await refusals(member)).toEqual([403, 404, 403, 404, 403]);
    expect(await refusals(stranger)).toEqual([404, 404, 404, 404, 403]);
  });
});

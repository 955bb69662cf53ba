import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, asClient, expectStatus } from '../apps/api.js';
import { anInstalledConnector } from '../app-management/installing.js';
import { anAccount, aWorkingAccount, type NewAccount } from '../service-accounts/accounts.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aProjectMember, outcome, signedIn, through } from './people.js';

let app: TestApp;
let admin: Api;
let web: Api;
let main: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  web = await through(app, 'web_app', app.demo.users.admin);
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
});
afterAll(() => app.close());

const entry = (id: number): string => `/companies/${main}/users/${id}`;
const switchTo = (api: Api, id: number, is_active: boolean) => api.patch(entry(id), { user: { is_active } });
const isActive = async (id: number): Promise<boolean> => expectStatus(await admin.get(entry(id)), 200).body.is_active;

describe('is_active of a person', () => {
  it('of an administrator is changed with directory:manage only, both ways', async () => {
    const { id } = await aMember(app, main, { role: 'admin' });
    expect(outcome(await switchTo(web, id, false))).toEqual([403, 'exceeds_own_permissions']);
    expect(await isActive(id)).toBe(true);
    expectStatus(await switchTo(admin, id, false), 200);
    expect(outcome(await switchTo(web, id, true))).toEqual([403, 'exceeds_own_permissions']);
    expect(await isActive(id)).toBe(false);
    expectStatus(await switchTo(admin, id, true), 200);
    expect(await isActive(id)).toBe(true);
  });

  it('is as well where admin on company.directory makes the administrator', async () => {
    const { id } = await aMember(app, main, { levels: { 'company.directory': 'admin' } });
    expect(outcome(await switchTo(web, id, false))).toEqual([403, 'exceeds_own_permissions']);
    expect(await isActive(id)).toBe(true);
  });

  it('is as well where the person administers a project', async () => {
    const { id } = await aProjectMember(app, app.demo.projects.tower, { role: 'admin' });
    expect(outcome(await switchTo(web, id, false))).toEqual([403, 'exceeds_own_permissions']);
    expectStatus(await switchTo(admin, id, false), 200);
    expect(outcome(await switchTo(web, id, true))).toEqual([403, 'exceeds_own_permissions']);
  });

  it('of anybody else is changed by an administrator through an app', async () => {
    const { id } = await aProjectMember(app, app.demo.projects.tower, { levels: { 'project.rfis': 'standard' } });
    expectStatus(await switchTo(web, id, false), 200);
    expect(await isActive(id)).toBe(false);
    expectStatus(await switchTo(web, id, true), 200);
    expect(await isActive(id)).toBe(true);
  });

  it('is not given back beyond the scope of the token', async () => {
    const narrow = await through(app, 'web_app', app.demo.users.admin, { scope: 'company.directory:admin' });
    const { id } = await aProjectMember(app, app.demo.projects.tower, { levels: { 'project.rfis': 'standard' } });
    expectStatus(await switchTo(admin, id, false), 200);
    expect(outcome(await switchTo(narrow, id, true))).toEqual([403, 'exceeds_own_permissions']);
    expect(await isActive(id)).toBe(false);
  });

  it('is not changed together with a name, where it may not be changed', async () => {
    const { id } = await aMember(app, main, { role: 'admin' });
    const user = { first_name: 'Changed', is_active: false };
    expect((await web.patch(entry(id), { user })).status).toBe(403);
    expect((await admin.get(entry(id))).body.first_name).not.toBe('Changed');
  });

  it('takes an administrator, whatever the level on the directory', async () => {
    const actions = { 'company.directory': ['edit_users'] };
    const editor = await aMember(app, main, { levels: { 'company.directory': 'standard' }, actions });
    const { id } = await aMember(app, main);
    const api = await signedIn(app, editor);
    expectStatus(await api.patch(entry(id), { user: { job_title: 'Foreman' } }), 200);
    expect(outcome(await switchTo(api, id, false))).toEqual([403, 'insufficient_role']);
  });
});

describe('a service account', () => {
  const managed = [409, 'managed_as_service_account'];
  const inProject = (id: number): string => `/projects/${tower}/users/${id}/actions`;
  const levels = { 'project.rfis': 'admin' };

  /** Everything that the directory changes of a person, tried on an account. */
  const attempts = async (api: Api, { id }: NewAccount) => [
    await switchTo(api, id, false),
    await switchTo(api, id, true),
    await api.patch(entry(id), { user: { last_name: 'Renamed' } }),
    await api.patch(entry(id), { user: { company_permission_template_id: null } }),
    await api.put(`/companies/${main}/members/${id}/permissions`, { levels: { 'company.directory': 'admin' } }),
    await api.put(`/projects/${tower}/members/${id}/permissions`, { levels }),
    await api.post(`${inProject(id)}/add`, {}),
  ];

  it('is not changed in the directory, whoever asks', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const service = await asClient(app, account);
    const { name } = (await admin.get(account.path)).body;
    expect((await attempts(admin, account)).map(outcome)).toEqual(Array(7).fill(managed));
    expect((await attempts(web, account)).slice(0, 4).map(outcome)).toEqual(Array(4).fill(managed));
    expect(outcome(await admin.delete(`${inProject(account.id)}/remove`))).toEqual(managed);
    const assignment = { user_id: account.id, permission_template_id: null };
    const assigned = await web.patch(`/projects/${tower}/permission_template_assignments`, {
      permission_template_assignments: assignment,
    });
    expect(outcome(assigned)).toEqual(managed);
    expect((await service.get(`/projects/${tower}/rfis`)).status).toBe(200);
    expect((await admin.get(account.path)).body).toMatchObject({ status: 'active', name });
    expect((await admin.get(`${account.path}/projects/${tower}`)).body.levels).toEqual({ 'project.rfis': 'standard' });
  });

  it('stays gone once it is deleted', async () => {
    const account = await anAccount(admin, main);
    expectStatus(await admin.delete(account.path), 204);
    expect((await attempts(admin, account)).map(outcome)).toEqual(Array(7).fill(managed));
    expect(await isActive(account.id)).toBe(false);
  });

  it('of an installed app is left to the installation', async () => {
    const connector = await anInstalledConnector(await as(app, 'developer'), admin, main, tower);
    const id = connector.service_account_id ?? 0;
    for (const active of [false, true]) {
      expect(outcome(await switchTo(web, id, active))).toEqual([409, 'managed_by_installation']);
    }
  });

  it('of another company is nobody here', async () => {
    const account = await anAccount(admin, app.demo.companies.other.id);
    expect((await attempts(admin, account)).map(({ status }) => status)).toEqual(Array(7).fill(404));
  });

  it('is managed under service_accounts as before', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    expectStatus(await admin.patch(account.path, { active: false, name: 'Paused' }), 200);
    expect((await admin.get(entry(account.id))).body).toMatchObject({ is_active: false, last_name: 'Paused' });
    expectStatus(await admin.patch(account.path, { active: true }), 200);
    expect((await (await asClient(app, account)).get(`/projects/${tower}/rfis`)).status).toBe(200);
    expectStatus(await admin.delete(`${account.path}/projects/${tower}`), 204);
  });
});

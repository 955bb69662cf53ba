import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anInstalledConnector, selected } from '../app-management/installing.js';
import { type Api, as, asClient, expectStatus } from '../apps/api.js';
import { Statements } from '../durability/statements.js';
import { aWorkingAccount } from '../service-accounts/accounts.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aProject, aProjectMember, outcome, signedIn } from './people.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

interface Entry {
  readonly id: number;
  readonly kind: string;
  readonly managed_by_app_id: number | null;
}

const installed = (...projects: number[]) => anInstalledConnector(developer, admin, main, ...projects);

const usersOf = async (project: number, query = ''): Promise<Entry[]> =>
  expectStatus(await admin.get(`/projects/${project}/users${query}`), 200).body;

const idsOf = async (project: number): Promise<number[]> => (await usersOf(project)).map(({ id }) => id);

const permit = (installation: number, permitted: object) =>
  admin.put(`/companies/${main}/app_installations/${installation}/permitted_projects`, permitted);

const rfi = (assignee_id: number | null) => ({ subject: 'Which door?', question: 'The plan shows two.', assignee_id });

describe('the service account of an installed app', () => {
  it('is a member of exactly its permitted projects', async () => {
    const [here, there] = [await aProject(admin, main), await aProject(admin, main)];
    const { id, service_account_id: account } = await installed(here);
    expect(await idsOf(here)).toContain(account);
    expect(await idsOf(there)).not.toContain(account);
    expectStatus(await permit(id, selected(there)), 200);
    expect(await idsOf(here)).not.toContain(account);
    expect(await idsOf(there)).toContain(account);
    expectStatus(await permit(id, { mode: 'all_and_future', project_ids: [] }), 200);
    for (const project of [here, there, await aProject(admin, main)]) expect(await idsOf(project)).toContain(account);
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await admin.patch(`/app_installations/${id}`, uninstall), 200);
    expect(await idsOf(there)).not.toContain(account);
  });

  it('is in no project of another company, though it may run in all', async () => {
    const { id, service_account_id: account } = await installed();
    expectStatus(await permit(id, { mode: 'all_and_future', project_ids: [] }), 200);
    expect(await idsOf(app.demo.projects.depot.id)).not.toContain(account);
  });

  it('can be given RFIs where it may run, and only there', async () => {
    const [here, there] = [await aProject(admin, main), await aProject(admin, main)];
    const { id, service_account_id: account, client } = await installed(here);
    const opened = expectStatus(await admin.post(`/projects/${here}/rfis`, rfi(account)), 201).body;
    expect((await admin.post(`/projects/${there}/rfis`, rfi(account))).status).toBe(422);
    const itself = await asClient(app, client);
    expectStatus(await itself.patch(`/projects/${here}/rfis/${opened.id}`, { subject: 'Which gate?' }, main), 200);
    expectStatus(await permit(id, selected(there)), 200);
    expect((await admin.post(`/projects/${here}/rfis`, rfi(account))).status).toBe(422);
  });

  it('is neither added to nor changed in a project by hand', async () => {
    const project = await aProject(admin, main);
    const { service_account_id: account } = await installed(project);
    const managed = [409, 'managed_by_installation'];
    const users = `/projects/${project}/users/${account}`;
    expect(outcome(await admin.post(`${users}/actions/add`, {}))).toEqual(managed);
    const permissions = { levels: { 'project.rfis': 'admin' } };
    expect(outcome(await admin.put(`/projects/${project}/members/${account}/permissions`, permissions))).toEqual(
      managed,
    );
  });
});

describe('the members of a project', () => {
  it('come in pages over people and apps, each once, with the right total', async () => {
    const project = await aProject(admin, main);
    const people: number[] = [];
    for (let count = 0; count < 3; count++) {
      people.push((await aProjectMember(app, { id: project, company_id: main })).id);
    }
    const apps = [(await installed(project)).service_account_id, (await installed(project)).service_account_id];
    const known = await idsOf(project);
    expect(known.slice(0, 3)).toEqual(people);
    expect(known).toEqual(expect.arrayContaining(apps));
    for (const per_page of [1, 2, 3, 4, 10]) {
      const seen: number[] = [];
      for (let page = 1; page <= Math.ceil(known.length / per_page) + 1; page++) {
        const answer = await admin.get(`/projects/${project}/users?page=${page}&per_page=${per_page}`);
        expect(answer.headers.get('total')).toBe(String(known.length));
        seen.push(...answer.body.map(({ id }: Entry) => id));
      }
      expect(seen).toEqual(known);
    }
  });

  it('take as many statements however many there are', async () => {
    const statements = new Statements(app);
    const project = await aProject(admin, main);
    await installed(project);
    await aProjectMember(app, { id: project, company_id: main });
    const few = await statements.ofWarm(() => usersOf(project));
    for (let count = 0; count < 3; count++) await aProjectMember(app, { id: project, company_id: main });
    await installed(project, await aProject(admin, main));
    expect(await statements.ofWarm(() => usersOf(project))).toEqual(few);
  });
});

describe('an entry of a directory', () => {
  it('tells people, service accounts of the company and those of apps apart', async () => {
    const project = await aProject(admin, main);
    const person = await aProjectMember(app, { id: project, company_id: main });
    const account = await aWorkingAccount(admin, main, project);
    const connector = await installed(project);
    const expected = [
      { id: person.id, kind: 'user', managed_by_app_id: null },
      { id: account.id, kind: 'service_account', managed_by_app_id: null },
      { id: connector.service_account_id, kind: 'service_account', managed_by_app_id: connector.app.id },
    ];
    const inCompany = expectStatus(await admin.get(`/companies/${main}/users?per_page=300`), 200).body as Entry[];
    const inProject = await usersOf(project);
    for (const entry of expected) {
      const { id } = entry;
      expect(inCompany.find((one) => one.id === id)).toMatchObject(entry);
      expect(inProject.find((one) => one.id === id)).toMatchObject(entry);
      expect((await admin.get(`/companies/${main}/users/${id}`)).body).toMatchObject(entry);
    }
    const own = await (await signedIn(app, person)).get(`/companies/${main}/me`);
    expect(own.body).toMatchObject({ kind: 'user', managed_by_app_id: null });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcome, signedIn, wrongFields } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  anApp,
  type AnApp,
  appFields,
  aServiceApp,
  aTestedVersion,
  CONNECTOR,
  CONNECTOR_PERMISSIONS,
} from './an-app.js';
import { type Api, as, asClient, auditOf, expectStatus } from './api.js';
import { aTeammate, aWorker, sandboxMember, type Worker } from './team.js';

let app: TestApp;
let owner: Api;
let ownerId: number;

beforeAll(async () => {
  app = await startApp();
  owner = await as(app, 'developer');
  ownerId = app.demo.users.developer.id;
});
afterAll(() => app.close());

const EVERYTHING = 'tools:admin directory:manage apps:manage app_installations:manage';

/** A person with the sandbox companies of these apps in their authorization. */
const inside = ({ person }: Pick<Worker, 'person'>, ...apps: AnApp[]): Promise<Api> =>
  signedIn(
    app,
    person,
    apps.map(({ sandbox_company_id }) => sandbox_company_id),
    EVERYTHING,
  );

interface User {
  readonly id: number;
  readonly name: string;
  readonly email_address: string;
}

const usersOf = async (api: Api, { sandbox_company_id: id }: AnApp): Promise<User[]> =>
  expectStatus(await api.get(`/companies/${id}/users`), 200).body;

describe('the sandbox company of an app', () => {
  it('comes with the app, named after it, and shows in it', async () => {
    const mine = await anApp(owner, { name: 'Field Reports' });
    expect((await owner.get(mine.path)).body.sandbox_company_id).toBe(mine.sandbox_company_id);
    const sql = 'SELECT name, environment, active FROM companies WHERE id = ?';
    const [company] = await app.database.query(sql, [mine.sandbox_company_id]);
    expect(company).toMatchObject({ name: 'Field Reports Sandbox', environment: 'sandbox' });
    const another = await anApp(owner, { name: 'Field Reports' });
    expect(another.sandbox_company_id).not.toBe(mine.sandbox_company_id);
    expect((await auditOf(app, 'company', mine.sandbox_company_id)).map(({ action }) => action)).toEqual([
      'company.created',
    ]);
  });

  it('has a name that fits, whatever the app is called', async () => {
    for (const name of ['x'.repeat(200), '🏗'.repeat(100)]) {
      const { sandbox_company_id } = await anApp(owner, { name });
      const [row] = await app.database.query<{ name: string }>('SELECT name FROM companies WHERE id = ?', [
        sandbox_company_id,
      ]);
      expect(row.name).toMatch(/^(x+|(🏗)+) Sandbox$/u);
    }
  });

  it('does not come into being where the app does not', async () => {
    const count = async (): Promise<unknown> => app.database.query('SELECT COUNT(*) AS n FROM companies');
    const before = await count();
    expect(wrongFields(await owner.post('/apps', appFields({ redirect_uris: [] })))).toEqual(['redirect_uris']);
    expect(await count()).toEqual(before);
  });

  it('is administered by its developer, who administers nothing else', async () => {
    const worker = await aWorker(app);
    const mine = await anApp(worker.api);
    const api = await inside(worker, mine);
    const id = mine.sandbox_company_id;
    expect((await api.patch(`/companies/${id}`, { name: 'Renamed' })).status).toBe(200);
    expect((await api.get('/companies')).body.map((one: { id: number }) => one.id)).toEqual([id]);
    const [project, ...others] = expectStatus(await api.get(`/projects?company_id=${id}`), 200).body;
    expect([project.name, others]).toEqual(['Sample Project', []]);
    const foreign = await anApp(owner);
    for (const company of [app.demo.companies.main.id, app.demo.companies.sandbox.id, foreign.sandbox_company_id]) {
      expect((await api.get(`/companies/${company}`)).status).toBe(404);
      expect((await api.patch(`/companies/${company}`, { name: 'Mine' })).status).toBe(404);
    }
    const rows = await app.database.query('SELECT company_id FROM members WHERE principal_id = ?', [worker.person.id]);
    expect(rows.map(({ company_id }) => Number(company_id))).toEqual([id]);
  });

  it('has people whom nobody can sign in as', async () => {
    const worker = await aWorker(app);
    const mine = await anApp(worker.api);
    const api = await inside(worker, mine);
    const seeded = (await usersOf(api, mine)).filter(({ id }) => id !== worker.person.id);
    expect(seeded.map(({ name, email_address }) => [name, email_address])).toEqual([
      ['Sample Architect', 'architect@sandbox.invalid'],
      ['Sample Subcontractor', 'subcontractor@sandbox.invalid'],
      ['API Support', 'api-support@sandbox.invalid'],
    ]);
    for (const { id } of seeded) {
      expect(await app.database.query('SELECT 1 FROM users WHERE principal_id = ?', [id])).toEqual([]);
      expect((await sandboxMember(app, mine, id))?.role).toBe('member');
    }
    const addresses = await app.database.query("SELECT 1 FROM users WHERE email_key LIKE '%@sandbox.invalid'");
    expect(addresses).toEqual([]);
  });

  it('is where the sandbox key and the sandbox client work', async () => {
    const worker = await aWorker(app);
    const mine = await aServiceApp(worker.api);
    const path = await aTestedVersion(worker.api, mine, '1.0.0', CONNECTOR);
    const { sandbox_version_key: version_key } = (await worker.api.get(path)).body;
    const api = await inside(worker, mine);
    const company = mine.sandbox_company_id;
    const [{ id: project }] = (await api.get(`/projects?company_id=${company}`)).body;
    const body = {
      version_key,
      approved_permissions: CONNECTOR_PERMISSIONS,
      permitted_projects: { mode: 'selected', project_ids: [project] },
    };
    expectStatus(await api.post(`/companies/${company}/app_installations`, body), 201);
    const client = { ...mine.sandbox, client_secret: mine.sandbox.client_secret ?? '' };
    expect((await (await asClient(app, client)).get(`/projects/${project}/rfis`, company)).status).toBe(200);
  });

  it('is missing where an app is older than it', async () => {
    const mine = await anApp(owner);
    await app.database.execute('UPDATE apps SET sandbox_company_id = NULL WHERE id = ?', [mine.id]);
    expect((await owner.get(mine.path)).body.sandbox_company_id).toBeNull();
    const { person } = await aTeammate(app, owner, mine, 'admin');
    expect(await sandboxMember(app, mine, person.id)).toBeUndefined();
    expect((await owner.delete(`${mine.path}/collaborators/${person.id}`)).status).toBe(204);
    expect((await owner.delete(mine.path)).status).toBe(204);
  });
});

describe('the team of an app in its sandbox company', () => {
  it('is what its roles say: admins administer it, developers are plain members', async () => {
    const mine = await anApp(owner);
    const [admin, developer] = [await aTeammate(app, owner, mine, 'admin'), await aTeammate(app, owner, mine)];
    expect(await sandboxMember(app, mine, ownerId)).toMatchObject({ role: 'admin', status: 'active' });
    expect(await sandboxMember(app, mine, admin.person.id)).toMatchObject({ role: 'admin', status: 'active' });
    expect(await sandboxMember(app, mine, developer.person.id)).toMatchObject({ role: 'member', levels: '{}' });
    const api = await inside(developer, mine);
    expect((await api.get(`/companies/${mine.sandbox_company_id}`)).status).toBe(200);
    const refused = await api.patch(`/companies/${mine.sandbox_company_id}`, { name: 'Mine' });
    expect(outcome(refused)).toEqual([403, 'insufficient_role']);
  });

  it('follows a changed role at once, with nothing left of what was given there', async () => {
    const mine = await anApp(owner);
    const mate = await aTeammate(app, owner, mine, 'admin');
    const api = await inside(mate, mine);
    const company = `/companies/${mine.sandbox_company_id}`;
    const levels = { 'company.directory': 'admin' };
    expectStatus(await api.put(`${company}/members/${mate.person.id}/permissions`, { role: 'admin', levels }), 200);
    expectStatus(await owner.patch(`${mine.path}/collaborators/${mate.person.id}`, { role: 'developer' }), 200);
    expect(await sandboxMember(app, mine, mate.person.id)).toMatchObject({ role: 'member', levels: '{}' });
    expect(outcome(await api.patch(company, { name: 'Mine' }))).toEqual([403, 'insufficient_role']);
    expectStatus(await owner.patch(`${mine.path}/collaborators/${mate.person.id}`, { role: 'admin' }), 200);
    expect((await api.patch(company, { name: 'Ours' })).status).toBe(200);
  });

  it('loses whoever is removed, at once and for good, and takes them back when they come back', async () => {
    const mine = await anApp(owner);
    const mate = await aTeammate(app, owner, mine, 'admin');
    const api = await inside(mate, mine);
    const company = `/companies/${mine.sandbox_company_id}`;
    expect((await api.get(company)).status).toBe(200);
    expectStatus(await owner.delete(`${mine.path}/collaborators/${mate.person.id}`), 204);
    expect((await api.get(company)).status).toBe(404);
    const { id } = expectStatus(
      await owner.post(`${mine.path}/collaborators`, { email: mate.person.email, role: 'developer' }),
      201,
    ).body;
    expectStatus(await mate.api.post(`/me/app_invitations/${id}/accept`), 200);
    expect(await sandboxMember(app, mine, mate.person.id)).toMatchObject({ role: 'member', status: 'active' });
  });

  it('cannot keep the owner out of it, nor anybody who should go in', async () => {
    const mine = await anApp(owner);
    const mate = await aTeammate(app, owner, mine, 'admin');
    const api = await inside(mate, mine);
    const members = `/companies/${mine.sandbox_company_id}/members`;
    expectStatus(await api.put(`${members}/${ownerId}/permissions`, { role: 'member' }), 200);
    expect(await sandboxMember(app, mine, ownerId)).toMatchObject({ role: 'member' });
    expect((await owner.delete(`${mine.path}/collaborators/${mate.person.id}`)).status).toBe(204);
    expect(await sandboxMember(app, mine, mate.person.id)).toMatchObject({ status: 'inactive' });
    expect(await sandboxMember(app, mine, ownerId)).toMatchObject({ role: 'admin', status: 'active' });
  });

  it('has the new owner as its administrator after a transfer', async () => {
    const mine = await anApp(owner);
    const { person } = await aTeammate(app, owner, mine);
    expectStatus(await owner.post(`${mine.path}/transfer`, { user_id: person.id }), 200);
    expect(await sandboxMember(app, mine, person.id)).toMatchObject({ role: 'admin', status: 'active' });
    expect(await sandboxMember(app, mine, ownerId)).toMatchObject({ role: 'admin', status: 'active' });
  });

  it('takes in somebody whose address the directory has invited already', async () => {
    const worker = await aWorker(app);
    const mine = await anApp(worker.api);
    const api = await inside(worker, mine);
    const guest = await aWorker(app);
    const user = { last_name: 'Guest', email_address: guest.person.email };
    expectStatus(await api.post(`/companies/${mine.sandbox_company_id}/users`, { user }), 201);
    const { id } = expectStatus(
      await worker.api.post(`${mine.path}/collaborators`, { email: guest.person.email, role: 'admin' }),
      201,
    ).body;
    expectStatus(await guest.api.post(`/me/app_invitations/${id}/accept`), 200);
    expect(await sandboxMember(app, mine, guest.person.id)).toMatchObject({ role: 'admin', status: 'active' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aPerson, aProject, aProjectMember, outcome, signedIn, through, wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

interface Site {
  readonly id: number;
  readonly company_id: number;
  readonly path: string;
}

const EXCEEDS = [403, 'exceeds_own_permissions'];
const NOBODY = [404, 'not_found'];
let count = 0;

async function aSite(): Promise<Site> {
  const id = await aProject(admin, main);
  return { id, company_id: main, path: `/projects/${id}` };
}

const add = (api: Api, { path }: Site, id: number, template?: number) =>
  api.post(
    `${path}/users/${id}/actions/add`,
    template === undefined ? {} : { user: { permission_template_id: template } },
  );
const remove = (api: Api, { path }: Site, id: number) => api.delete(`${path}/users/${id}/actions/remove`);
const members = async (site: Site): Promise<number[]> =>
  expectStatus(await admin.get(`${site.path}/users`), 200).body.map(({ id }: { id: number }) => id);

/** Somebody who keeps the directory of a project without administering it. */
const aClerk = async (site: Site, levels: Record<string, string> = {}): Promise<Api> =>
  signedIn(app, await aProjectMember(app, site, { levels: { 'project.directory': 'admin', ...levels } }));

async function aTemplate(levels: Record<string, string>): Promise<number> {
  const template = { name: `Crew ${++count}`, type: 'global', user_access_levels: levels };
  const created = await admin.post(`/companies/${main}/permission_templates`, { permission_template: template });
  return expectStatus(created, 200).body.id;
}

describe('a member of a project', () => {
  it('is added and removed by who keeps its directory, in force on the next call', async () => {
    const site = await aSite();
    const clerk = await aClerk(site);
    const person = await aMember(app, main);
    const api = await signedIn(app, person);
    expect(outcome(await api.get(site.path))).toEqual(NOBODY);
    expect(expectStatus(await add(clerk, site, person.id), 201).body.id).toBe(person.id);
    expect((await api.get(site.path)).status).toBe(200);
    expectStatus(await remove(clerk, site, person.id), 204);
    expect(outcome(await api.get(site.path))).toEqual(NOBODY);
    expect(outcome(await remove(clerk, site, person.id))).toEqual(NOBODY);
    expect((await api.get(`/companies/${main}`)).status).toBe(200);
  });

  it('comes with a template, as far as the one who adds them holds it', async () => {
    const site = await aSite();
    const person = await aMember(app, main);
    const template = await aTemplate({ 'project.rfis': 'standard' });
    expect(outcome(await add(await aClerk(site, { 'project.rfis': 'read_only' }), site, person.id, template))).toEqual(
      EXCEEDS,
    );
    expect(await members(site)).not.toContain(person.id);
    expectStatus(await add(await aClerk(site, { 'project.rfis': 'standard' }), site, person.id, template), 201);
    const opened = await (await signedIn(app, person)).post(`${site.path}/rfis`, { subject: 'A', question: 'B' });
    expect(opened.status).toBe(201);
  });

  it('comes with no template of another company, which looks like none', async () => {
    const site = await aSite();
    const template = { name: 'Theirs', type: 'global', user_access_levels: { 'project.rfis': 'admin' } };
    const path = `/companies/${app.demo.companies.other.id}/permission_templates`;
    const { id } = expectStatus(await admin.post(path, { permission_template: template }), 200).body;
    const person = await aMember(app, main);
    for (const unknown of [id as number, 99_999_999]) {
      expect(wrongFields(await add(await aClerk(site), site, person.id, unknown))).toEqual([
        'user.permission_template_id',
      ]);
    }
  });

  it('comes with no more than the token of an app covers, though an administrator uses it', async () => {
    const site = await aSite();
    const scope = 'project.directory:admin project.rfis:read';
    const narrow = await through(app, 'web_app', app.demo.users.admin, { scope });
    const person = await aMember(app, main);
    const template = await aTemplate({ 'project.rfis': 'standard' });
    expect(outcome(await add(narrow, site, person.id, template))).toEqual(EXCEEDS);
    expectStatus(await add(narrow, site, person.id), 201);
    expect(await members(site)).toContain(person.id);
  });

  it('who holds more is removed by those who hold as much', async () => {
    const site = await aSite();
    const clerk = await aClerk(site);
    const head = await aProjectMember(app, site, { role: 'admin' });
    const strong = await aProjectMember(app, site, { levels: { 'project.rfis': 'admin' } });
    for (const { id } of [head, strong]) expect(outcome(await remove(clerk, site, id))).toEqual(EXCEEDS);
    expect(await members(site)).toEqual(expect.arrayContaining([head.id, strong.id]));
    expectStatus(await remove(await signedIn(app, head), site, strong.id), 204);
    expect(await members(site)).not.toContain(strong.id);
  });

  it('is neither added nor removed by those who only read the directory', async () => {
    const site = await aSite();
    const reader = await signedIn(
      app,
      await aProjectMember(app, site, { levels: { 'project.directory': 'standard' } }),
    );
    const person = await aProjectMember(app, site);
    expect((await reader.get(`${site.path}/users`)).status).toBe(200);
    expect(outcome(await remove(reader, site, person.id))[0]).toBe(403);
    expect(outcome(await add(reader, site, app.demo.users.member.id))[0]).toBe(403);
    expect(await members(site)).toContain(person.id);
  });

  it('must be in the company, and is not taken into another project than the one named', async () => {
    const site = await aSite();
    const clerk = await aClerk(site);
    const other = await aSite();
    const stranger = await aPerson(app);
    for (const id of [stranger.id, app.demo.users.outsider.id, 99_999_999]) {
      expect(outcome(await add(clerk, site, id))).toEqual(NOBODY);
    }
    expect(outcome(await add(clerk, other, app.demo.users.member.id))).toEqual(NOBODY);
    expect(await members(other)).toEqual([]);
  });

  it('is added once when many add them, in one audit event', async () => {
    const site = await aSite();
    const { id } = await aMember(app, main);
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(admin, site, id)));
    for (const { status } of answers) expect([200, 201, 409]).toContain(status);
    expect(await members(site)).toEqual([id]);
    const events = await auditOf(app, 'project_member', `${site.id}:${id}`);
    expect(events.map(({ action }) => action)).toEqual(['project_member.added']);
  });
});

describe('one’s own entry', () => {
  it('is not changed by oneself without the level', async () => {
    const person = await aMember(app, main, { levels: { 'company.directory': 'standard' } });
    const api = await signedIn(app, person);
    const entry = `/companies/${main}/users/${person.id}`;
    expect(outcome(await api.patch(entry, { user: { job_title: 'Director' } }))[0]).toBe(403);
    const permissions = { role: 'admin' };
    expect(outcome(await api.put(`/companies/${main}/members/${person.id}/permissions`, permissions))[0]).toBe(403);
    expect((await admin.get(entry)).body.job_title).toBeNull();
  });
});

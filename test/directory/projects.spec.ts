import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aProject, aProjectMember, bytesOf, outcome, signedIn, wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

const NOWHERE = 987_654_321;
const audited = async (id: number): Promise<string[]> =>
  (await auditOf(app, 'project', id)).map(({ action }) => action);

/** A new project of the main company. */
async function aSite(): Promise<{ id: number; company_id: number; path: string; tools: string }> {
  const id = await aProject(admin, main);
  return { id, company_id: main, path: `/projects/${id}`, tools: `/projects/${id}/tools` };
}

describe('a project', () => {
  it('is created and changed by administrators of the company, in one audit event each', async () => {
    const { id, path } = await aSite();
    const head = await signedIn(app, await aProjectMember(app, { id, company_id: main }, { role: 'admin' }));
    expectStatus(await admin.patch(path, { project: { project_number: 'HT-9' } }), 200);
    const changed = expectStatus(await admin.patch(path, { project: { active: false } }), 200).body;
    expect(changed).toMatchObject({ id, project_number: 'HT-9', active: false, company: { id: main } });
    expect(outcome(await head.patch(path, { project: { active: true } }))).toEqual([403, 'insufficient_role']);
    const create = await head.post(`/projects?company_id=${main}`, { project: { name: 'Mine' } });
    expect(outcome(create)).toEqual([403, 'insufficient_role']);
    expect((await admin.get(path)).body).toEqual(changed);
    expect(await audited(id)).toEqual(['project.created', 'project.changed', 'project.changed']);
  });

  it('is neither created nor changed without directory:manage', async () => {
    const { path } = await aSite();
    const tools = await signedIn(app, app.demo.users.admin, [main], 'tools:admin');
    const project = { name: 'Named without the scope' };
    expect(outcome(await tools.patch(path, { project }))).toEqual([403, 'insufficient_scope']);
    expect(outcome(await tools.post(`/projects?company_id=${main}`, { project }))).toEqual([403, 'insufficient_scope']);
    const named = await admin.get(`/companies/${main}/projects?filters[name]=without the scope`);
    expect(named.body).toEqual([]);
  });

  it('keeps every one of several changes at once', async () => {
    const { path } = await aSite();
    const changes = [{ name: 'Changed' }, { display_name: 'Shown' }, { project_number: 'N-1' }, { active: false }];
    const answers = await Promise.all(changes.map((project) => admin.patch(path, { project })));
    for (const answer of answers) expectStatus(answer, 200);
    expect((await admin.get(path)).body).toMatchObject(Object.assign({}, ...changes));
  });

  it.each([
    [{}, ['project']],
    [{ project: [] }, ['project']],
    [
      { project: { name: 7, active: 'no', project_number: 1 } },
      ['project.active', 'project.name', 'project.project_number'],
    ],
    [
      { project: { name: 'x'.repeat(20_000), display_name: 'x'.repeat(20_000) } },
      ['project.display_name', 'project.name'],
    ],
    [{ project: { name: null } }, ['project.name']],
  ])('refuses a change whose fields are wrong (%#)', async (body, fields) => {
    const { id, path } = await aSite();
    expect(wrongFields(await admin.patch(path, body))).toEqual(fields);
    expect(await audited(id)).toEqual(['project.created']);
  });

  it('ignores what Procore’s clients send and nobody keeps, and what is not theirs to write', async () => {
    const { id, path } = await aSite();
    const project = { id: 1, company: { id: 1 }, created_at: '2001-01-01', address: 'Quay 1', name: 'Kept' };
    const { body } = expectStatus(await admin.patch(path, { project }), 200);
    expect(body).toMatchObject({ id, name: 'Kept', address: null, company: { id: main } });
    expect(body.created_at).not.toContain('2001');
  });

  it('of strangers does not exist, whatever one tries', async () => {
    const { id, company_id } = app.demo.projects.depot;
    const member = await as(app, 'member');
    const answers = (project: number, company: number) => [
      member.get(`/projects/${project}`),
      member.patch(`/projects/${project}`, { project: { active: false } }),
      member.get(`/projects/${project}/tools`),
      member.patch(`/projects/${project}/tools`, { tools: [{ id: 106, is_active: false }] }),
      member.get(`/tools?project_id=${project}`),
      member.get(`/settings/permissions?project_id=${project}`),
      member.get(`/settings/permissions?company_id=${company}`),
      member.post(`/projects?company_id=${company}`, { project: { name: 'Intruder' } }),
    ];
    const [real, invented] = await Promise.all([
      Promise.all(answers(id, company_id)),
      Promise.all(answers(NOWHERE, NOWHERE)),
    ]);
    expect(real.map(({ status }) => status)).toEqual(Array(8).fill(404));
    expect(real.map(bytesOf)).toEqual(invented.map(bytesOf));
    expect((await admin.get(`/projects/${id}`)).body.active).toBe(true);
  });
});

describe('the tools of a project', () => {
  it('are switched by its administrators, with one audit event, and tell each caller their level', async () => {
    const site = await aSite();
    const head = await signedIn(app, await aProjectMember(app, site, { role: 'admin' }));
    const levels = { 'project.rfis': 'standard', 'project.admin': 'admin' };
    const member = await signedIn(app, await aProjectMember(app, site, { levels }));
    const off = { tools: [{ id: 106, is_active: false, position: 1 }] };
    expect(outcome(await member.patch(site.tools, off))).toEqual([403, 'insufficient_role']);
    expectStatus(await head.patch(site.tools, off), 200);
    expect(outcome(await member.get(`${site.path}/rfis`))).toEqual([403, 'tool_disabled']);
    const shown = (await member.get(`/tools?project_id=${site.id}`)).body;
    expect(outcome(await member.get('/tools', main))).toEqual([400, 'missing_project']);
    const rfis = shown.find(({ id }: { id: number }) => id === 106);
    expect(rfis).toMatchObject({ is_active: false, position: 1, user_access_level: 'standard', provider_id: site.id });
    expect((await member.get(site.tools)).body).toHaveLength(shown.length);
    expect((await audited(site.id)).filter((action) => action === 'project.tools_changed')).toHaveLength(1);
    expect(outcome(await head.patch(`/projects/${app.demo.projects.bridge.id}/tools`, off))[0]).toBe(404);
  });

  it('are listed to old clients in the shape that they read, and to others in the new one', async () => {
    const site = await aSite();
    const expected = {
      id: expect.any(Number),
      engine_name: expect.stringMatching(/^project\./),
      is_active: expect.any(Boolean),
      position: expect.any(Number),
      required: expect.any(Boolean),
      title: expect.any(String),
    };
    const old = { ...expected, user_access_level: 'admin', provider_id: site.id, provider_type: 'Project' };
    const shown = expectStatus(await admin.get(`/tools?project_id=${site.id}`), 200).body;
    const listed = expectStatus(await admin.get(site.tools), 200).body;
    expect(shown.length).toBeGreaterThan(10);
    expect(listed).toHaveLength(shown.length);
    for (const [at, tool] of shown.entries()) {
      expect(tool).toEqual(old);
      expect(listed[at]).toEqual(expected);
      expect(tool).toMatchObject(listed[at]);
    }
    for (const id of ['0', 'x', '']) expect((await admin.get(`/tools?project_id=${id}`, main)).status).toBe(400);
    expect(outcome(await admin.get(`/tools?project_id=${NOWHERE}`))).toEqual([404, 'not_found']);
  });

  it('stay on where they are required', async () => {
    const site = await aSite();
    const tools = [
      { id: 106, is_active: false },
      { id: 101, is_active: false },
      { id: 9, is_active: false },
      { id: 106, is_active: true },
      { id: 1.5 },
    ];
    const answer = await admin.patch(site.tools, { tools });
    expect(wrongFields(answer)).toEqual(['tools.1.is_active', 'tools.2.id', 'tools.3.id', 'tools.4.id']);
    expect((await admin.get(`${site.path}/rfis`)).status).toBe(200);
    expect(await audited(site.id)).toEqual(['project.created']);
    const moved = expectStatus(await admin.patch(site.tools, { tools: [{ id: 101, position: 30 }] }), 200).body;
    expect(moved.find(({ id }: { id: number }) => id === 101)).toMatchObject({ is_active: true, position: 30 });
  });

  it('may be switched twice to the same, and by many at once', async () => {
    const site = await aSite();
    const toggle = (id: number) => admin.patch(site.tools, { tools: [{ id, is_active: false }] });
    const answers = await Promise.all([106, 106, 107, 107, 108].map(toggle));
    for (const answer of answers) expectStatus(answer, 200);
    expectStatus(await toggle(106), 200);
    const off = (await admin.get(site.tools)).body.filter(({ is_active }: { is_active: boolean }) => !is_active);
    expect(off.map(({ id }: { id: number }) => id)).toEqual([106, 107, 108]);
  });

  it.each([{}, { tools: [] }, { tools: {} }, { tools: [{ id: '106' }] }, { tools: [{ id: 106, position: 0 }] }])(
    'are not switched by %j',
    async (body) => {
      const site = await aSite();
      expect((await admin.patch(site.tools, body)).status).toBe(422);
    },
  );
});

describe('one’s own permissions', () => {
  const find = (body: { tools: { name: string }[] }, name: string): unknown =>
    body.tools.find((tool) => tool.name === name);

  it('are told for a company, with the actions', async () => {
    const actions = { 'company.directory': ['create_users'] };
    const person = await aMember(app, main, { levels: { 'company.directory': 'standard' }, actions });
    const { body } = expectStatus(await (await signedIn(app, person)).get('/settings/permissions', main), 200);
    expect(find(body, 'company.directory')).toMatchObject({
      user_access_level: { name: 'Standard' },
      permitted_actions: [{ action_name: 'create_users' }],
      available_for_user: true,
    });
    expect(find(body, 'company.payments')).toMatchObject({ available_for_user: false, can_create: false });
    expect(find(body, 'project.rfis')).toBeUndefined();
  });

  it('are told for a project, where a tool that is off is not available', async () => {
    const site = await aSite();
    const member = await signedIn(app, await aProjectMember(app, site, { levels: { 'project.rfis': 'read_only' } }));
    const rfis = async (): Promise<unknown> =>
      find(expectStatus(await member.get(`/settings/permissions?project_id=${site.id}`), 200).body, 'project.rfis');
    const level = { user_access_level: { id: 2, name: 'Read Only' } };
    expect(await rfis()).toMatchObject({ ...level, available_for_user: true, can_create: false });
    expectStatus(await admin.patch(site.tools, { tools: [{ id: 106, is_active: false }] }), 200);
    expect(await rfis()).toMatchObject({ ...level, available_for_user: false });
    const outside = await signedIn(app, await aMember(app, main));
    expect(outcome(await outside.get(`/settings/permissions?project_id=${site.id}`))).toEqual([404, 'not_found']);
  });
});

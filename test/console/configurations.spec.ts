import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aConnector, install } from '../app-management/installing.js';
import { aPromotedVersion } from '../apps/an-app.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, aProject } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

const SCHEMA = {
  type: 'object',
  properties: {
    inbox: { type: 'string', format: 'uri', title: 'Inbox <of> reports', description: 'Where reports go.' },
    note: { type: 'string' },
    retries: { type: 'integer', minimum: 0, maximum: 5 },
    ratio: { type: 'number' },
    photos: { type: 'boolean' },
    mode: { type: 'string', enum: ['fast', 'careful'] },
    code: { type: 'string', maxLength: 3 },
  },
  required: ['inbox', 'mode'],
};
const MANIFEST = {
  components: ['user', 'service_account'],
  permissions: { company: {}, project: { rfis: 'standard' } },
  configuration: { schema: SCHEMA, company: true },
};
const VALUES = { 'value.inbox': 'https://diary.example/in', 'value.mode': 'fast' };

let app: TestApp;
let admin: Browser;
let api: Api;
let developer: Api;
let main: number;
let project: number;
let apps: string;
let base: string;
let installed: number;

async function anApp(manifest: object = MANIFEST) {
  const made = await aConnector(developer, manifest);
  const { id } = await install(api, main, {
    version_key: made.version.production_version_key,
    approved_permissions: { 'project.rfis': 'standard' },
    permitted_projects: { mode: 'selected', project_ids: [project] },
  });
  return { ...made, id };
}

const listed = async (id = installed) =>
  expectStatus(
    await api.get(`/companies/${main}/app_configurations?filters[app_installation_id]=${id}&per_page=300`),
    200,
  ).body as { id: number; title: string; instance_configuration: object }[];

const create = async (change: Record<string, string | string[]> = {}): Promise<Answer> =>
  submit(admin, await admin.get(`${base}/new`), `${base}/new`, {
    title: 'North',
    reach: 'projects',
    project_ids: [String(project)],
    ...VALUES,
    ...change,
  });

/** Creates a configuration in the pages; its id. */
async function aConfiguration(title: string, change: Record<string, string | string[]> = {}): Promise<number> {
  const answer = await create({ title, ...change });
  expect([answer.status, locationOf(answer)]).toEqual([303, `${base}?done=configured`]);
  return (await listed()).find((one) => one.title === title)?.id ?? 0;
}

const read = async (id: number) => expectStatus(await api.get(`/companies/${main}/app_configurations/${id}`), 200).body;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  [api, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  project = await aProject(api, main);
  installed = (await anApp()).id;
  apps = `/console/companies/${main}/apps`;
  base = `${apps}/${installed}/configurations`;
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

describe('the form of a configuration', () => {
  it('has a control for each kind of field that an app may have', async () => {
    expect((await admin.get(`${apps}/${installed}`)).text).toContain(`href="${base}"`);
    const { text } = await admin.get(`${base}/new`);
    expect(text).toContain('Inbox &lt;of&gt; reports');
    expect(text).toMatch(/<input type="text" id="value-inbox"[^>]* required/);
    expect(text).toMatch(/<textarea id="value-note"/);
    expect(text).toMatch(/<input type="number" id="value-retries"[^>]* min="0" max="5" step="1"/);
    expect(text).toMatch(/<input type="number" id="value-ratio"[^>]* step="any"/);
    expect(text).toMatch(/<select id="value-photos"/);
    expect(text).toMatch(/<option value="careful">careful</);
    expect(text).toMatch(/<input type="text" id="value-code"/);
  });

  it('keeps values as what they are: texts with their lines, numbers, yes and no, and nothing for blanks', async () => {
    const id = await aConfiguration('Kinds', {
      'value.note': 'Two\r\nlines',
      'value.retries': '3',
      'value.ratio': '-.5e1',
      'value.photos': 'false',
      'value.code': '',
    });
    const { instance_configuration: values, projects } = await read(id);
    expect(values).toEqual({
      inbox: 'https://diary.example/in',
      mode: 'fast',
      note: 'Two\nlines',
      retries: 3,
      ratio: -5,
      photos: false,
    });
    expect(projects).toEqual([{ id: project }]);
    const page = await admin.get(`${base}/${id}`);
    expect(page.text).toContain('>\nTwo\nlines</textarea>');
    expect(page.text).toMatch(/<option value="false" selected>No</);
    expect(page.text).toMatch(new RegExp(`name="project_ids" value="${project}" checked`));
    const list = textOf(await admin.get(`${base}?done=configured`));
    for (const words of ['Kinds', 'retries: 3', 'photos: No', 'The configuration is saved'])
      expect(list).toContain(words);
  });

  it('says beside each field what is wrong with it, keeps what was typed, and saves nothing', async () => {
    const before = (await listed()).length;
    const answer = await create({
      title: ' ',
      'value.inbox': 'javascript:alert(1)',
      'value.retries': '7',
      'value.ratio': 'a "half"',
      'value.photos': 'perhaps',
      'value.mode': 'other',
      'value.code': 'long',
      'value.nonsense': 'x',
      project_ids: [],
    });
    expect(answer.status).toBe(422);
    for (const name of ['inbox', 'retries', 'ratio', 'photos', 'mode', 'code'])
      expect(answer.text).toMatch(new RegExp(`id="value-${name}"[^>]*aria-describedby="[^"]*value-${name}-wrong"`));
    expect(answer.text).not.toContain('value-note-wrong');
    expect(answer.text).toContain('title-wrong');
    expect(answer.text).toContain('value="a &quot;half&quot;"');
    const text = textOf(answer);
    for (const words of ['Enter 5 or less.', 'At most 3 characters', 'Enter at most 3 characters.', 'Choose yes or no'])
      expect(text).toContain(words);
    expect(text).toContain('has no field for any more, and that saving leaves out: nonsense');
    expect(await listed()).toHaveLength(before);
  });

  it('says it when it would hold nowhere, in projects of others, or in the company where the app does not allow that', async () => {
    const before = (await listed()).length;
    const { depot } = app.demo.projects;
    for (const change of [
      { project_ids: [] },
      { project_ids: [String(depot.id)] },
      { project_ids: ['987654'] },
      { project_ids: ['x'] },
      { reach: 'everywhere', project_ids: [] },
    ] as Record<string, string | string[]>[]) {
      const answer = await create(change);
      expect([change, answer.status, answer.text.includes('place-wrong')]).toEqual([change, 422, true]);
    }
    expect(await listed()).toHaveLength(before);
    const narrow = await anApp({ ...MANIFEST, configuration: { schema: SCHEMA } });
    const at = `${apps}/${narrow.id}/configurations/new`;
    const form = await admin.get(at);
    expect(form.text).not.toContain('value="company"');
    const wide = await submit(admin, form, at, { title: 'Wide', reach: 'company', ...VALUES });
    expect([wide.status, wide.text.includes('place-wrong')]).toEqual([422, true]);
  });

  it('speaks Spanish, its faults too', async () => {
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    const at = `${base}/new`;
    const answer = await submit(spanish, await spanish.get(at), at, { title: 'Norte', ...VALUES, 'value.mode': '' });
    expect([answer.status, textOf(answer).includes('Rellene este campo.')]).toEqual([422, true]);
  });

  it('makes one configuration, however often it is sent', async () => {
    const form = await admin.get(`${base}/new`);
    const fields = { title: 'Once', reach: 'all_projects', ...VALUES };
    const send = (change = {}): Promise<Answer> => submit(admin, form, `${base}/new`, { ...fields, ...change });
    expect(locationOf(await send())).toBe(`${base}?done=configured`);
    expect(locationOf(await send())).toBe(`${base}?done=repeated`);
    expect((await send({ title: 'Twice' })).status).toBe(422);
    expect((await send({ once: '' })).status).toBe(409);
    expect((await send({ csrf_token: 'x' })).status).toBe(403);
    expect((await listed()).filter(({ title }) => title === 'Once' || title === 'Twice')).toHaveLength(1);
  });
});

describe('a configuration', () => {
  it('is changed and deleted, each in the audit trail', async () => {
    const id = await aConfiguration('Changing', { 'value.retries': '1' });
    const page = await admin.get(`${base}/${id}`);
    const change = { title: 'Changed', reach: 'company', ...VALUES, 'value.retries': '' };
    expect(locationOf(await submit(admin, page, `${base}/${id}`, change))).toBe(`${base}?done=configured`);
    expect(await read(id)).toMatchObject({
      title: 'Changed',
      applies_to_company: true,
      projects: [],
      instance_configuration: { inbox: 'https://diary.example/in', mode: 'fast' },
    });
    const now = await admin.get(`${base}/${id}`);
    expect(locationOf(await submit(admin, now, `${base}/${id}/delete`))).toBe(`${base}?done=unconfigured`);
    expect((await submit(admin, now, `${base}/${id}/delete`)).status).toBe(404);
    expect((await admin.get(`${base}/${id}`)).status).toBe(404);
    const trail = await auditOf(app, 'app_configuration', id);
    expect(trail.map(({ action }) => action)).toEqual([
      'app_configuration.created',
      'app_configuration.changed',
      'app_configuration.deleted',
    ]);
  });

  it('that somebody else changed meanwhile is not written over', async () => {
    const id = await aConfiguration('Raced');
    const page = await admin.get(`${base}/${id}`);
    expectStatus(await api.patch(`/companies/${main}/app_configurations/${id}`, { title: 'First' }), 200);
    const late = await submit(admin, page, `${base}/${id}`, { title: 'Second', reach: 'company', ...VALUES });
    expect([late.status, textOf(late).includes('Somebody else changed this')]).toEqual([412, true]);
    expect((await submit(admin, page, `${base}/${id}`, { ...VALUES, seen: '' })).status).toBe(412);
    expect((await read(id)).title).toBe('First');
  });

  it('that does not fit after an upgrade shows where, and is put right', async () => {
    const made = await anApp();
    const at = `${apps}/${made.id}/configurations`;
    const filled = { title: 'Old', reach: 'company', ...VALUES, 'value.note': 'kept no more' };
    expect((await submit(admin, await admin.get(`${at}/new`), `${at}/new`, filled)).status).toBe(303);
    const [{ id }] = await listed(made.id);
    const stale = await admin.get(`${at}/${id}`);
    const { note: _, ...properties } = SCHEMA.properties;
    const configuration = {
      schema: { ...SCHEMA, properties: { ...properties, mode: { type: 'integer', enum: [1, 2] } } },
    };
    const next = await aPromotedVersion(developer, made.app, '2.0.0', { ...MANIFEST, configuration });
    expectStatus(
      await api.post(`/companies/${main}/app_installations/${made.id}/upgrade`, {
        version_key: next.production_version_key,
        approved_permissions: { 'project.rfis': 'standard' },
      }),
      200,
    );
    expect((await submit(admin, stale, `${at}/${id}`, filled)).status).toBe(412);
    expect(textOf(await admin.get(at))).toContain('Needs your attention');
    const page = await admin.get(`${at}/${id}`);
    expect(page.text).toContain('value-mode-wrong');
    expect(textOf(page)).toContain('Please choose');
    expect(textOf(page)).toContain('leaves out: note');
    const right = { ...VALUES, title: 'New', reach: 'all_projects', 'value.mode': '2' };
    expect((await submit(admin, page, `${at}/${id}`, right)).status).toBe(303);
    expect((await read(id)).instance_configuration).toEqual({ inbox: 'https://diary.example/in', mode: 2 });
  });

  it('of another app, another company, or nobody is 404', async () => {
    const id = await aConfiguration('Elsewhere');
    const another = await anApp();
    const other = app.demo.companies.other.id;
    const fields = fieldsOf(await admin.get(`${base}/${id}`), `${base}/${id}`);
    for (const at of [
      `${apps}/${another.id}/configurations/${id}`,
      `/console/companies/${other}/apps/${installed}/configurations/${id}`,
      `${base}/987654`,
      `${base}/x`,
    ]) {
      expect([at, (await admin.get(at)).status]).toEqual([at, 404]);
      for (const path of ['', '/delete'])
        expect((await admin.post(at + path, { ...fields, ...VALUES, title: 'Mine', reach: 'company' })).status).toBe(
          404,
        );
    }
    for (const path of ['', '/new'])
      expect((await admin.get(`/console/companies/${other}/apps/${installed}/configurations${path}`)).status).toBe(404);
    expect((await read(id)).title).toBe('Elsewhere');
  });

  it('of an app without any, or of one that is uninstalled, cannot be made', async () => {
    const { configuration: _, ...plain } = MANIFEST;
    const made = await anApp(plain);
    const at = `${apps}/${made.id}/configurations`;
    expect(textOf(await admin.get(at))).toContain('has nothing to configure');
    const fields = {
      ...fieldsOf(await admin.get(`${base}/new`), `${base}/new`),
      title: 'No',
      reach: 'company',
      ...VALUES,
    };
    expect((await admin.post(`${at}/new`, fields)).status).toBe(409);
    const gone = await anApp();
    const form = await admin.get(`${apps}/${gone.id}/configurations/new`);
    const suspended = await admin.get(`${apps}/${gone.id}/uninstall`);
    expect((await submit(admin, suspended, `${apps}/${gone.id}/uninstall`)).status).toBe(303);
    const late = await submit(admin, form, `${apps}/${gone.id}/configurations/new`, {
      title: 'Late',
      reach: 'company',
      ...VALUES,
    });
    expect([late.status, await listed(gone.id)]).toEqual([409, []]);
  });

  it('is read by who may see apps, without the names of projects, and changed by nobody but managers', async () => {
    const id = await aConfiguration('Looked at');
    const reader = await browserOf(
      app,
      await aMember(app, main, { levels: { 'company.app_management': 'read_only' } }),
    );
    const page = await reader.get(base);
    expect([page.status, textOf(page).includes('In single projects: 1')]).toEqual([200, true]);
    expect(page.text).not.toContain(`${base}/new`);
    for (const path of ['/new', `/${id}`]) {
      expect((await reader.get(base + path)).status).toBe(403);
      expect((await reader.post(base + path, VALUES)).status).toBe(403);
    }
    expect((await reader.post(`${base}/${id}/delete`, {})).status).toBe(403);
    const nobody = await browserOf(app, await aMember(app, main));
    for (const path of ['', '/new', `/${id}`]) expect([403, 404]).toContain((await nobody.get(base + path)).status);
    expect((await read(id)).title).toBe('Looked at');
  });
});

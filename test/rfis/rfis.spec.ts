import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, aProject, outcome, type Person, signedIn, wrongFields } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

const QUESTION = { subject: 'Which door?', question: 'The plan shows two.' };

interface Site {
  readonly project: number;
  readonly path: string;
}

async function aSite(): Promise<Site> {
  const project = await aProject(admin, main);
  return { project, path: `/projects/${project}/rfis` };
}

interface Worker {
  readonly person: Person;
  readonly api: Api;
}

async function aWorker({ project }: Site, level: string): Promise<Worker> {
  const person = await aMember(app, main);
  const path = `/projects/${project}/members/${person.id}/permissions`;
  expectStatus(await admin.put(path, { levels: { 'project.rfis': level } }), 200);
  return { person, api: await signedIn(app, person) };
}

const opened = async (api: Api, path: string, more: object = {}): Promise<{ id: number; number: number }> =>
  expectStatus(await api.post(path, { ...QUESTION, ...more }), 201).body;

describe('the RFIs of a project', () => {
  it('are numbered without a gap when many are opened at once, and from 1 in each project', async () => {
    const [site, other] = [await aSite(), await aSite()];
    const worker = await aWorker(site, 'standard');
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.api.post(site.path, QUESTION)));
    const numbers = answers.map((answer) => expectStatus(answer, 201).body.number as number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect((await opened(admin, other.path)).number).toBe(1);
  });

  it('are listed in pages that know each other', async () => {
    const site = await aSite();
    for (let n = 0; n < 5; n++) await opened(admin, site.path);
    const page = await admin.get(`${site.path}?page=2&per_page=2`);
    expect(page.body.map(({ number }: { number: number }) => number)).toEqual([3, 4]);
    expect([page.headers.get('total'), page.headers.get('per-page')]).toEqual(['5', '2']);
    const issuer = app.configuration.issuer;
    const links = [...(page.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, to, rel]) => [
      rel,
      to,
    ]);
    const at = (n: number): string => `${issuer}/rest/v1.0${site.path}?page=${n}&per_page=2`;
    expect(Object.fromEntries(links)).toEqual({ first: at(1), prev: at(1), next: at(3), last: at(3) });
    const beyond = await admin.get(`${site.path}?page=9&per_page=2`);
    expect([beyond.status, beyond.body, beyond.headers.get('total')]).toEqual([200, [], '5']);
    expect((await admin.get(`${site.path}?per_page=1000`)).headers.get('per-page')).toBe('300');
  });

  it.each(['page=0', 'page=-1', 'page=x', 'per_page=0', 'per_page=1.5', 'page=1&page=2', 'page=9999999999999'])(
    'are not listed by %s',
    async (query) => {
      const site = await aSite();
      expect((await admin.get(`${site.path}?${query}`)).status).toBe(422);
    },
  );
});

describe('what a level allows', () => {
  it('none: neither that there are any, nor one of them', async () => {
    const site = await aSite();
    const { id } = await opened(admin, site.path);
    const { api } = await aWorker(site, 'none');
    expect(outcome(await api.get(site.path))).toEqual([403, 'insufficient_level']);
    expect(outcome(await api.get(`${site.path}/${id}`))).toEqual([404, 'not_found']);
    expect(outcome(await api.patch(`${site.path}/${id}`, { status: 'closed' }))).toEqual([404, 'not_found']);
  });

  it('read_only: to read', async () => {
    const site = await aSite();
    const { id } = await opened(admin, site.path);
    const { api } = await aWorker(site, 'read_only');
    expect((await api.get(`${site.path}/${id}`)).status).toBe(200);
    expect(outcome(await api.post(site.path, QUESTION))).toEqual([403, 'insufficient_level']);
    expect(outcome(await api.patch(`${site.path}/${id}`, QUESTION))).toEqual([403, 'insufficient_level']);
  });

  it('standard: all with one’s own, and editing what one is assigned', async () => {
    const site = await aSite();
    const { api, person } = await aWorker(site, 'standard');
    const mine = await opened(api, site.path);
    expect((await api.patch(`${site.path}/${mine.id}`, { status: 'closed' })).body.status).toBe('closed');
    const assigned = await opened(admin, site.path, { assignee_id: person.id });
    expect((await api.patch(`${site.path}/${assigned.id}`, { question: 'Or three?' })).status).toBe(200);
    const closing = await api.patch(`${site.path}/${assigned.id}`, { status: 'closed' });
    expect(closing.body).toMatchObject({
      code: 'insufficient_level',
      required_level: 'admin',
      actual_level: 'standard',
    });
    const foreign = await opened(admin, site.path);
    expect(outcome(await api.patch(`${site.path}/${foreign.id}`, QUESTION))).toEqual([403, 'insufficient_level']);
    expect((await admin.get(`${site.path}/${assigned.id}`)).body.status).toBe('open');
  });

  it('admin: everything, as far as the token’s scope goes', async () => {
    const site = await aSite();
    const { person } = await aWorker(site, 'admin');
    const { id } = await opened(admin, site.path);
    const weak = await signedIn(app, person, [main], 'project.rfis:write');
    const refused = await weak.patch(`${site.path}/${id}`, { status: 'closed' });
    expect(outcome(refused)).toEqual([403, 'insufficient_scope']);
    expect(refused.headers.get('www-authenticate')).toContain('scope="project.rfis:admin"');
    const strong = await signedIn(app, person, [main], 'project.rfis:admin');
    expect((await strong.patch(`${site.path}/${id}`, { status: 'closed' })).status).toBe(200);
  });

  it('is asked anew on the next call, as are the project and its tool', async () => {
    const site = await aSite();
    const { api, person } = await aWorker(site, 'standard');
    await opened(api, site.path);
    const permissions = `/projects/${site.project}/members/${person.id}/permissions`;
    expectStatus(await admin.put(permissions, { levels: { 'project.rfis': 'read_only' } }), 200);
    expect(outcome(await api.post(site.path, QUESTION))).toEqual([403, 'insufficient_level']);
    const project = (change: object) =>
      admin.patch(`/projects/${site.project}?company_id=${main}`, { project: change });
    expectStatus(await project({ active: false }), 200);
    expect(outcome(await api.get(site.path))).toEqual([403, 'project_not_permitted']);
    expectStatus(await project({ active: true }), 200);
    expect((await api.get(site.path)).status).toBe(200);
    const tools = [{ id: 106, is_active: false }];
    expectStatus(await admin.patch(`/projects/${site.project}/tools`, { tools }), 200);
    expect(outcome(await api.get(site.path))).toEqual([403, 'tool_disabled']);
    expect(outcome(await admin.post(site.path, QUESTION))).toEqual([403, 'tool_disabled']);
  });
});

describe('bad input', () => {
  it.each([
    ['nothing', {}, ['question', 'subject']],
    ['blanks', { subject: ' ', question: '' }, ['question', 'subject']],
    [
      'other types',
      { subject: 7, question: ['x'], status: 'lost', assignee_id: '1' },
      ['assignee_id', 'question', 'status', 'subject'],
    ],
    ['what is too long', { subject: 'x'.repeat(201), question: 'x'.repeat(10_001) }, ['question', 'subject']],
    [
      'what only we write',
      { ...QUESTION, id: 1, number: 1, created_by: 1, project_id: 1 },
      ['created_by', 'id', 'number', 'project_id'],
    ],
    ['what nobody knows', { ...QUESTION, constructor: 1, x: 1 }, ['constructor', 'x']],
    ['a stranger as assignee', { ...QUESTION, assignee_id: 99_999_999 }, ['assignee_id']],
    ['a fraction as assignee', { ...QUESTION, assignee_id: 1.5 }, ['assignee_id']],
  ])('%s: every wrong field is named, and nothing is opened', async (_what, body, fields) => {
    const site = await aSite();
    expect(wrongFields(await admin.post(site.path, body))).toEqual(fields);
    expect((await admin.get(site.path)).headers.get('total')).toBe('0');
  });

  it('an assignee must be in the project, a member of the company is not enough', async () => {
    const site = await aSite();
    const { id } = await aMember(app, main);
    expect(wrongFields(await admin.post(site.path, { ...QUESTION, assignee_id: id }))).toEqual(['assignee_id']);
  });

  it('that a change brings: every wrong field is named, and nothing changes', async () => {
    const site = await aSite();
    const { id } = await opened(admin, site.path);
    const path = `${site.path}/${id}`;
    const before = (await admin.get(path)).body;
    const body = { subject: '', question: 'x'.repeat(20_000), status: null, number: 9, created_by: 1, x: 1 };
    const fields = ['created_by', 'number', 'question', 'status', 'subject', 'x'];
    expect(wrongFields(await admin.patch(path, body))).toEqual(fields);
    const stranger = { subject: 'Changed', assignee_id: app.demo.users.outsider.id };
    expect(wrongFields(await admin.patch(path, stranger))).toEqual(['assignee_id']);
    for (const other of [[], 'text', 7]) expect((await admin.patch(path, other)).status).toBe(422);
    expect(outcome(await admin.patch(path, { subject: 'A\u0000B' }))).toEqual([400, 'malformed_text']);
    expect((await admin.get(path)).body).toEqual(before);
  });

  it.each(['0', '-1', '1.5', '1e3', 'abc', '99999999999999999999', '%00', "1'--", '..'])(
    'there is no RFI %s',
    async (id) => {
      const site = await aSite();
      const { status } = await admin.get(`${site.path}/${id}`);
      expect([400, 404]).toContain(status);
    },
  );

  it('an RFI is found in its own project only', async () => {
    const [site, other] = [await aSite(), await aSite()];
    const { id } = await opened(admin, site.path);
    for (const path of [`${other.path}/${id}`, `/projects/${app.demo.projects.depot.id}/rfis/${id}`]) {
      expect(outcome(await admin.get(path))).toEqual([404, 'not_found']);
      expect(outcome(await admin.patch(path, { status: 'closed' }))).toEqual([404, 'not_found']);
    }
    expect((await admin.get(`${site.path}/${id}`)).body.status).toBe('open');
  });
});

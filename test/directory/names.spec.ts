import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditTrail } from '../../src/audit/index.js';
import { newSecret, SECRET_PREFIXES } from '../../src/shared/index.js';
import { anApp, appFields } from '../apps/an-app.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let count = 0;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

const account = (name: string) => ({ name, description: '', contact_email: 'a@example.com' });
const template = (name: string) => ({ permission_template: { name, type: 'company_tools' } });
const person = (fields: object) => ({
  user: { email_address: `named-${++count}@demo.test`, last_name: 'Person', ...fields },
});
const page = (label: string) => ({
  components: ['user'],
  post_install_instruction: { page: { url: 'https://example.com', label } },
});

/** Every place where somebody types a name, by the field that a refusal names; `optional` ones may be empty. */
const PLACES: [field: string, send: (name: string) => ReturnType<Api['post']>, optional?: 'optional'][] = [
  ['name', (name) => developer.post('/apps', appFields({ name }))],
  ['publisher', (publisher) => developer.post('/apps', appFields({ publisher }))],
  ['name', async (name) => developer.patch((await anApp(developer)).path, { name })],
  [
    'manifest.post_install_instruction.page.label',
    async (label) =>
      developer.post(`${(await anApp(developer)).path}/versions`, { version: '1.0.0', manifest: page(label) }),
  ],
  ['name', (name) => admin.patch(`/companies/${main}`, { name })],
  ['project.name', (name) => admin.post(`/projects?company_id=${main}`, { project: { name } })],
  ['project.name', (name) => admin.patch(`/projects/${app.demo.projects.bridge.id}`, { project: { name } })],
  [
    'project.display_name',
    (display_name) => admin.patch(`/projects/${app.demo.projects.bridge.id}`, { project: { display_name } }),
    'optional',
  ],
  [
    'project.project_number',
    (project_number) => admin.patch(`/projects/${app.demo.projects.bridge.id}`, { project: { project_number } }),
    'optional',
  ],
  ['user.last_name', (last_name) => admin.post(`/companies/${main}/users`, person({ last_name }))],
  ['user.first_name', (first_name) => admin.post(`/companies/${main}/users`, person({ first_name })), 'optional'],
  ['user.job_title', (job_title) => admin.post(`/companies/${main}/users`, person({ job_title })), 'optional'],
  ['permission_template.name', (name) => admin.post(`/companies/${main}/permission_templates`, template(name))],
  ['name', (name) => admin.post(`/companies/${main}/service_accounts`, account(name))],
  ['name', (name) => admin.patch(`/companies/${main}/service_accounts/${app.demo.service_account.id}`, { name })],
];

describe.each(PLACES)('%s (place %#)', (field, send, optional) => {
  it.each([
    ['a right-to-left override', 'Site\u202eppA'],
    ['an isolate', 'Site\u2066App'],
    ['a direction mark', 'Site\u200eApp'],
    ['an Arabic letter mark', 'Site\u061cApp'],
    ['an escape sequence', 'Site\u001b[2J'],
    ['line ends', 'Site\r\nSet-Cookie: a=b'],
    ['a line separator', 'Site\u2028App'],
    ['a C1 control', 'Site\u009bApp'],
  ])('refuses %s', async (_, name) => expect(wrongFields(await send(name))).toEqual([field]));

  it('takes scripts that read either way, joined emoji, and what only looks like a secret', async () => {
    for (const name of ['חברת בנייה', 'شركة البناء', 'Büro Łódź – N° 7', '👷‍♀️ Crew', 'ghcs_x', '$argon2', 'ghrt_']) {
      expect([200, 201]).toContain((await send(`  ${name} ${++count} `)).status);
    }
  });

  it(`${optional ? 'may' : 'must not'} be blank`, async () => {
    for (const blank of ['', ' \t ']) {
      const answer = await send(blank);
      if (optional) expect([200, 201]).toContain(answer.status);
      else expect(wrongFields(answer)).toEqual([field]);
    }
    if (!optional) expect(wrongFields(await send('\u200b\u2060'))).toEqual([field]);
  });
});

describe('a name that is a secret', () => {
  it.each(Object.values(SECRET_PREFIXES))('never reaches the audit trail: %s', async (prefix) => {
    const secret = newSecret(prefix);
    const created = expectStatus(await developer.post('/apps', appFields({ name: secret })), 201).body;
    const events = await auditOf(app, 'app', created.id);
    expect(events.map(({ action }) => action)).toContain('app.created');
    expect(JSON.stringify(events)).toContain('[redacted]');
    const all = await app.database.query('SELECT before_state, after_state FROM audit_events');
    expect(JSON.stringify(all)).not.toContain(secret);
  });

  it('and one that only begins like one is kept as it was typed', async () => {
    const created = expectStatus(await developer.post('/apps', appFields({ name: 'ghcs_crane' })), 201).body;
    expect(created.name).toBe('ghcs_crane');
    expect((await auditOf(app, 'app', created.id))[0].text).toContain('ghcs_crane');
  });
});

const notes = (text: string) => ({ components: ['user'], post_install_instruction: { notes: text } });
const drafted = async (body: object) =>
  developer.post(`${(await anApp(developer)).path}/versions`, { version: '1.0.0', manifest: page('Guide'), ...body });

/** Every place where somebody types lines, by the field that a refusal names. */
const LINES: [field: string, send: (text: string) => ReturnType<Api['post']>][] = [
  ['description', (description) => developer.post('/apps', appFields({ description }))],
  ['release_notes', (release_notes) => drafted({ release_notes })],
  ['manifest.post_install_instruction.notes', (text) => drafted({ manifest: notes(text) })],
  [
    'description',
    (description) => admin.post(`/companies/${main}/service_accounts`, { ...account('Lines'), description }),
  ],
];

describe.each(LINES)('lines in %s', (field, send) => {
  it('may end and be indented', async () => {
    expectStatus(await send('First\r\n\tsecond\nthird'), 201);
  });

  it.each(['\u0001', '\u001b[31m', '\u007f', '\u009b', '\u202e'])('have nothing unseen: %j', async (unseen) => {
    expect(wrongFields(await send(`First ${unseen} second`))).toEqual([field]);
  });
});

describe('the audit trail', () => {
  it('has room for what a body of 64 KiB can become', async () => {
    const { id, path } = await anApp(developer);
    const after = { notes: '"'.repeat(100_000), more: 'ü'.repeat(100_000) };
    await app.app.get(AuditTrail).record({ action: 'app.changed', subjectType: 'app', subjectId: id, after });
    expect((await auditOf(app, 'app', id)).at(-1)?.text).toBe(`null ${JSON.stringify(after)}`);
    expectStatus(await developer.post(`${path}/versions`, { version: '1.0.0', manifest: page('Guide') }), 201);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { install } from '../app-management/installing.js';
import { outcome, wrongFields } from '../directory/people.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aDraft, anApp, type AnApp, aPromotedVersion, aServiceApp, CONNECTOR, USER_APP } from './an-app.js';
import { type Api, as, auditOf, expectStatus } from './api.js';
import { aTeammate } from './team.js';

let app: TestApp;
let developer: Api;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
});
afterAll(() => app.close());

const FULL = {
  components: ['user', 'embedded'],
  embedded: [
    { type: 'fullscreen', title: 'Reports', source_url: 'https://app.example.com/reports' },
    {
      type: 'sidepanel',
      title: 'Order',
      description: 'Beside an order.',
      source_url: 'https://app.example.com/order?id={{procore.project.id}}',
      views: ['commitments.purchase_orders.detail'],
    },
  ],
  user_permissions: { project: { rfis: 'readonly' } },
  configuration: {
    schema: {
      type: 'object',
      properties: {
        inbox: { type: 'string', format: 'uri', title: 'Inbox' },
        retries: { type: 'integer', minimum: 0, maximum: 5 },
      },
      required: ['inbox'],
    },
    company: true,
  },
  setup_instructions: 'Have the address of your inbox at hand.',
  post_install_instruction: { notes: 'Open the reports.', page: { url: 'https://app.example.com/', label: 'Reports' } },
};

const BROKEN = {
  components: ['service_account', 'robot'],
  scopes: ['apps:manage'],
  permissions: { company: { admin: 'standard' }, project: { rfiz: 'standard', rfis: 'owner' } },
  embedded: [{ type: 'sidepanel', title: '', source_url: 'http://app.example.com', views: [] }],
  configuration: { schema: { type: 'object', properties: { password: { type: 'string' } }, required: ['inbox'] } },
};

const BROKEN_PATHS = [
  'manifest.components.1',
  'manifest.configuration.schema.properties.password',
  'manifest.configuration.schema.required.0',
  'manifest.embedded',
  'manifest.embedded.0.source_url',
  'manifest.embedded.0.title',
  'manifest.embedded.0.views',
  'manifest.permissions.company.admin',
  'manifest.permissions.project.rfis',
  'manifest.permissions.project.rfiz',
  'manifest.scopes',
];

const check = (by: Api, { path }: AnApp, manifest: unknown) => by.post(`${path}/manifest_checks`, { manifest });

describe('a version', () => {
  it('keeps pages, configuration and instructions, and shows them to the companies that install it', async () => {
    const mine = await anApp(developer);
    const { production_version_key: version_key } = await aPromotedVersion(developer, mine, '1.0.0', FULL);
    const kept = { ...FULL, user_permissions: { company: {}, project: { 'project.rfis': 'read_only' } } };
    expect((await developer.get(`${mine.path}/versions/1.0.0`)).body.manifest).toMatchObject(kept);
    const installed = await install(await as(app, 'admin'), app.demo.companies.main.id, { version_key });
    expect(installed).toMatchObject({ manifest: kept, components: ['oauth', 'fullscreen', 'sidepanel'] });
  });

  it('hears of every fault at once, those of its other fields too, and is not made', async () => {
    const mine = await aServiceApp(developer);
    const answer = await developer.post(`${mine.path}/versions`, {
      version: '1',
      manifest: BROKEN,
      status: 'promoted',
    });
    expect(wrongFields(answer)).toEqual([...BROKEN_PATHS, 'status', 'version']);
    expect((await developer.get(`${mine.path}/versions`)).body).toEqual([]);
    const path = await aDraft(developer, mine);
    expect(wrongFields(await developer.patch(path, { manifest: BROKEN, release_notes: '' }))).toEqual([
      ...BROKEN_PATHS,
      'release_notes',
    ]);
    expect((await developer.get(path)).body.manifest.components).toEqual(['user']);
  });

  it('has nothing of its developer as a key in the audit trail', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, mine, '1.0.0', FULL);
    const { id } = expectStatus(
      await developer.patch(`${mine.path}/versions/1.0.0`, { manifest: FULL, release_notes: 'n'.repeat(10_000) }),
      200,
    ).body;
    const events = await auditOf(app, 'app_version', id);
    expect(events.map(({ action }) => action)).toEqual(['app_version.created', 'app_version.changed']);
    for (const { text } of events) {
      expect(text).toContain('"configuration_fields":["inbox","retries"]');
      expect(text).not.toContain('"inbox":');
      expect(text.length).toBeLessThan(4_000);
    }
  });

  it('may be as large as a manifest may be, and no larger', async () => {
    const mine = await anApp(developer);
    const properties = (length: number): object =>
      Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [`f${at}`, { type: 'string', description: 'é'.repeat(length) }]),
      );
    const manifest = (length: number) => ({
      ...USER_APP,
      configuration: { schema: { type: 'object', properties: properties(length) } },
    });
    const large = await developer.post(`${mine.path}/versions`, { version: '1.0.0', manifest: manifest(260) });
    expect(large.status).toBe(201);
    const tooLarge = await developer.post(`${mine.path}/versions`, { version: '1.0.1', manifest: manifest(280) });
    expect(wrongFields(tooLarge)).toEqual(['manifest']);
  });
});

describe('POST /apps/{id}/manifest_checks', () => {
  it('finds nothing wrong with a sound manifest, and makes nothing of it', async () => {
    const mine = await aServiceApp(developer);
    for (const manifest of [FULL, CONNECTOR, USER_APP]) {
      const answer = await check(developer, mine, manifest);
      expect([answer.status, answer.body]).toEqual([200, { valid: true, errors: {} }]);
    }
    expect((await developer.get(`${mine.path}/versions`)).body).toEqual([]);
  });

  it('names every fault, those of the clients of the app too', async () => {
    const answer = expectStatus(await check(developer, await anApp(developer), BROKEN), 200);
    expect(answer.body.valid).toBe(false);
    expect(Object.keys(answer.body.errors as object).sort()).toEqual(['manifest.components', ...BROKEN_PATHS].sort());
    for (const messages of Object.values(answer.body.errors as object)) expect(messages[0]).toEqual(expect.any(String));
  });

  it.each([null, [], 'text', 7])('says of %j that it is no manifest', async (manifest) => {
    const answer = expectStatus(await check(developer, await anApp(developer), manifest), 200);
    expect([answer.body.valid, Object.keys(answer.body.errors as object)]).toEqual([false, ['manifest']]);
  });

  it('is for everybody on the team, and for nobody else', async () => {
    const mine = await anApp(developer);
    const mate = await aTeammate(app, developer, mine);
    expect((await check(mate.api, mine, USER_APP)).body.valid).toBe(true);
    expect((await check(await as(app, 'member'), mine, BROKEN)).status).toBe(404);
    const reader = await as(app, 'developer', 'tools:admin directory:manage');
    expect(outcome(await check(reader, mine, USER_APP))).toEqual([403, 'insufficient_scope']);
  });

  it('refuses a body with anything else in it', async () => {
    const mine = await anApp(developer);
    const answer = await developer.post(`${mine.path}/manifest_checks`, { manifest: USER_APP, version: '1.0.0' });
    expect(wrongFields(answer)).toEqual(['version']);
    expect(wrongFields(await developer.post(`${mine.path}/manifest_checks`, {}))).toEqual(['manifest']);
  });
});

describe('GET /schemas/app-manifest.json', () => {
  it('is open to everybody, and takes what the server takes', async () => {
    const answer = await send(`${app.url}/schemas/app-manifest.json`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/schema\+json/);
    expect(answer.body.$id).toBe(`${app.configuration.issuer}/schemas/app-manifest.json`);
    const fits = new Ajv2020({ formats: { uri: true } }).compile(answer.body as object);
    expect([FULL, CONNECTOR, USER_APP, BROKEN].map((manifest) => fits(manifest))).toEqual([true, true, true, false]);
    expect(answer.body.properties.permissions.properties.project.propertyNames.enum).toContain('project.rfis');
  });
});

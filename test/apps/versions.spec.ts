import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppBlocking } from '../../src/operations/index.js';
import { credentials, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  aDraft,
  anApp,
  aPromotedVersion,
  aServiceApp,
  aTestedVersion,
  CONNECTOR,
  CONNECTOR_PERMISSIONS,
  USER_APP,
} from './an-app.js';
import { type Api, as, auditOf, expectStatus } from './api.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOTES = { release_notes: 'First release.' };

let app: TestApp;
let developer: Api;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
});
afterAll(() => app.close());

const statuses = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe('POST /apps/{id}/versions', () => {
  it('drafts a version, with its manifest in full names and our words', async () => {
    const mine = await aServiceApp(developer);
    const answer = await developer.post(`${mine.path}/versions`, { version: '1.0.0', manifest: CONNECTOR });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      version: '1.0.0',
      status: 'draft',
      permissions: CONNECTOR_PERMISSIONS,
      manifest: {
        components: ['user', 'service_account'],
        permissions: { company: { 'company.directory': 'read_only' }, project: { 'project.rfis': 'standard' } },
      },
      sandbox_version_key: null,
      production_version_key: null,
      promoted_at: null,
    });
    expect((await developer.get(`${mine.path}/versions/1.0.0`)).body).toEqual(answer.body);
  });

  it.each(['1.0.0', '0.9.9', '1.0.0'])('refuses %s after 1.0.0', async (version) => {
    const mine = await anApp(developer);
    await aDraft(developer, mine, '1.0.0');
    const answer = await developer.post(`${mine.path}/versions`, { version, manifest: USER_APP });
    expect([answer.status, answer.body.code]).toEqual([409, 'version_not_greater']);
  });

  it('counts by numbers, not by letters', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, mine, '1.9.0');
    await aDraft(developer, mine, '1.10.0');
    const list = (await developer.get(`${mine.path}/versions`)).body;
    expect(list.map(({ version }: { version: string }) => version)).toEqual(['1.10.0', '1.9.0']);
    expect((await developer.post(`${mine.path}/versions`, { version: '1.9.5', manifest: USER_APP })).status).toBe(409);
  });

  it('takes a number once when many ask for it', async () => {
    const mine = await anApp(developer);
    const ask = () => developer.post(`${mine.path}/versions`, { version: '1.0.0', manifest: USER_APP });
    expect(statuses(await Promise.all([ask(), ask(), ask(), ask()]))).toEqual([201, 409, 409, 409]);
  });

  it('are a thousand at most, also when several are drafted at once', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, mine, '0.0.1');
    const numbers = Array.from({ length: 998 }, (_, n) => n + 2);
    const copy = `(SELECT manifest FROM (SELECT manifest FROM app_versions WHERE app_id = ${mine.id}) first)`;
    const rows = numbers.map((n) => `(${mine.id}, '0.0.${n}', 0, 0, ${n}, 'draft', ${copy}, 1)`);
    const columns = 'app_id, version, major, minor, patch, status, manifest, created_at';
    await app.database.execute(`INSERT INTO app_versions (${columns}) VALUES ${rows.join(', ')}`);
    const draft = (version: string) => developer.post(`${mine.path}/versions`, { version, manifest: USER_APP });
    expect(statuses(await Promise.all([draft('1.0.0'), draft('2.0.0')]))).toEqual([201, 409]);
    const refused = await draft('3.0.0');
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_versions']);
    expect((await developer.get(`${mine.path}/versions`)).headers.get('total')).toBe('1000');
  });

  it.each([
    [{ version: '1.0' }, 'version'],
    [{ version: '01.0.0' }, 'version'],
    [{ version: '1.0.0-beta' }, 'version'],
    [{ status: 'promoted' }, 'status'],
    [{ production_version_key: 'x' }, 'production_version_key'],
    [{ manifest: {} }, 'manifest.components'],
    [{ manifest: { components: ['user'], permissions: { project: { rfis: 'standard' } } } }, 'manifest.permissions'],
    [{ manifest: { ...CONNECTOR, permissions: { project: { rfiz: 'admin' } } } }, 'manifest.permissions.project.rfiz'],
    [{ manifest: { ...CONNECTOR, scopes: ['apps:manage'] } }, 'manifest.scopes'],
  ])('refuses %j', async (fields, field) => {
    const mine = await aServiceApp(developer);
    const answer = await developer.post(`${mine.path}/versions`, { version: '1.0.0', manifest: USER_APP, ...fields });
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  });

  it('refuses a service account to an app that could not authenticate as one', async () => {
    const apps = [await anApp(developer), await anApp(developer, { client_type: 'public' })];
    for (const mine of apps) {
      const answer = await developer.post(`${mine.path}/versions`, { version: '1.0.0', manifest: CONNECTOR });
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['manifest.components']]);
    }
  });
});

describe('PATCH /apps/{id}/versions/{version}', () => {
  it('changes a draft, and nothing that was sent to testing', async () => {
    const mine = await aServiceApp(developer);
    const path = await aDraft(developer, mine);
    expect((await developer.patch(path, { manifest: CONNECTOR })).body.permissions).toEqual(CONNECTOR_PERMISSIONS);
    expectStatus(await developer.post(`${path}/test`), 200);
    const answer = await developer.patch(path, { manifest: USER_APP });
    expect([answer.status, answer.body.code]).toEqual([409, 'version_not_draft']);
    expect((await developer.get(path)).body.permissions).toEqual(CONNECTOR_PERMISSIONS);
  });

  it.each([{}, { version: '2.0.0' }, { status: 'testing' }, { manifest: { components: [] } }])(
    'refuses %j',
    async (body) => {
      const path = await aDraft(developer, await anApp(developer));
      expect((await developer.patch(path, body)).status).toBe(422);
    },
  );

  it('knows only versions of this app', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, await anApp(developer));
    for (const version of ['1.0.0', 'latest', '1', '1.0.0%20']) {
      expect((await developer.get(`${mine.path}/versions/${version}`)).status).toBe(404);
    }
  });
});

describe('POST …/versions/{version}/test', () => {
  it('gives the sandbox key, once', async () => {
    const path = await aDraft(developer, await anApp(developer));
    const answers = await Promise.all([developer.post(`${path}/test`), developer.post(`${path}/test`)]);
    expect(statuses(answers)).toEqual([200, 409]);
    const version = (await developer.get(path)).body;
    expect(version).toMatchObject({ status: 'testing', production_version_key: null });
    expect(version.sandbox_version_key).toMatch(UUID);
  });
});

describe('POST …/versions/{version}/promote', () => {
  it('makes the production client with the first promotion, and shows its secret this once', async () => {
    const mine = await aServiceApp(developer);
    const first = await aPromotedVersion(developer, mine, '1.0.0', CONNECTOR);
    expect(first.production_version_key).toMatch(UUID);
    expect(first.production_version_key).not.toBe(first.sandbox_version_key);
    const { client_id, client_secret } = first.production_client ?? { client_id: '', client_secret: '' };
    expect(client_id).not.toBe(mine.sandbox.client_id);
    expect(client_secret).not.toBe(mine.sandbox.client_secret);
    expect(first.production_client).toMatchObject({
      environment: 'production',
      grant_types: expect.arrayContaining(['client_credentials']),
    });
    const form = {
      grant_type: 'client_credentials',
      ...credentials({ client_id, client_secret: client_secret ?? '' }),
    };
    expect((await tokenRequest(app, form)).status).toBe(200);
    const second = await aPromotedVersion(developer, mine, '1.1.0', CONNECTOR);
    expect(second.production_client).toBeNull();
    const clients = (await developer.get(`${mine.path}/clients`)).body;
    expect(clients.map(({ environment }: { environment: string }) => environment)).toEqual(['sandbox', 'production']);
    const events = await app.database.query('SELECT after_state FROM audit_events');
    expect(JSON.stringify(events)).not.toContain(client_secret);
  });

  it('refuses a draft, and what was promoted already', async () => {
    const mine = await anApp(developer);
    const path = await aDraft(developer, mine);
    expect((await developer.post(`${path}/promote`, NOTES)).body.code).toBe('version_not_testing');
    expectStatus(await developer.post(`${path}/test`), 200);
    expectStatus(await developer.post(`${path}/promote`, NOTES), 200);
    expect((await developer.post(`${path}/promote`, NOTES)).body.code).toBe('version_not_testing');
    expect((await developer.post(`${path}/test`)).body.code).toBe('version_not_draft');
  });

  it.each([{}, { release_notes: ' ' }, { release_notes: null }, { release_notes: 'x', status: 'promoted' }])(
    'refuses %j',
    async (body) => {
      const path = await aTestedVersion(developer, await anApp(developer));
      expect((await developer.post(`${path}/promote`, body)).status).toBe(422);
      expect((await developer.get(path)).body.status).toBe('testing');
    },
  );

  it('happens once when many try', async () => {
    const path = await aTestedVersion(developer, await anApp(developer));
    const promote = () => developer.post(`${path}/promote`, NOTES);
    const answers = await Promise.all([promote(), promote(), promote(), promote(), promote()]);
    expect(statuses(answers)).toEqual([200, 409, 409, 409, 409]);
    const { id, production_version_key } = (await developer.get(path)).body;
    expect(answers.find(({ status }) => status === 200)?.body.production_version_key).toBe(production_version_key);
    const promotions = (await auditOf(app, 'app_version', id)).filter(
      ({ action }) => action === 'app_version.promoted',
    );
    expect(promotions).toHaveLength(1);
  });

  it('makes one production client when two versions are promoted at once', async () => {
    const mine = await anApp(developer);
    const paths = [await aTestedVersion(developer, mine, '1.0.0'), await aTestedVersion(developer, mine, '1.1.0')];
    const answers = await Promise.all(paths.map((path) => developer.post(`${path}/promote`, NOTES)));
    expect(statuses(answers)).toEqual([200, 200]);
    expect(answers.filter(({ body }) => body.production_client !== null)).toHaveLength(1);
    expect((await developer.get(`${mine.path}/clients`)).body).toHaveLength(2);
  });

  it('leaves no enabled client when an operator blocks the app at the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const mine = await anApp(developer);
      const path = await aTestedVersion(developer, mine);
      const promotion = developer.post(`${path}/promote`, NOTES);
      const [{ status }] = await Promise.all([promotion, app.app.get(AppBlocking).block(mine.uid)]);
      expect([200, 403]).toContain(status);
      const sql = 'SELECT client_id FROM clients WHERE app_id = ? AND enabled = 1';
      expect(await app.database.query(sql, [mine.id])).toEqual([]);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aConnector, anInstalledConnector, aUserApp, connectorTerms, install } from '../app-management/installing.js';
import { outcome, wrongFields } from '../directory/people.js';
import { authorize, codeOf } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  aDraft,
  anApp,
  type AnApp,
  aPromotedVersion,
  aServiceApp,
  aTestedVersion,
  CONNECTOR,
  listInMarketplace,
} from './an-app.js';
import { type Api, as, asClient, auditOf, expectStatus } from './api.js';

const REASON = { reason: 'Loses answers.' };
const NOTES = { release_notes: 'New.' };

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let sandbox: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  sandbox = app.demo.companies.sandbox.id;
  tower = app.demo.projects.tower.id;
});
afterAll(() => app.close());

const withdraw = ({ path }: AnApp, version = '1.0.0') => developer.post(`${path}/versions/${version}/withdraw`, REASON);
const tryToInstall = (company: number, body: object) => admin.post(`/companies/${company}/app_installations`, body);
const statuses = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();
const status = (text: string) => ({ company_id: main, app_installation: { status: text } });

describe('POST …/versions/{version}/withdraw', () => {
  it('takes a version in testing back: its key is gone and installs nothing', async () => {
    const mine = await anApp(developer);
    const path = await aTestedVersion(developer, mine);
    const { id, sandbox_version_key: version_key } = (await developer.get(path)).body;
    const withdrawn = expectStatus(await withdraw(mine), 200).body;
    expect(withdrawn).toMatchObject({
      status: 'withdrawn',
      sandbox_version_key: null,
      withdrawal_reason: REASON.reason,
    });
    expect(withdrawn.withdrawn_at).not.toBeNull();
    expect((await developer.get(path)).body).toEqual(withdrawn);
    expect(wrongFields(await tryToInstall(sandbox, { version_key }))).toEqual(['version_key']);
    expect(outcome(await developer.post(`${path}/promote`, NOTES))).toEqual([409, 'version_not_testing']);
    const events = (await auditOf(app, 'app_version', id)).filter(({ action }) => action === 'app_version.withdrawn');
    expect(events).toHaveLength(1);
    expect(events[0].text).toMatch(/"status":"testing".*"reason":"Loses answers\."/);
  });

  it('takes a promoted version back from everybody who does not have it, and says why', async () => {
    const { app: mine, version } = await aUserApp(developer);
    await listInMarketplace(app, mine);
    expectStatus(await withdraw(mine), 200);
    const keyed = await tryToInstall(main, { version_key: version.production_version_key });
    expect([...outcome(keyed), keyed.body.reason]).toEqual([409, 'version_withdrawn', REASON.reason]);
    expect(wrongFields(await tryToInstall(sandbox, { version_key: version.sandbox_version_key }))).toEqual([
      'version_key',
    ]);
    expect(wrongFields(await tryToInstall(main, { app_id: mine.id }))).toEqual(['app_id']);
    const byUid = { app_uid: mine.uid, company_id: main };
    expect(wrongFields(await admin.post('/app_installations', byUid))).toEqual(['app_uid']);
  });

  it('leaves it with the companies that run it, and offers it to none as an update', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    await aPromotedVersion(developer, connector.app, '1.1.0', CONNECTOR);
    const show = async () => (await admin.get(`/app_installations/${connector.id}?company_id=${main}`)).body;
    const list = async () => (await admin.get(`/app_installations?company_id=${main}&per_page=300`)).body;
    const updateOf = async (): Promise<unknown> =>
      (await list()).find(({ id }: { id: number }) => id === connector.id).updatable_app_version_id;
    expect(await updateOf()).toBeGreaterThan(0);
    expectStatus(await withdraw(connector.app, '1.1.0'), 200);
    expect(await updateOf()).toBeNull();
    expectStatus(await withdraw(connector.app), 200);
    expect(await show()).toMatchObject({ status: 'installed', semantic_version: '1.0.0' });
    expect((await show()).developer_app.published_app_version_id).toBeNull();
    const service = await asClient(app, connector.client);
    expect((await service.get(`/projects/${tower}/rfis`, main)).status).toBe(200);
    // What companies still run must still be able to authenticate.
    const body = { grant_types: ['authorization_code', 'refresh_token'] };
    const clients = `${connector.app.path}/clients/${connector.client.client_id}`;
    expect(wrongFields(await developer.patch(clients, body))).toEqual(['grant_types']);
  });

  it('cannot be reinstalled by a company that uninstalled it', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    expectStatus(await admin.patch(`/app_installations/${connector.id}`, status('uninstalled')), 200);
    expectStatus(await withdraw(connector.app), 200);
    const attempt = await admin.patch(`/app_installations/${connector.id}`, status('installed'));
    expect(outcome(attempt)).toEqual([409, 'version_withdrawn']);
    expect((await admin.get(`/app_installations/${connector.id}?company_id=${main}`)).body.status).toBe('uninstalled');
  });

  it('lets the next version take its place, and no other one its number', async () => {
    const { app: mine } = await aUserApp(developer);
    await listInMarketplace(app, mine);
    await aPromotedVersion(developer, mine, '1.1.0');
    expectStatus(await withdraw(mine, '1.1.0'), 200);
    expect(await install(admin, main, { app_id: mine.id })).toMatchObject({ semantic_version: '1.0.0' });
    for (const version of ['1.1.0', '1.0.5']) {
      const draft = await developer.post(`${mine.path}/versions`, { version, manifest: { components: ['user'] } });
      expect(outcome(draft)).toEqual([409, 'version_not_greater']);
    }
    const later = await aPromotedVersion(developer, mine, '1.1.1');
    expect(later.production_client).toBeNull();
  });

  it('is no longer offered where an administrator authorizes the app', async () => {
    const { app: mine, client } = await aUserApp(developer);
    expectStatus(await withdraw(mine), 200);
    const { end } = await authorize(app, client, app.demo.users.admin, { companies: [main] });
    expect(codeOf(end)).not.toBe('');
    const rows = await app.database.query('SELECT 1 FROM app_installations WHERE app_id = ?', [mine.id]);
    expect(rows).toEqual([]);
  });

  it('happens once when many try', async () => {
    const { app: mine } = await aUserApp(developer);
    const attempts = [withdraw(mine), withdraw(mine), withdraw(mine)];
    expect(statuses(await Promise.all(attempts))).toEqual([200, 409, 409]);
    expect(outcome(await withdraw(mine))).toEqual([409, 'version_not_released']);
  });

  it('refuses a draft, and what there is not', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, mine);
    expect(outcome(await withdraw(mine))).toEqual([409, 'version_not_released']);
    expect((await developer.get(`${mine.path}/versions/1.0.0`)).body.status).toBe('draft');
    for (const version of ['2.0.0', 'latest']) expect((await withdraw(mine, version)).status).toBe(404);
  });

  it.each([{}, { reason: ' ' }, { reason: null }, { reason: 'x'.repeat(2_001) }, { reason: 'x', status: 'draft' }])(
    'refuses %j',
    async (body) => {
      const path = await aTestedVersion(developer, await anApp(developer));
      expect((await developer.post(`${path}/withdraw`, body)).status).toBe(422);
      expect((await developer.get(path)).body.status).toBe('testing');
    },
  );
});

describe('a company and a withdrawn version', () => {
  const at = (id: number, verb: string): string => `/companies/${main}/app_installations/${id}/${verb}`;

  it('that it suspended go on together when it resumes', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    expectStatus(await admin.post(at(connector.id, 'suspend')), 200);
    expectStatus(await withdraw(connector.app), 200);
    expect((await admin.post(at(connector.id, 'resume'))).status).toBe(200);
    const service = await asClient(app, connector.client);
    expect((await service.get(`/projects/${tower}/rfis`, main)).status).toBe(200);
  });

  it('do not come together by an upgrade, nor by rolling one back', async () => {
    const connector = await anInstalledConnector(developer, admin, main, tower);
    const { production_version_key: version_key } = await aPromotedVersion(
      developer,
      connector.app,
      '1.1.0',
      CONNECTOR,
    );
    const { id: version_id } = (await developer.get(`${connector.app.path}/versions/1.1.0`)).body;
    expectStatus(await withdraw(connector.app, '1.1.0'), 200);
    expect(outcome(await admin.get(at(connector.id, 'upgrade')))).toEqual([409, 'not_an_upgrade']);
    expect(outcome(await admin.post(at(connector.id, 'upgrade'), { version_key }))).toEqual([409, 'version_withdrawn']);
    expect(wrongFields(await admin.post(at(connector.id, 'upgrade'), { version_id }))).toEqual(['version_id']);
    const { production_version_key: later } = await aPromotedVersion(developer, connector.app, '1.2.0', CONNECTOR);
    expectStatus(await admin.post(at(connector.id, 'upgrade'), { version_key: later }), 200);
    expectStatus(await withdraw(connector.app), 200);
    expect(outcome(await admin.post(at(connector.id, 'rollback')))).toEqual([409, 'version_withdrawn']);
    const shown = (await admin.get(`/app_installations/${connector.id}?company_id=${main}`)).body;
    expect([shown.status, shown.semantic_version]).toEqual(['installed', '1.2.0']);
  });

  it('that a member asked for before do not come together by approving that', async () => {
    const member = await as(app, 'member');
    const { app: mine, version } = await aUserApp(developer);
    const requests = `/companies/${main}/installation_requests`;
    const { id } = expectStatus(await member.post(requests, { version_key: version.production_version_key }), 201).body;
    expectStatus(await withdraw(mine), 200);
    expect(outcome(await admin.post(`${requests}/${id}/approve`, {}))).toEqual([409, 'version_withdrawn']);
    expect((await admin.get(`${requests}/${id}`)).body.status).toBe('pending');
    const attempt = await member.post(requests, { version_key: version.production_version_key });
    expect(outcome(attempt)).toEqual([409, 'version_withdrawn']);
  });
});

describe('at the same moment', () => {
  it('a version is withdrawn, and installed before or not at all', async () => {
    for (let round = 0; round < 8; round++) {
      const connector = await aConnector(developer);
      const terms = connectorTerms(connector, tower);
      const [withdrawn, installed] = await Promise.all([withdraw(connector.app), tryToInstall(main, terms)]);
      expect(withdrawn.status).toBe(200);
      expect([201, 409]).toContain(installed.status);
      if (installed.status === 409) expect(installed.body.code).toBe('version_withdrawn');
      const sql =
        'SELECT i.installed_at, v.withdrawn_at FROM app_installations i JOIN app_versions v ON v.id = i.version_id WHERE i.app_id = ?';
      const rows = await app.database.query<{ installed_at: number; withdrawn_at: number }>(sql, [connector.app.id]);
      expect(rows).toHaveLength(installed.status === 201 ? 1 : 0);
      for (const row of rows) expect(Number(row.installed_at)).toBeLessThanOrEqual(Number(row.withdrawn_at));
    }
  });

  it('a version is withdrawn, and upgraded to before or not at all', async () => {
    for (let round = 0; round < 5; round++) {
      const connector = await anInstalledConnector(developer, admin, main, tower);
      const { production_version_key: version_key } = await aPromotedVersion(
        developer,
        connector.app,
        '1.1.0',
        CONNECTOR,
      );
      const [withdrawn, upgraded] = await Promise.all([
        withdraw(connector.app, '1.1.0'),
        admin.post(`/companies/${main}/app_installations/${connector.id}/upgrade`, { version_key }),
      ]);
      expect(withdrawn.status).toBe(200);
      expect([200, 409]).toContain(upgraded.status);
      const { semantic_version } = (await admin.get(`/app_installations/${connector.id}?company_id=${main}`)).body;
      expect(semantic_version).toBe(upgraded.status === 200 ? '1.1.0' : '1.0.0');
    }
  });

  it('a version is promoted and withdrawn, and ends withdrawn', async () => {
    for (let round = 0; round < 6; round++) {
      const mine = await aServiceApp(developer);
      const path = await aTestedVersion(developer, mine);
      const [promoted, withdrawn] = await Promise.all([developer.post(`${path}/promote`, NOTES), withdraw(mine)]);
      expect(withdrawn.status).toBe(200);
      expect([200, 409]).toContain(promoted.status);
      const version = (await developer.get(path)).body;
      expect(version.status).toBe('withdrawn');
      expect(version.production_version_key === null).toBe(promoted.status === 409);
      const { production_version_key: version_key } = version;
      if (version_key) expect(outcome(await tryToInstall(main, { version_key }))).toEqual([409, 'version_withdrawn']);
    }
  });
});

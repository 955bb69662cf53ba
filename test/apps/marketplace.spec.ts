import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aConnector, aUserApp, type PromotedApp } from '../app-management/installing.js';
import { outcome, through, wrongFields } from '../directory/people.js';
import { AppBlocking, runCommandLine } from '../../src/operations/index.js';
import { userTokens } from '../support/flows.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anApp, type AnApp, aPromotedVersion, aTestedVersion, CONNECTOR, CONNECTOR_PERMISSIONS } from './an-app.js';
import { type Api, as, asClient, auditOf, expectStatus } from './api.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
});
afterAll(() => app.close());

/** Runs a command against the running program: its exit code and what it said. */
async function cli(...argv: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const open = async () => ({ get: <T>(type: never): T => app.app.get(type), close: async () => undefined });
  const code = await runCommandLine(argv, { print: say, complain: say, open });
  return { code, text: lines.join('\n') };
}

const list = ({ uid }: AnApp) => cli('app', 'list', '--uid', uid);
const unlist = ({ uid }: AnApp) => cli('app', 'unlist', '--uid', uid);

interface Listed {
  readonly id: number;
  readonly version: string;
}

const shown = async (by: Api = developer): Promise<Listed[]> =>
  expectStatus(await by.get('/marketplace/apps?per_page=300'), 200).body;

const find = async ({ id }: AnApp): Promise<Listed | undefined> => (await shown()).find((one) => one.id === id);

const install = (company: number, body: object) => admin.post(`/companies/${company}/app_installations`, body);

describe('the marketplace', () => {
  it('shows what an operator listed, with all that an administrator wants to know', async () => {
    const { app: mine } = await aConnector(developer);
    expect(await find(mine)).toBeUndefined();
    expect(await list(mine)).toMatchObject({ code: 0, text: expect.stringContaining('in the marketplace') });
    expect(await find(mine)).toEqual({
      id: mine.id,
      uid: mine.uid,
      name: expect.stringMatching(/^Field Reports/),
      description: 'Sends RFIs to the field.',
      publisher: expect.any(String),
      website: null,
      components: ['user', 'service_account'],
      permissions: CONNECTOR_PERMISSIONS,
      user_permissions: null,
      setup_instructions: null,
      version: '1.0.0',
      release_notes: 'New.',
      released_at: expect.any(String),
    });
    expect((await developer.get(mine.path)).body.marketplace).toBe(true);
    await aPromotedVersion(developer, mine, '1.10.0', CONNECTOR);
    await aPromotedVersion(developer, mine, '1.11.0', CONNECTOR);
    expectStatus(await developer.post(`${mine.path}/versions/1.11.0/withdraw`, { reason: 'Broken.' }), 200);
    expect((await find(mine))?.version).toBe('1.10.0');
  });

  it('shows no app without a promoted version that was not withdrawn', async () => {
    const mine = await anApp(developer);
    await aTestedVersion(developer, mine);
    await list(mine);
    expect(await find(mine)).toBeUndefined();
    expectStatus(await developer.post(`${mine.path}/versions/1.0.0/promote`, { release_notes: 'New.' }), 200);
    expect((await find(mine))?.version).toBe('1.0.0');
    expectStatus(await developer.post(`${mine.path}/versions/1.0.0/withdraw`, { reason: 'Broken.' }), 200);
    expect(await find(mine)).toBeUndefined();
  });

  it('shows no blocked app, and no deleted one', async () => {
    const { app: blocked } = await aUserApp(developer);
    await list(blocked);
    await app.app.get(AppBlocking).block(blocked.uid);
    expect(await find(blocked)).toBeUndefined();
    const gone = await anApp(developer);
    expectStatus(await developer.delete(gone.path), 204);
    expect((await list(gone)).code).toBe(1);
  });

  it('shows the same to everybody with a token, page by page, and nothing to others', async () => {
    const [first, second] = [await aUserApp(developer), await aUserApp(developer)];
    await list(first.app);
    await list(second.app);
    const all = await shown();
    const person = await through(app, 'web_app', app.demo.users.member);
    const service = await asClient(app, app.demo.service_account);
    const itself = await asClient(app, app.demo.clients.not_installed);
    for (const api of [person, service, itself, admin]) expect(await shown(api)).toEqual(all);
    const page = await developer.get('/marketplace/apps?per_page=1&page=2');
    expect([page.body, page.headers.get('total')]).toEqual([[all[1]], String(all.length)]);
    expect((await send(`${app.url}/rest/v1.0/marketplace/apps`)).status).toBe(401);
  });

  it('is filled by operators only', async () => {
    const mine = await anApp(developer);
    const change = { name: 'Listed', marketplace: true };
    expect(wrongFields(await developer.patch(mine.path, change))).toEqual(['marketplace']);
    expect((await developer.post(`${mine.path}/list`)).status).toBe(404);
    expect((await developer.post('/marketplace/apps', { uid: mine.uid })).status).toBe(404);
    expect((await developer.get(mine.path)).body.marketplace).toBe(false);
  });

  it('lists and unlists once, each with one event', async () => {
    const { app: mine } = await aUserApp(developer);
    expect((await list(mine)).code).toBe(0);
    expect((await list(mine)).text).toContain('already');
    expect((await unlist(mine)).code).toBe(0);
    expect((await unlist(mine)).text).toContain('was not');
    const events = (await auditOf(app, 'app', mine.id)).slice(1);
    expect(events).toEqual([
      { action: 'app.listed', text: '{"marketplace":false} {"marketplace":true}' },
      { action: 'app.unlisted', text: '{"marketplace":true} {"marketplace":false}' },
    ]);
  });

  it.each(['nothing', '00000000-0000-4000-8000-000000000000', "' OR 1=1 --", '%'])(
    'refuses the uid %j',
    async (uid) => {
      expect((await cli('app', 'list', '--uid', uid)).code).toBe(1);
      expect((await cli('app', 'unlist', '--uid', uid)).code).toBe(1);
    },
  );
});

describe('an app that is not in the marketplace', () => {
  const byId = ({ app: { id } }: PromotedApp): object => ({ app_id: id });
  const byUid = (mine: PromotedApp, company: number) =>
    admin.post('/app_installations', { app_uid: mine.app.uid, company_id: company });

  it('cannot be installed by its id or uid, and looks like one that there is not', async () => {
    const mine = await aUserApp(developer);
    const [real, invented] = [await install(main, byId(mine)), await install(main, { app_id: 987_654_321 })];
    expect(wrongFields(real)).toEqual(['app_id']);
    expect(real.body.errors).toEqual(invented.body.errors);
    const uid = '00000000-0000-4000-8000-000000000000';
    const unknown = await admin.post('/app_installations', { app_uid: uid, company_id: main });
    expect((await byUid(mine, main)).body.errors).toEqual(unknown.body.errors);
    await list(mine.app);
    await unlist(mine.app);
    expect(wrongFields(await install(main, byId(mine)))).toEqual(['app_id']);
  });

  it('can be installed by the key of a version, and then again by its id in that company only', async () => {
    const mine = await aUserApp(developer);
    const { id } = expectStatus(await install(main, { version_key: mine.version.production_version_key }), 201).body;
    expect(outcome(await install(main, byId(mine)))).toEqual([409, 'already_installed']);
    const status = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await admin.patch(`/app_installations/${id}`, status), 200);
    expect((await byUid(mine, main)).status).toBe(201);
    expect(wrongFields(await install(other, byId(mine)))).toEqual(['app_id']);
  });

  it('cannot be asked for by its id, only by the key of a version', async () => {
    const mine = await aUserApp(developer);
    const member = await as(app, 'member');
    const requests = `/companies/${main}/installation_requests`;
    expect(wrongFields(await member.post(requests, byId(mine)))).toEqual(['app_id']);
    const { id } = expectStatus(
      await member.post(requests, { version_key: mine.version.production_version_key }),
      201,
    ).body;
    expect((await admin.post(`${requests}/${id}/approve`, {})).status).toBe(200);
  });

  it('can be connected by an administrator who authorizes it', async () => {
    const mine = await aUserApp(developer);
    await userTokens(app, mine.client, app.demo.users.admin, { companies: [other] });
    const rows = await app.database.query(
      "SELECT company_id FROM app_installations WHERE app_id = ? AND status = 'active'",
      [mine.app.id],
    );
    expect(rows.map(({ company_id }) => Number(company_id))).toEqual([other]);
  });

  it('stays where it is installed when it leaves the marketplace', async () => {
    const mine = await aUserApp(developer);
    await list(mine.app);
    const { id } = expectStatus(await install(other, byId(mine)), 201).body;
    const show = async () => (await admin.get(`/app_installations/${id}?company_id=${other}`)).body;
    expect((await show()).developer_app.marketplace_app).toBe(true);
    await unlist(mine.app);
    expect(await show()).toMatchObject({ status: 'installed', developer_app: { marketplace_app: false } });
  });
});

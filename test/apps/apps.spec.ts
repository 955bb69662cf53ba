import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppCollaborator } from '../../src/apps/index.js';
import { ClientRegistry } from '../../src/clients/index.js';
import { credentials, tokenRequest } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  aDraft,
  anApp,
  type AnApp,
  appFields,
  aPromotedVersion,
  aServiceApp,
  aTestedVersion,
  CONNECTOR,
} from './an-app.js';
import { type Api, as, auditOf, expectStatus } from './api.js';

let app: TestApp;
let developer: Api;
let stranger: Api;
let owner: number;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
  stranger = await as(app, 'member');
  owner = app.demo.users.developer.id;
});
afterAll(() => app.close());

const mint = (client: { client_id: string; client_secret: string | null }) => {
  const client_secret = client.client_secret ?? undefined;
  return tokenRequest(app, { grant_type: 'client_credentials', ...credentials({ ...client, client_secret }) });
};

/** Every route that concerns one app, with a body that would do. */
const routesOf = ({ path, sandbox }: AnApp, owner: number): [method: string, path: string, json?: object][] => [
  ['GET', path],
  ['PATCH', path, { name: 'Mine' }],
  ['GET', `${path}/versions`],
  ['POST', `${path}/versions`, { version: '9.0.0', manifest: { components: ['user'] } }],
  ['GET', `${path}/versions/1.0.0`],
  ['PATCH', `${path}/versions/1.0.0`, { release_notes: 'Mine' }],
  ['POST', `${path}/versions/1.0.0/test`],
  ['POST', `${path}/versions/1.0.0/promote`, { release_notes: 'Mine' }],
  ['GET', `${path}/clients`],
  ['GET', `${path}/clients/${sandbox.client_id}`],
  ['PATCH', `${path}/clients/${sandbox.client_id}`, { redirect_uris: ['https://evil.example/callback'] }],
  ['GET', `${path}/clients/${sandbox.client_id}/secrets`],
  ['POST', `${path}/clients/${sandbox.client_id}/secrets`, {}],
  ['DELETE', `${path}/clients/${sandbox.client_id}/secrets/nonsense`],
  ['GET', `${path}/clients/${sandbox.client_id}/redirect_uris`],
  ['POST', `${path}/clients/${sandbox.client_id}/redirect_uris`, { redirect_uri: 'https://evil.example/callback' }],
  ['DELETE', `${path}/clients/${sandbox.client_id}/redirect_uris/nonsense`],
  ['GET', `${path}/collaborators`],
  ['POST', `${path}/collaborators`, { email: 'friend@evil.example', role: 'admin' }],
  ['GET', `${path}/collaborators/${owner}`],
  ['PATCH', `${path}/collaborators/${owner}`, { role: 'developer' }],
  ['DELETE', `${path}/collaborators/${owner}`],
  ['GET', `${path}/invitations`],
  ['DELETE', `${path}/invitations/1`],
  ['POST', `${path}/versions/1.0.0/withdraw`, { reason: 'Mine' }],
  ['POST', `${path}/transfer`, { user_id: owner }],
  ['DELETE', path],
];

const send = (api: Api, [method, path, json]: [string, string, object?]) =>
  call(`${app.url}/rest/v1.0${path}`, api.token, { method, json });

describe('POST /apps', () => {
  it('makes the caller the owner, and a sandbox client whose secret is shown once', async () => {
    const registered = await anApp(developer, { name: 'Shown once' });
    expect(registered).toMatchObject({ name: 'Shown once', status: 'active', role: 'owner', website: null });
    expect(registered.sandbox).toMatchObject({
      environment: 'sandbox',
      type: 'confidential',
      profile: 'compatible',
      grant_types: ['authorization_code', 'refresh_token'],
      default_scopes: ['tools:admin'],
      enabled: true,
    });
    const secret = registered.sandbox.client_secret ?? '';
    expect(secret).toMatch(/^ghcs_/);
    const later = [
      await developer.get(registered.path),
      await developer.get(`${registered.path}/clients`),
      await developer.get(`${registered.path}/clients/${registered.sandbox.client_id}/secrets`),
    ];
    for (const answer of later) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(secret);
    }
    expect(JSON.stringify(await auditOf(app, 'app', registered.id))).not.toContain(secret);
  });

  it('names the owner as publisher unless told otherwise', async () => {
    const mine = expectStatus(await developer.post('/apps', appFields()), 201).body;
    expect(mine.publisher.length).toBeGreaterThan(0);
    expect((await developer.post('/apps', appFields({ publisher: 'Example Ltd' }))).body.publisher).toBe('Example Ltd');
  });

  it('gives a public client no secret', async () => {
    const { sandbox } = await anApp(developer, { client_type: 'public', redirect_uris: ['http://127.0.0.1/callback'] });
    expect(sandbox).toMatchObject({ type: 'public', client_secret: null });
  });

  it('gives an app of profile oauth21 no default scopes', async () => {
    expect((await anApp(developer, { profile: 'oauth21' })).sandbox).toMatchObject({ default_scopes: [] });
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ uid: 'chosen' }, 'uid'],
    [{ status: 'active' }, 'status'],
    [{ website: 'javascript:alert(1)' }, 'website'],
    [{ client_type: 'first_party' }, 'client_type'],
    [{ profile: 'fapi2' }, 'profile'],
    [{ grant_types: [] }, 'grant_types'],
    [{ grant_types: ['password'] }, 'grant_types.0'],
    [{ grant_types: ['refresh_token'] }, 'grant_types'],
    [{ grant_types: ['authorization_code', 'authorization_code'] }, 'grant_types'],
    [{ client_type: 'public', grant_types: ['client_credentials'] }, 'grant_types'],
    [{ redirect_uris: [] }, 'redirect_uris'],
    [{ redirect_uris: ['http://connector.example.com/callback'] }, 'redirect_uris.0'],
    [{ redirect_uris: ['https://ok.example/cb', 'https://ok.example/#part'] }, 'redirect_uris.1'],
    [{ redirect_uris: ['https://*.example.com/callback'] }, 'redirect_uris.0'],
    [{ allowed_origins: ['https://app.example.com/'] }, 'allowed_origins.0'],
    [{ allowed_origins: ['*'] }, 'allowed_origins.0'],
    [{ allowed_origins: ['http://app.example.com'] }, 'allowed_origins.0'],
    [{ default_scopes: ['apps:manage'] }, 'default_scopes.0'],
    [{ default_scopes: ['tools:read', 'audit:read'] }, 'default_scopes.1'],
    [{ default_scopes: ['project.nothing:read'] }, 'default_scopes.0'],
  ])('refuses %j', async (fields, field) => {
    const answer = await developer.post('/apps', appFields(fields));
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  });

  it('names every wrong field at once', async () => {
    const answer = await developer.post('/apps', { name: '', surprise: 1, redirect_uris: ['nonsense'] });
    expect(Object.keys(answer.body.errors).sort()).toEqual(['description', 'name', 'redirect_uris.0', 'surprise']);
  });

  it('needs apps:manage', async () => {
    const reader = await as(app, 'developer', 'tools:admin directory:manage');
    const answer = await reader.post('/apps', appFields());
    expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_scope']);
  });
});

describe('who may see and change an app', () => {
  it('hides the app from everybody who does not work on it', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, mine);
    for (const route of routesOf(mine, owner))
      expect([route, (await send(stranger, route)).status]).toEqual([route, 404]);
    const list = await stranger.get('/apps');
    expect(list.body.map(({ id }: AnApp) => id)).not.toContain(mine.id);
  });

  it('lets a developer of the app read, and change nothing', async () => {
    const mine = await anApp(developer);
    await aDraft(developer, mine);
    const row = { appId: mine.id, userId: app.demo.users.member.id, role: 'developer' as const };
    await app.database.repository(AppCollaborator).insert(row);
    for (const route of routesOf(mine, owner)) {
      const { status, body } = await send(stranger, route);
      if (route[0] === 'GET') expect([route, status]).toEqual([route, 200]);
      else expect([route, status, body.code]).toEqual([route, 403, 'insufficient_role']);
    }
    expect((await stranger.get(mine.path)).body.role).toBe('developer');
    expect((await developer.get(mine.path)).body.name).toBe((mine as unknown as { name: string }).name);
  });

  it('lets an admin of the app change it', async () => {
    const mine = await anApp(developer);
    await app.database
      .repository(AppCollaborator)
      .insert({ appId: mine.id, userId: app.demo.users.member.id, role: 'admin' });
    expect((await stranger.patch(mine.path, { name: 'Ours' })).body).toMatchObject({ name: 'Ours', role: 'admin' });
  });

  it('leaves a blocked app as it is', async () => {
    const mine = await anApp(developer);
    await aTestedVersion(developer, mine);
    await app.database.execute("UPDATE apps SET status = 'blocked' WHERE id = ?", [mine.id]);
    for (const route of routesOf(mine, owner).filter(([method]) => method !== 'GET')) {
      const { status, body } = await send(developer, route);
      expect([route, status, body.code]).toEqual([route, 403, 'app_blocked']);
    }
    expect((await developer.get(mine.path)).body.status).toBe('blocked');
  });

  it('knows no nonsense', async () => {
    for (const id of ['0', '-1', 'abc', '987654321', '9'.repeat(20)]) {
      expect((await developer.get(`/apps/${id}`)).status).toBe(404);
    }
  });
});

describe('PATCH /apps/{id}', () => {
  it('changes what is named, and records what was', async () => {
    const mine = await anApp(developer, { name: 'Before' });
    const answer = await developer.patch(mine.path, { name: 'After', website: 'https://example.com/' });
    expect(answer.body).toMatchObject({
      name: 'After',
      website: 'https://example.com/',
      description: 'Sends RFIs to the field.',
    });
    const events = await auditOf(app, 'app', mine.id);
    expect(events.at(-1)).toEqual({ action: 'app.changed', text: expect.stringMatching(/Before.*After/) });
  });

  it('reaches its clients, by whose name people know it', async () => {
    const mine = await aServiceApp(developer);
    await aPromotedVersion(developer, mine);
    expectStatus(await developer.patch(mine.path, { name: 'Renamed' }), 200);
    const clients = await app.app.get(ClientRegistry).listOfApp(mine.id);
    expect(clients.map(({ name, environment }) => [name, environment])).toEqual([
      ['Renamed', 'sandbox'],
      ['Renamed', 'production'],
    ]);
    expect((await app.app.get(ClientRegistry).find(clients[1].clientId))?.name).toBe('Renamed');
  });

  it.each([{}, { uid: 'x' }, { status: 'active' }, { created_by: 1 }, { name: '' }])('refuses %j', async (body) => {
    const mine = await anApp(developer);
    expect((await developer.patch(mine.path, body)).status).toBe(422);
  });
});

describe('the clients of an app', () => {
  it('replace their lists', async () => {
    const mine = await anApp(developer);
    const path = `${mine.path}/clients/${mine.sandbox.client_id}`;
    const change = {
      redirect_uris: ['https://new.example/cb'],
      allowed_origins: ['https://new.example'],
      default_scopes: ['tools:read'],
    };
    expect((await developer.patch(path, change)).body).toMatchObject(change);
    expect((await developer.get(path)).body).toMatchObject({
      ...change,
      grant_types: ['authorization_code', 'refresh_token'],
    });
  });

  it.each([
    [{}, 'base'],
    [{ client_type: 'public' }, 'client_type'],
    [{ enabled: true }, 'enabled'],
    [{ extra_scopes: ['apps:manage'] }, 'extra_scopes'],
    [{ default_scopes: ['directory:manage'] }, 'default_scopes.0'],
    [{ redirect_uris: [] }, 'redirect_uris'],
    [{ redirect_uris: ['http://evil.example'] }, 'redirect_uris.0'],
  ])('refuse %j', async (body, field) => {
    const mine = await anApp(developer);
    const answer = await developer.patch(`${mine.path}/clients/${mine.sandbox.client_id}`, body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toContain(field);
  });

  it('are not those of another app, nor of Gatehouse, nor of a service account', async () => {
    const [mine, another] = [await anApp(developer), await anApp(developer)];
    const ids = [
      another.sandbox.client_id,
      app.demo.clients.swagger.client_id,
      app.demo.service_account.client_id,
      'nonsense',
    ];
    for (const id of ids) {
      expect((await developer.get(`${mine.path}/clients/${id}`)).status).toBe(404);
      expect((await developer.post(`${mine.path}/clients/${id}/secrets`, {})).status).toBe(404);
    }
  });

  it('keep client credentials while a version runs as a service account', async () => {
    const mine = await aServiceApp(developer);
    await aTestedVersion(developer, mine, '1.0.0', CONNECTOR);
    const body = { grant_types: ['authorization_code', 'refresh_token'] };
    const answer = await developer.patch(`${mine.path}/clients/${mine.sandbox.client_id}`, body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['grant_types']]);
  });

  it('rotate their secrets with an overlap', async () => {
    const mine = await aServiceApp(developer);
    const path = `${mine.path}/clients/${mine.sandbox.client_id}/secrets`;
    const rotated = expectStatus(await developer.post(path, { overlap_seconds: 60 }), 201).body;
    const fresh = { ...mine.sandbox, client_secret: rotated.client_secret };
    expect((await mint(mine.sandbox)).status).toBe(200);
    expect((await mint(fresh)).status).toBe(200);
    const [, old] = (await developer.get(path)).body;
    expect((await developer.delete(`${path}/${old.id}`)).status).toBe(204);
    expect((await mint(mine.sandbox)).body.error).toBe('invalid_client');
    expect((await mint(fresh)).status).toBe(200);
    expect((await developer.delete(`${path}/${old.id}`)).status).toBe(404);
    const events = await auditOf(app, 'client', mine.sandbox.client_id);
    expect(events.map(({ action }) => action)).toEqual(['client_secret.created', 'client_secret.revoked']);
    expect(JSON.stringify(events)).not.toContain(rotated.client_secret);
  });

  it('have no secrets where they are public', async () => {
    const mine = await anApp(developer, { client_type: 'public' });
    const answer = await developer.post(`${mine.path}/clients/${mine.sandbox.client_id}/secrets`, {});
    expect([answer.status, answer.body.code]).toEqual([409, 'public_client']);
  });
});

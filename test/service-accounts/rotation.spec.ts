import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { SecretUsage } from '../../src/clients/index.js';
import { credentials, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anAccount, aWorkingAccount, type NewAccount } from './accounts.js';

let app: TestApp;
let admin: Api;
let main: number;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
});
afterAll(() => app.close());

const mint = (account: NewAccount, client_secret = account.client_secret) =>
  tokenRequest(app, { grant_type: 'client_credentials', ...credentials({ ...account, client_secret }) });

const secretsOf = async (account: NewAccount): Promise<{ id: string; hint: string; expires_at: string | null }[]> =>
  expectStatus(await admin.get(`${account.path}/secrets`), 200).body;

const rfis = (): string => `/projects/${tower}/rfis`;

describe('POST …/service_accounts/{id}/secrets', () => {
  it('keeps permissions, memberships and the old secret, for the overlap', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const old = await asClient(app, account);
    const rotated = expectStatus(await admin.post(`${account.path}/secrets`, { overlap_seconds: 3600 }), 201).body;
    expect(Object.keys(rotated).sort()).toEqual(['client_secret', 'created_at', 'expires_at', 'hint', 'id']);
    expect((await mint(account)).status).toBe(200);
    const fresh = await asClient(app, { ...account, client_secret: rotated.client_secret });
    expect((await fresh.get(rfis())).status).toBe(200);
    expect((await old.get(rfis())).status).toBe(200);
    const secrets = await secretsOf(account);
    expect(secrets).toHaveLength(2);
    expect(secrets[0]).toMatchObject({ id: rotated.id, expires_at: null });
    const remaining = Date.parse(secrets[1].expires_at ?? '') - Date.now();
    expect(remaining).toBeGreaterThan(3_500_000);
    expect(remaining).toBeLessThanOrEqual(3_600_000);
  });

  it('shows of the old and of the new one when each was last used', async () => {
    const account = await anAccount(admin, main);
    const { client_secret } = expectStatus(await admin.post(`${account.path}/secrets`, {}), 201).body;
    const used = async (): Promise<boolean[]> => {
      await app.app.get(SecretUsage).flush();
      const { body } = expectStatus(await admin.get(`${account.path}/secrets`), 200);
      return (body as { last_used_at: string | null }[]).map(({ last_used_at }) => last_used_at !== null);
    };
    expect(await used()).toEqual([false, false]);
    expect((await mint(account)).status).toBe(200);
    expect(await used()).toEqual([false, true]);
    expect((await mint(account, client_secret)).status).toBe(200);
    expect(await used()).toEqual([true, true]);
  });

  it('overlaps by a day unless told otherwise', async () => {
    const account = await anAccount(admin, main);
    expectStatus(await admin.post(`${account.path}/secrets`, {}), 201);
    const [, old] = await secretsOf(account);
    expect(Math.round((Date.parse(old.expires_at ?? '') - Date.now()) / 3_600_000)).toBe(24);
  });

  it('ends the old secret at once without an overlap, but not what it obtained', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const old = await asClient(app, account);
    const rotated = expectStatus(await admin.post(`${account.path}/secrets`, { overlap_seconds: 0 }), 201).body;
    expect((await mint(account)).body.error).toBe('invalid_client');
    expect((await mint(account, rotated.client_secret)).status).toBe(200);
    expect((await old.get(rfis())).status).toBe(200);
    expect(await secretsOf(account)).toHaveLength(1);
  });

  it('never makes an old secret last longer', async () => {
    const account = await anAccount(admin, main);
    expectStatus(await admin.post(`${account.path}/secrets`, { overlap_seconds: 60 }), 201);
    expectStatus(await admin.post(`${account.path}/secrets`, { overlap_seconds: 7_776_000 }), 201);
    const oldest = (await secretsOf(account)).at(-1);
    expect(Date.parse(oldest?.expires_at ?? '')).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('gives the new secret an end where asked to', async () => {
    const account = await anAccount(admin, main);
    const expires_at = new Date(Date.now() + 86_400_000).toISOString();
    expect((await admin.post(`${account.path}/secrets`, { expires_at })).body.expires_at).toBe(expires_at);
  });

  it.each([
    [{ overlap_seconds: -1 }, 'overlap_seconds'],
    [{ overlap_seconds: 7_776_001 }, 'overlap_seconds'],
    [{ overlap_seconds: 1.5 }, 'overlap_seconds'],
    [{ overlap_seconds: '60' }, 'overlap_seconds'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ client_secret: 'chosen' }, 'client_secret'],
  ])('refuses %j', async (body, field) => {
    const account = await anAccount(admin, main);
    const answer = await admin.post(`${account.path}/secrets`, body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
    expect(await secretsOf(account)).toHaveLength(1);
  });

  it.each([1, 2, 3])('keeps to ten living secrets, also when many are asked for at once (%i)', async () => {
    const account = await anAccount(admin, main);
    // Secrets that end before the overlap does need no change, so that no row of theirs makes anybody wait.
    const expires_at = new Date(Date.now() + 1_800_000).toISOString();
    const rotate = (overlap_seconds: number) => admin.post(`${account.path}/secrets`, { overlap_seconds, expires_at });
    for (let living = 1; living < 9; living++) expectStatus(await rotate(living === 1 ? 600 : 3600), 201);
    const answers = await Promise.all(Array.from({ length: 8 }, () => rotate(3600)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 'made' : `${status} ${body.code}`)).sort();
    expect(codes).toEqual([...Array<string>(7).fill('409 too_many_secrets'), 'made']);
    expect(await secretsOf(account)).toHaveLength(10);
  });

  it('is recorded without the secret', async () => {
    const account = await anAccount(admin, main);
    const { client_secret } = expectStatus(await admin.post(`${account.path}/secrets`, {}), 201).body;
    const events = await auditOf(app, 'service_account', account.id);
    expect(events.map(({ action }) => action)).toContain('service_account.secret_created');
    expect(JSON.stringify(events)).not.toContain(client_secret);
  });
});

describe('DELETE …/service_accounts/{id}/secrets/{id}', () => {
  it('ends the secret and its tokens, and leaves the other alone', async () => {
    const account = await aWorkingAccount(admin, main, tower);
    const leaked = await asClient(app, account);
    const rotated = expectStatus(await admin.post(`${account.path}/secrets`, {}), 201).body;
    const fresh = await asClient(app, { ...account, client_secret: rotated.client_secret });
    const [, old] = await secretsOf(account);
    expect((await admin.delete(`${account.path}/secrets/${old.id}`)).status).toBe(204);
    expect((await mint(account)).body.error).toBe('invalid_client');
    expect((await leaked.get(rfis())).status).toBe(401);
    expect((await fresh.get(rfis())).status).toBe(200);
  });

  it('knows neither revoked nor foreign secrets', async () => {
    const [account, another] = [await anAccount(admin, main), await anAccount(admin, main)];
    const [mine] = await secretsOf(account);
    const [theirs] = await secretsOf(another);
    expect((await admin.delete(`${account.path}/secrets/${theirs.id}`)).status).toBe(404);
    // MySQL takes trailing blanks for nothing.
    expect((await admin.delete(`${account.path}/secrets/${mine.id}%20`)).status).toBe(404);
    expect((await admin.delete(`${account.path}/secrets/${mine.id}`)).status).toBe(204);
    expect((await admin.delete(`${account.path}/secrets/${mine.id}`)).status).toBe(404);
    expect((await admin.delete(`${account.path}/secrets/nonsense`)).status).toBe(404);
    expect((await mint(another)).status).toBe(200);
  });
});

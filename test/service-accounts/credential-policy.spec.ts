import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { type Api, apiOf, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome, signedIn, wrongFields } from '../directory/people.js';
import { credentials, managementToken, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anAccount, type NewAccount } from './accounts.js';

const DAY = 86_400_000;

let app: TestApp;
let admin: Api;
let main: number;
let other: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
});
afterAll(() => app.close());

const at = (company = main): string => `/companies/${company}/credential_policy`;
const set = (max_secret_age_days: unknown, more: object = {}, company = main) =>
  admin.put(at(company), { max_secret_age_days, ...more });
beforeEach(async () => void expectStatus(await set(null), 200));

const mint = (account: NewAccount) => tokenRequest(app, { grant_type: 'client_credentials', ...credentials(account) });
const daysLeft = async ({ path }: NewAccount): Promise<(number | null)[]> =>
  expectStatus(await admin.get(`${path}/secrets`), 200).body.map(
    ({ expires_in_days }: { expires_in_days: number | null }) => expires_in_days,
  );

describe('a credential policy', () => {
  it('is none until an administrator sets one, and shows how all secrets stand', async () => {
    expect((await admin.get(at(other))).body).toEqual({
      max_secret_age_days: null,
      allow_secrets: true,
      set_by: null,
      set_at: null,
      secrets: { total: 0, without_end: 0, ending_within_30_days: 0 },
    });
    await anAccount(admin, main);
    const before = (await admin.get(at())).body.secrets;
    expect(before.without_end).toBe(before.total);
    const { body } = await set(20, { grace_days: 1 });
    expect(body).toMatchObject({ max_secret_age_days: 20, set_by: app.demo.users.admin.id });
    expect(body.secrets).toEqual({ total: before.total, without_end: 0, ending_within_30_days: before.total });
  });

  it('gives new secrets an end, those of new accounts too', async () => {
    await set(20);
    const account = await anAccount(admin, main);
    expect(await daysLeft(account)).toEqual([20]);
    expectStatus(await admin.post(`${account.path}/secrets`, { overlap_seconds: 0 }), 201);
    const sooner = { overlap_seconds: 3_600, expires_at: new Date(Date.now() + 2 * DAY).toISOString() };
    expectStatus(await admin.post(`${account.path}/secrets`, sooner), 201);
    expect(await daysLeft(account)).toEqual([2, 1]);
  });

  it('refuses an end beyond it, and leaves the older secrets as they were', async () => {
    await set(20);
    const account = await anAccount(admin, main);
    const late = { overlap_seconds: 0, expires_at: new Date(Date.now() + 21 * DAY).toISOString() };
    expect(wrongFields(await admin.post(`${account.path}/secrets`, late))).toEqual(['expires_at']);
    expect(await daysLeft(account)).toEqual([20]);
  });

  it('shortens the secrets that there are, no earlier than after the grace', async () => {
    const [fresh, old] = [await anAccount(admin, main), await anAccount(admin, main)];
    await app.database.execute(
      'UPDATE client_secrets SET created_at = ? WHERE client_row_id = (SELECT id FROM clients WHERE client_id = ?)',
      [Date.now() - 100 * DAY, old.client_id],
    );
    await set(50, { grace_days: 5 });
    expect([await daysLeft(fresh), await daysLeft(old)]).toEqual([[50], [5]]);
    await set(365);
    expect([await daysLeft(fresh), await daysLeft(old)]).toEqual([[50], [5]]);
  });

  it('ends what is too old on the next request where it gives no grace', async () => {
    const account = await anAccount(admin, main);
    await app.database.execute(
      'UPDATE client_secrets SET created_at = ? WHERE client_row_id = (SELECT id FROM clients WHERE client_id = ?)',
      [Date.now() - 3 * DAY, account.client_id],
    );
    expect((await mint(account)).status).toBe(200);
    await set(2, { grace_days: 0 });
    expect((await mint(account)).body.error).toBe('invalid_client');
  });

  it('of one company leaves the secrets of others alone, and those of apps', async () => {
    const theirs = await anAccount(admin, other);
    await set(10, { grace_days: 0 });
    expect(await daysLeft(theirs)).toEqual([null]);
    const { web_app } = app.demo.clients;
    const [row] = await app.database.query<{ expires_at: unknown }>(
      'SELECT expires_at FROM client_secrets WHERE client_row_id = (SELECT id FROM clients WHERE client_id = ?)',
      [web_app.client_id],
    );
    expect(row.expires_at).toBeNull();
  });

  it('may allow keys alone: no new secret, and the old ones end after the grace', async () => {
    const before = await anAccount(admin, main);
    expectStatus(await set(null, { allow_secrets: false, grace_days: 3 }), 200);
    expect(await daysLeft(before)).toEqual([3]);
    expect(outcome(await admin.post(`${before.path}/secrets`, {}))).toEqual([409, 'secrets_forbidden']);
    const after = await anAccount(admin, main);
    expect([after.client_secret, await daysLeft(after)]).toEqual([null, []]);
    const { publicKey } = await generateKeyPair('EdDSA');
    expectStatus(await admin.post(`${after.path}/keys`, { jwk: await exportJWK(publicKey) }), 201);
    expectStatus(await set(null, { allow_secrets: false, grace_days: 0 }), 200);
    expect((await mint(before)).body.error).toBe('invalid_client');
  });

  it('counts the secrets that work, not those of deleted accounts', async () => {
    const before = (await admin.get(at())).body.secrets;
    const { path } = await anAccount(admin, main);
    expectStatus(await admin.delete(path), 204);
    expect((await admin.get(at())).body.secrets).toEqual(before);
  });

  it('is in the audit trail with what it changed', async () => {
    await anAccount(admin, main);
    await set(40);
    const events = await auditOf(app, 'company', main);
    expect(events.at(-1)?.action).toBe('company.credential_policy_set');
    expect(events.at(-1)?.text).toMatch(/"max_age_days":null.*"max_age_days":40.*"shortened":\d+/);
  });

  it.each([
    ['no age', {}, ['max_secret_age_days']],
    ['an age of nothing', { max_secret_age_days: 0 }, ['max_secret_age_days']],
    ['half a day', { max_secret_age_days: 0.5 }, ['max_secret_age_days']],
    ['more than ten years', { max_secret_age_days: 3_651 }, ['max_secret_age_days']],
    ['a long grace', { max_secret_age_days: 9, grace_days: 91 }, ['grace_days']],
    ['fields that we do not know', { max_secret_age_days: 9, secrets: 'forbidden' }, ['secrets']],
  ])('with %s is refused', async (_, body, wrong) => {
    expect(wrongFields(await admin.put(at(), body))).toEqual(wrong);
    expect((await admin.get(at())).body.max_secret_age_days).toBeNull();
  });

  it('is nobody’s to see or set but the administrators’ of the company', async () => {
    const member = await signedIn(app, await aMember(app, main), [main], 'service_accounts:manage');
    for (const answer of [await member.get(at()), await member.put(at(), { max_secret_age_days: 1 })]) {
      expect(outcome(answer)).toEqual([403, 'insufficient_role']);
    }
    const outsider = await as(app, 'outsider');
    expect(outcome(await outsider.put(at(), { max_secret_age_days: 1 }))).toEqual([404, 'not_found']);
    const narrow = apiOf(app, await managementToken(app, app.demo.users.admin, 'directory:manage', [main]));
    expect(outcome(await narrow.put(at(), { max_secret_age_days: 1 }))).toEqual([403, 'insufficient_scope']);
  });
});

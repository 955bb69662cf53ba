import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { askedBefore, browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let api: Api;
let main: number;
let base: string;
let policy: string;

const CONTACT = { contact_email: 'integrations@example.com' };

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  base = `/console/companies/${main}/service-accounts`;
  policy = `${base}/policy`;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

const anAccount = async (name: string): Promise<number> =>
  expectStatus(await api.post(`/companies/${main}/service_accounts`, { name, ...CONTACT }), 201).body.id;

const keysOf = async (id: number): Promise<{ id: string; alg: string; expires_at: string | null }[]> =>
  expectStatus(await api.get(`/companies/${main}/service_accounts/${id}/keys`), 200).body;

const aPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pemOf = ({ publicKey }: ReturnType<typeof aPair>): string =>
  publicKey.export({ format: 'pem', type: 'spki' }).toString();
const jwkOf = ({ publicKey }: ReturnType<typeof aPair>): object => publicKey.export({ format: 'jwk' });

async function add(id: number, key: string, change: Record<string, string> = {}): Promise<Answer> {
  const at = `${base}/${id}/keys/new`;
  return submit(admin, await admin.get(at), at, { key, ...change });
}

describe('a public key of a service account', () => {
  it('is added as PEM, as a JWK and as a set of one, listed, and revoked', async () => {
    const id = await anAccount('Signing');
    const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const jwk = { ...jwkOf(aPair()), ext: true, key_ops: ['verify'], kid: 'theirs' };
    for (const key of [pemOf(aPair()), ` ${ed}\r\n`, JSON.stringify(jwk), JSON.stringify({ keys: [jwkOf(aPair())] })]) {
      const answer = await add(id, key);
      expect([answer.status, locationOf(answer)]).toEqual([303, `${base}/${id}?done=key_added`]);
    }
    const keys = await keysOf(id);
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'ES256', 'ES256', 'EdDSA']);
    const page = await admin.get(`${base}/${id}`);
    expect(page.text.match(/name="key_id"/g)).toHaveLength(4);
    for (const key_id of ['', 'x', 'a'.repeat(22)])
      expect((await submit(admin, page, `${base}/${id}/keys/revoke`, { key_id })).status).toBe(404);
    expect(askedBefore(page, `${base}/${id}/keys/revoke`)).toMatch(/^Revoke … \S+ Whatever still signs with this key/);
    expect((await submit(admin, page, `${base}/${id}/keys/revoke`, { key_id: keys[0].id })).status).toBe(303);
    expect((await submit(admin, page, `${base}/${id}/keys/revoke`, { key_id: keys[0].id })).status).toBe(404);
    expect(await keysOf(id)).toHaveLength(3);
    const actions = (await auditOf(app, 'service_account', id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'service_account.key_added')).toHaveLength(4);
    expect(actions.filter((action) => action === 'service_account.key_revoked')).toHaveLength(1);
  });

  it('is never taken with its private half, which is not sent back either', async () => {
    const id = await anAccount('Careless');
    const { privateKey, publicKey } = aPair();
    const jwk = privateKey.export({ format: 'jwk' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const key of [
      pem,
      privateKey.export({ format: 'pem', type: 'sec1' }).toString(),
      rsa.export({ format: 'pem', type: 'pkcs1' }).toString(),
      `${publicKey.export({ format: 'pem', type: 'spki' }).toString()}${pem}`,
      JSON.stringify(jwk),
      JSON.stringify({ keys: [jwkOf(aPair()), jwk] }),
      JSON.stringify({ kty: 'oct', k: 'c2VjcmV0LXNlY3JldA' }),
      JSON.stringify([jwk]),
      JSON.stringify({ jwks: { keys: [jwk] } }),
      JSON.stringify({ ...jwk, more: 'x'.repeat(20_000) }).slice(0, 20_100),
      `${JSON.stringify(jwk)} and more`,
    ]) {
      const answer = await add(id, key);
      expect([answer.status, textOf(answer).includes('That is a private key')]).toEqual([422, true]);
      expect(answer.text).toContain('aria-invalid="true">\n</textarea>');
      expect(answer.text).not.toContain(jwk.d);
    }
    expect(await keysOf(id)).toEqual([]);
  });

  it('is refused, and not sent back, where it is none, several, or of a kind that is not accepted', async () => {
    const id = await anAccount('Wrong');
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    const pem = pemOf(aPair());
    const several = 'several keys';
    const unreadable = 'cannot be read';
    const unsupported = 'is not accepted';
    for (const [key, words] of [
      ['', unreadable],
      ['hello', unreadable],
      ['[]', unreadable],
      ['{}', unsupported],
      ['{"keys":[]}', unreadable],
      ['{"keys":["x"]}', unreadable],
      [pem.replace('MFk', 'AAA'), unreadable],
      [`${'x'.repeat(21_000)}`, unreadable],
      [pem + pemOf(aPair()), several],
      [JSON.stringify({ keys: [jwkOf(aPair()), jwkOf(aPair())] }), several],
      [weak.export({ format: 'pem', type: 'spki' }).toString(), unsupported],
      [other.export({ format: 'pem', type: 'spki' }).toString(), unsupported],
      [JSON.stringify({ ...jwkOf(aPair()), use: 'enc' }), unsupported],
      [JSON.stringify({ ...jwkOf(aPair()), alg: 'none' }), unsupported],
    ]) {
      const answer = await add(id, key);
      expect([key.slice(0, 60), answer.status, textOf(answer).includes(words)]).toEqual([key.slice(0, 60), 422, true]);
    }
    expect((await add(id, 'half of a key')).text).not.toContain('half of a key');
    for (const expires_on of ['2020-01-01', 'tomorrow', '2099-13-45'])
      expect([expires_on, (await add(id, pem, { expires_on })).status]).toEqual([expires_on, 422]);
    expect(await keysOf(id)).toEqual([]);
  });

  it('is added once, until a day that was chosen, and never with another token', async () => {
    const id = await anAccount('Twice');
    const key = pemOf(aPair());
    expect((await add(id, key, { csrf_token: 'x' })).status).toBe(403);
    expect((await add(id, key, { expires_on: '2099-05-04' })).status).toBe(303);
    const again = await add(id, key);
    expect([again.status, textOf(again).includes('has this key already')]).toEqual([409, true]);
    expect(await keysOf(id)).toMatchObject([{ expires_at: '2099-05-04T23:59:59.000Z' }]);
  });

  it('is nobody’s but of the company’s own service accounts, and for its administrators alone', async () => {
    const id = await anAccount('Ours');
    const at = `${base}/${id}/keys/new`;
    const fields = { ...fieldsOf(await admin.get(at), at), key: pemOf(aPair()) };
    const elsewhere = `/console/companies/${app.demo.companies.other.id}/service-accounts/${id}`;
    const [connector] = (await api.get(`/companies/${main}/app_installations`)).body;
    for (const other of [
      elsewhere,
      `${base}/${connector.id}`,
      `${base}/987654`,
      `${base}/${app.demo.users.admin.id}`,
    ]) {
      expect([other, (await admin.get(`${other}/keys/new`)).status]).toEqual([other, 404]);
      expect([other, (await admin.post(`${other}/keys/new`, fields)).status]).toEqual([other, 404]);
    }
    const manager = await browserOf(app, await aMember(app, main, { levels: { 'company.app_management': 'admin' } }));
    for (const path of [at, policy]) expect((await manager.get(path)).status).toBe(403);
    expect((await manager.post(at, fields)).status).toBe(403);
    expect((await (await browserOf(app, 'outsider')).get(at)).status).toBe(404);
    expect(await keysOf(id)).toEqual([]);
  });
});

describe('the credential policy', () => {
  const set = async (change: Record<string, string>): Promise<Answer> =>
    submit(admin, await admin.get(policy), `${policy}/set`, {
      allow_secrets: 'true',
      max_secret_age_days: '',
      grace_days: '14',
      ...change,
    });
  const inForce = async () => expectStatus(await api.get(`/companies/${main}/credential_policy`), 200).body;

  const listed = async (): Promise<string> => textOf(await admin.get(base));

  it('names what is wrong beside the fields, keeps what was typed, and changes nothing', async () => {
    expect(await listed()).toContain('No credential policy is in force: secrets may last for ever.');
    for (const [change, name] of [
      [{ max_secret_age_days: '0' }, 'max_secret_age_days'],
      [{ max_secret_age_days: '3651' }, 'max_secret_age_days'],
      [{ max_secret_age_days: '1.5' }, 'max_secret_age_days'],
      [{ max_secret_age_days: '-1' }, 'max_secret_age_days'],
      [{ grace_days: '' }, 'grace_days'],
      [{ grace_days: '91' }, 'grace_days'],
      [{ allow_secrets: '' }, 'allow_secrets'],
      [{ allow_secrets: 'maybe' }, 'allow_secrets'],
    ] as [Record<string, string>, string][]) {
      const answer = await set(change);
      expect([change, answer.status]).toEqual([change, 422]);
      expect(answer.text).toContain(`id="${name}-wrong"`);
    }
    expect((await set({ max_secret_age_days: '9999' })).text).toContain('value="9999"');
    expect((await set({ csrf_token: 'x' })).status).toBe(403);
    expect(await inForce()).toMatchObject({ set_at: null, max_secret_age_days: null, allow_secrets: true });
  });

  it('is held against what the page showed', async () => {
    const page = await admin.get(policy);
    expect(textOf(page)).toContain('Nobody has set a policy yet');
    expectStatus(await api.put(`/companies/${main}/credential_policy`, { max_secret_age_days: 400 }), 200);
    const late = await submit(admin, page, `${policy}/set`, {
      allow_secrets: 'false',
      max_secret_age_days: '',
      grace_days: '0',
    });
    expect([late.status, textOf(late).includes('Somebody else changed this')]).toEqual([412, true]);
    expect(await inForce()).toMatchObject({ max_secret_age_days: 400, allow_secrets: true });
  });

  it('limits the age of secrets, and the pages of accounts say so', async () => {
    const id = await anAccount('Limited');
    expect(locationOf(await set({ max_secret_age_days: '90' }))).toBe(`${policy}?done=credentials`);
    expect(await inForce()).toMatchObject({ max_secret_age_days: 90, allow_secrets: true });
    const page = await admin.get(`${base}/${id}`);
    expect(textOf(page)).toContain('A secret lasts 90 days at most');
    expect(await listed()).toContain('A credential policy is in force: a secret lasts 90 days at most. Credential');
    const long = { overlap_seconds: '0', expires_on: '2099-01-01' };
    expect((await submit(admin, page, `${base}/${id}/rotate`, long)).status).toBe(422);
  });

  it('that allows keys alone ends secrets, gives out none, and new accounts go on to a key', async () => {
    const id = await anAccount('Keys alone');
    const form = await admin.get(`${base}/${id}`);
    expect((await set({ allow_secrets: 'false', grace_days: '0' })).status).toBe(303);
    expect((await api.get(`/companies/${main}/service_accounts/${id}/secrets`)).body).toEqual([]);
    expect(await inForce()).toMatchObject({ allow_secrets: false, secrets: { total: 0 } });
    const page = await admin.get(`${base}/${id}`);
    expect(page.text).not.toContain('/rotate"');
    expect(textOf(page)).toContain('Your company allows keys alone');
    expect(await listed()).toContain('is in force: accounts authenticate with keys alone.');
    const refused = await submit(admin, form, `${base}/${id}/rotate`, { overlap_seconds: '0', expires_on: '' });
    expect([refused.status, textOf(refused).includes('Add a public key on the page')]).toEqual([409, true]);
    expect((await add(id, pemOf(aPair()))).status).toBe(303);
    const blank = await admin.get(`${base}/new`);
    expect(textOf(blank)).toContain('add a public key to it afterwards');
    const created = await submit(admin, blank, `${base}/new`, { ...CONTACT, name: 'Born keyless' });
    expect(locationOf(created)).toMatch(/service-accounts\/\d+\?done=saved$/);
  });
});

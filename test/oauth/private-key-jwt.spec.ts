import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import * as oauth from 'openid-client';
import { anApp } from '../apps/an-app.js';
import { type Api, apiOf, as, auditOf, expectStatus } from '../apps/api.js';
import { outcome, wrongFields } from '../directory/people.js';
import { anAccount, aWorkingAccount, type NewAccount } from '../service-accounts/accounts.js';
import { tokenRequest } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let app: TestApp;
let admin: Api;
let main: number;
let tower: number;
let account: NewAccount;
let pair: Pair;
let key: { readonly id: string; readonly thumbprint: string };

const make = (alg = 'ES256'): Promise<Pair> => generateKeyPair(alg, { extractable: true });

const addKey = async (to: string, { publicKey }: Pair, more: object = {}): Promise<Answer> =>
  admin.post(`${to}/keys`, { jwk: await exportJWK(publicKey), ...more });

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
  account = await aWorkingAccount(admin, main, tower);
  pair = await make();
  key = expectStatus(await addKey(account.path, pair), 201).body;
});
afterAll(() => app.close());

let count = 0;
const now = (): number => Math.floor(Date.now() / 1000);

const claims = (changed: JWTPayload = {}): JWTPayload => ({
  iss: account.client_id,
  sub: account.client_id,
  aud: app.configuration.issuer,
  jti: `once-${++count}`,
  iat: now(),
  exp: now() + 60,
  ...changed,
});

const signed = (
  changed: JWTPayload = {},
  { privateKey }: Pair = pair,
  header: JWTHeaderParameters = { alg: 'ES256' },
) => new SignJWT(claims(changed)).setProtectedHeader(header).sign(privateKey);

const present = (client_assertion: string, more: Record<string, string> = {}): Promise<Answer> =>
  tokenRequest(app, {
    grant_type: 'client_credentials',
    client_assertion_type: TYPE,
    client_assertion,
    ...more,
  });

describe('a service account with a key', () => {
  it('gets tokens with openid-client, and the key shows when it was used', async () => {
    const configuration = await oauth.discovery(
      new URL(app.demo.base_url),
      account.client_id,
      undefined,
      oauth.PrivateKeyJwt(pair.privateKey),
      { algorithm: 'oauth2', execute: [oauth.allowInsecureRequests] },
    );
    expect(configuration.serverMetadata().token_endpoint_auth_methods_supported).toContain('private_key_jwt');
    expect(configuration.serverMetadata().token_endpoint_auth_signing_alg_values_supported).toContain('ES256');
    const { access_token } = await oauth.clientCredentialsGrant(configuration);
    expect((await apiOf(app, access_token).get(`/projects/${tower}/rfis`, main)).status).toBe(200);
    expect(await oauth.tokenIntrospection(configuration, access_token)).toMatchObject({ active: true });
    await oauth.tokenRevocation(configuration, access_token);
    expect((await apiOf(app, access_token).get(`/projects/${tower}/rfis`, main)).status).toBe(401);
  });

  it.each([
    ['the token endpoint as audience', () => signed({ aud: `${app.configuration.issuer}/oauth/token` })],
    ['a list of one audience', () => signed({ aud: [app.configuration.issuer] })],
    ['the key’s id as kid', () => signed({}, pair, { alg: 'ES256', kid: key.id })],
    ['its thumbprint as kid', () => signed({}, pair, { alg: 'ES256', kid: key.thumbprint })],
    ['no time of issue', () => signed({ iat: undefined })],
  ])('is authenticated with %s', async (_, assertion) => {
    expect((await present(await assertion())).status).toBe(200);
  });

  it.each(['ES256', 'PS256', 'RS256', 'EdDSA'])('may sign with %s', async (alg) => {
    const own = await make(alg);
    const jwk = { ...(await exportJWK(own.publicKey)), alg };
    expectStatus(await admin.post(`${account.path}/keys`, { jwk }), 201);
    expect((await present(await signed({}, own, { alg }))).status).toBe(200);
  });
});

describe('an assertion', () => {
  const refused = async (assertion: string): Promise<void> => {
    const { status, body, headers } = await present(assertion);
    expect([status, body.error, headers.get('cache-control')]).toEqual([401, 'invalid_client', 'no-store']);
  };

  it('is good once, however many present it at the same time', async () => {
    const assertion = await signed();
    const answers = await Promise.all(Array.from({ length: 20 }, () => present(assertion)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_client')).toHaveLength(19);
    await refused(assertion);
  });

  it.each<[string, (issuer: string) => JWTPayload]>([
    ['for another server', () => ({ aud: 'https://other.example' })],
    ['for us and another server', (issuer) => ({ aud: [issuer, 'https://other.example'] })],
    ['for nobody', () => ({ aud: undefined })],
    ['for the revocation endpoint', (issuer) => ({ aud: `${issuer}/oauth/revoke` })],
    ['that has run out', () => ({ exp: now() - 60 })],
    ['that never runs out', () => ({ exp: undefined })],
    ['that lives for an hour', () => ({ exp: now() + 3_600 })],
    ['that is not valid yet', () => ({ nbf: now() + 600 })],
    ['by somebody else', () => ({ iss: 'somebody-else' })],
    ['that cannot be told from others', () => ({ jti: undefined })],
    ['of an endless name', () => ({ jti: 'x'.repeat(257) })],
    ['of an empty name', () => ({ jti: '' })],
    ['about nobody', () => ({ sub: undefined })],
    ['about an unknown client', () => ({ sub: 'unknown-client-of-mine', iss: 'unknown-client-of-mine' })],
  ])('%s is refused', async (_, changed) => {
    await refused(await signed(changed(app.configuration.issuer)));
  });

  it.each<[string, () => Promise<string>]>([
    ['signed with another key', async () => signed({}, await make())],
    ['signed with another algorithm', async () => signed({}, await make('RS256'), { alg: 'RS256' })],
    ['that names another key', async () => signed({}, pair, { alg: 'ES256', kid: 'another' })],
    ['without a signature', async () => `${(await signed()).split('.').slice(0, 2).join('.')}.`],
    [
      'that claims to need none',
      async () => {
        const [, payload] = (await signed()).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
      },
    ],
    [
      'that takes the public key for a shared secret',
      async () => {
        const secret = Buffer.from(JSON.stringify(await exportJWK(pair.publicKey)));
        return new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(secret);
      },
    ],
    ['with a critical extension', () => signed({}, pair, { alg: 'ES256', crit: ['x'], x: 1 })],
    ['that is no token', async () => 'not.a.token'],
    ['that is nothing like it', async () => '{}'],
  ])('%s is refused', async (_, assertion) => {
    await refused(await assertion().catch(() => 'a.b.c'));
  });

  it('of another client opens nothing with this one’s key', async () => {
    const other = await anAccount(admin, main);
    await refused(await signed({ iss: other.client_id, sub: other.client_id }));
  });

  it.each<[string, Record<string, string>]>([
    ['another type', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
    ['no type', { client_assertion_type: '' }],
    ['no assertion', { client_assertion: '' }],
    ['a secret beside it', { client_secret: 'ghcs_x' }],
    ['another client beside it', { client_id: 'another-client-of-mine' }],
  ])('with %s is no request that could be understood', async (_, more) => {
    const { status, body } = await present(await signed(), more);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  it('in a query string is refused and not echoed', async () => {
    const assertion = await signed();
    const answer = await fetch(`${app.url}/oauth/token?client_assertion=${assertion}`, { method: 'POST' });
    const text = await answer.text();
    expect([answer.status, text.includes(assertion)]).toEqual([400, false]);
    expect((await present(assertion)).status).toBe(200);
  });

  it('beside a header of Basic is refused', async () => {
    const headers = { Authorization: `Basic ${Buffer.from('a-client-id:b').toString('base64')}` };
    const form = { grant_type: 'client_credentials', client_assertion_type: TYPE, client_assertion: await signed() };
    const answer = await fetch(`${app.url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, 'invalid_request']);
  });
});

describe('a key', () => {
  it('that is revoked ends its tokens at once, and no others', async () => {
    const own = await aWorkingAccount(admin, main, tower);
    const mine = { iss: own.client_id, sub: own.client_id };
    const added = expectStatus(await addKey(own.path, pair), 201).body;
    const byKey = expectStatus(await present(await signed(mine)), 200).body.access_token;
    const secret = { grant_type: 'client_credentials', client_id: own.client_id, client_secret: own.client_secret };
    const bySecret = expectStatus(await tokenRequest(app, secret), 200).body.access_token;
    expectStatus(await admin.delete(`${own.path}/keys/${added.id}`), 204);
    expect((await present(await signed(mine))).status).toBe(401);
    expect((await apiOf(app, byKey).get(`/projects/${tower}/rfis`, main)).status).toBe(401);
    expect((await apiOf(app, bySecret).get(`/projects/${tower}/rfis`, main)).status).toBe(200);
    expect((await admin.get(`${own.path}/keys`)).body).toEqual([]);
    expect((await admin.delete(`${own.path}/keys/${added.id}`)).status).toBe(404);
    const trail = (await auditOf(app, 'service_account', own.id)).map(({ action }) => action);
    expect(trail).toEqual(expect.arrayContaining(['service_account.key_added', 'service_account.key_revoked']));
  });

  it('that has run out opens nothing', async () => {
    const own = await anAccount(admin, main);
    const expires_at = new Date(Date.now() + 1_500).toISOString();
    expectStatus(await addKey(own.path, pair, { expires_at }), 201);
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    expect((await present(await signed({ iss: own.client_id, sub: own.client_id }))).status).toBe(401);
  });

  it('is listed without anything secret, since there is nothing', async () => {
    const [first] = (await admin.get(`${account.path}/keys`)).body.slice(-1);
    expect(Object.keys(first).sort()).toEqual(['alg', 'created_at', 'expires_at', 'id', 'last_used_at', 'thumbprint']);
  });

  it('is had once, and ten at most', async () => {
    const own = await anAccount(admin, main);
    expectStatus(await addKey(own.path, pair), 201);
    expect(outcome(await addKey(own.path, pair))).toEqual([409, 'duplicate_key']);
    for (let at = 0; at < 9; at++) expectStatus(await addKey(own.path, await make()), 201);
    expect(outcome(await addKey(own.path, await make()))).toEqual([409, 'too_many_keys']);
  });

  it.each<[string, (jwk: Record<string, unknown>) => unknown]>([
    ['its private half', async () => exportJWK((await make()).privateKey)],
    ['a point that is on no curve', (jwk) => ({ ...jwk, y: jwk.x })],
    ['a small modulus', () => ({ kty: 'RSA', e: 'AQAB', n: Buffer.alloc(128, 0xfb).toString('base64url') })],
    [
      'an exponent with which everybody could sign',
      async () => ({ ...(await exportJWK((await make('RS256')).publicKey)), e: 'AQ' }),
    ],
    ['a shared secret', () => ({ kty: 'oct', k: 'AAAA' })],
    ['another curve', async () => exportJWK((await make('ES384')).publicKey)],
    ['an algorithm of another kind', (jwk) => ({ ...jwk, alg: 'RS256' })],
    ['a use that is not signing', (jwk) => ({ ...jwk, use: 'enc' })],
    ['nothing in it', () => ({})],
    ['a certificate chain', (jwk) => ({ ...jwk, x5u: 'http://169.254.169.254/' })],
  ])('with %s is refused', async (_, change) => {
    const own = await exportJWK((await make()).publicKey);
    const jwk = await change(own);
    const wrong = wrongFields(await admin.post(`${account.path}/keys`, { jwk }));
    expect(wrong.every((field) => field.startsWith('jwk'))).toBe(true);
  });

  it('of an app’s client is its developers’ affair alone', async () => {
    const developer = await as(app, 'developer');
    const mine = await anApp(developer, {
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    });
    const path = `${mine.path}/clients/${mine.sandbox.client_id}`;
    const jwk = await exportJWK(pair.publicKey);
    const added = expectStatus(await developer.post(`${path}/keys`, { jwk }), 201).body;
    const { client_id } = mine.sandbox;
    expect((await present(await signed({ iss: client_id, sub: client_id }))).status).toBe(200);
    expect((await admin.get(`${path}/keys`)).status).toBe(404);
    expect((await admin.post(`${path}/keys`, { jwk })).status).toBe(404);
    expectStatus(await developer.delete(`${path}/keys/${added.id}`), 204);
    expect((await present(await signed({ iss: client_id, sub: client_id }))).status).toBe(401);
    const open = await anApp(developer, { client_type: 'public' });
    const publicPath = `${open.path}/clients/${open.sandbox.client_id}/keys`;
    expect(outcome(await developer.post(publicPath, { jwk }))).toEqual([409, 'public_client']);
  });
});

import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome, signedIn, wrongFields } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { CLIENT, OddProvider } from './odd-provider.js';
import { LOCAL, register } from './setting.js';

let app: TestApp;
let admin: Api;
let odd: OddProvider;
let all: string;
let log = '';

beforeAll(async () => {
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      log += chunk.toString();
      done();
    },
  });
  [app, odd] = await Promise.all([startApp({ ...LOCAL, LOG_LEVEL: 'trace' }, sink), OddProvider.start()]);
  admin = await as(app, 'admin');
  all = `/companies/${app.demo.companies.main.id}/identity_providers`;
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const wish = (more: object = {}): object => ({ name: 'Northwind ID', issuer: odd.issuer, ...CLIENT, ...more });

const byHand = (more: object = {}): object =>
  wish({
    authorization_endpoint: `${odd.issuer}/authorize`,
    token_endpoint: `${odd.issuer}/token`,
    jwks_uri: `${odd.issuer}/jwks`,
    ...more,
  });

describe('an identity provider', () => {
  it('is added by its issuer, shown, listed, changed and deleted', async () => {
    const created = expectStatus(await admin.post(all, wish()), 201).body as Record<string, unknown>;
    expect(created).toMatchObject({
      name: 'Northwind ID',
      issuer: odd.issuer,
      token_endpoint: `${odd.issuer}/token`,
      userinfo_endpoint: `${odd.issuer}/userinfo`,
      token_endpoint_auth_method: 'client_secret_basic',
      scopes: 'openid email profile',
      active: true,
      email_addresses_are_authoritative: false,
      creates_members: false,
      enforced: false,
      redirect_uri: expect.stringMatching(/^http.*\/sign-in\/sso\/[0-9A-Za-z]{22}\/callback$/),
    });
    const path = `${all}/${String(created.id)}`;
    const changed = expectStatus(await admin.patch(path, { name: 'NW', creates_members: true }), 200).body as object;
    expect(changed).toMatchObject({ name: 'NW', creates_members: true, issuer: odd.issuer });
    expect((await admin.get(path)).body).toEqual(changed);
    expect((await admin.get(all)).body).toContainEqual(changed);
    expectStatus(await admin.delete(path), 204);
    expect(outcome(await admin.get(path))).toEqual([404, 'not_found']);
    const actions = (await auditOf(app, 'identity_provider', Number(created.id))).map(({ action }) => action);
    expect(actions).toEqual(['identity_provider.created', 'identity_provider.changed', 'identity_provider.deleted']);
  });

  it('can be named by hand, and does without an issuer', async () => {
    expectStatus(await admin.post(all, byHand()), 201);
    const plain = byHand({ issuer: null, jwks_uri: null, userinfo_endpoint: `${odd.issuer}/userinfo` });
    expectStatus(await admin.post(all, plain), 201);
  });

  it('shows its secret to nobody: not in answers, not in the trail, not in the database, not in the log', async () => {
    const client_secret = 'very-secret-indeed-0123456789';
    const created = expectStatus(await admin.post(all, wish({ client_secret })), 201);
    const { id } = created.body as { id: number };
    const changed = await admin.patch(`${all}/${id}`, { client_secret: `${client_secret}-2` });
    const rows = await app.database.query('SELECT * FROM identity_providers');
    const events = await app.database.query('SELECT * FROM audit_events');
    const kept = [created.text, changed.text, JSON.stringify([rows, events]), log].join();
    expect(kept).not.toContain(client_secret);
    const last = (await auditOf(app, 'identity_provider', id)).at(-1);
    expect(last?.text).toContain('"replaced":"client credential"');
  });

  it('has its secret sent nowhere else before somebody who knows it says so', async () => {
    const { id } = expectStatus(await admin.post(all, wish()), 201).body as { id: number };
    const evil = await OddProvider.start();
    const elsewhere = [
      { issuer: evil.issuer },
      byHand({
        ...{ name: undefined, client_id: undefined, client_secret: undefined },
        token_endpoint: `${evil.issuer}/token`,
      }),
    ];
    for (const address of elsewhere) {
      expect(wrongFields(await admin.patch(`${all}/${id}`, address))).toEqual(['client_secret']);
    }
    expectStatus(await admin.post(`${all}/${id}/actions/test`), 200);
    expect(evil.seen).toEqual([]);
    expectStatus(await admin.patch(`${all}/${id}`, { issuer: evil.issuer, client_secret: 'known to them' }), 200);
    expectStatus(await admin.patch(`${all}/${id}`, { issuer: evil.issuer, name: 'Again' }), 200);
    await evil.stop();
  });

  it('is a matter of administrators of its own company', async () => {
    const { id } = await register(admin, app.demo.companies.other.id, odd.issuer);
    expect(outcome(await admin.get(`${all}/${id}`))).toEqual([404, 'not_found']);
    expect(outcome(await admin.patch(`${all}/${id}`, { name: 'x' }))).toEqual([404, 'not_found']);
    expect(outcome(await admin.delete(`${all}/${id}`))).toEqual([404, 'not_found']);
    const person = await aMember(app, app.demo.companies.main.id);
    const member = await signedIn(app, person);
    expect(outcome(await member.get(all))).toEqual([403, 'insufficient_role']);
    expect(outcome(await member.post(all, wish()))).toEqual([403, 'insufficient_role']);
    const narrow = await as(app, 'admin', 'tools:admin');
    expect(outcome(await narrow.get(all))).toEqual([403, 'insufficient_scope']);
  });

  it('is one of ten', async () => {
    const sandbox = `/companies/${app.demo.companies.sandbox.id}/identity_providers`;
    const answers = [];
    for (let n = 0; n < 11; n++) answers.push(outcome(await admin.post(sandbox, byHand())));
    expect(answers.slice(9)).toEqual([
      [201, undefined],
      [409, 'too_many_identity_providers'],
    ]);
  });
});

describe('settings are refused', () => {
  it.each<[string, object, string[]]>([
    ['without anything', {}, ['client_id', 'client_secret', 'name']],
    ['with an unknown field', { ...CLIENT, name: 'x', private_key: 'x' }, ['private_key']],
    ['without an address', { ...CLIENT, name: 'x' }, ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']],
    ['with an address that is none', { ...CLIENT, name: 'x', issuer: 'nonsense' }, ['issuer']],
    ['with a script', { ...CLIENT, name: 'x', issuer: 'javascript:alert(1)' }, ['issuer']],
    ['with metadata of a cloud', { ...CLIENT, name: 'x', issuer: 'http://169.254.169.254/' }, ['issuer']],
    ['with an inner network', { ...CLIENT, name: 'x', issuer: 'https://10.0.0.1' }, ['issuer']],
    ['with credentials in it', { ...CLIENT, name: 'x', issuer: 'https://u:p@idp.example' }, ['issuer']],
    ['with scopes that are none', { ...CLIENT, name: 'x', scopes: 'openid  email' }, ['scopes']],
    ['with a name that nobody sees', { ...CLIENT, name: '\u200b\u202e' }, ['name']],
    ['with a secret of two lines', { name: 'x', client_id: 'x', client_secret: 'a\r\nb' }, ['client_secret']],
  ])('%s', async (_what, body, fields) => {
    expect(wrongFields(await admin.post(all, body))).toEqual(fields);
  });

  it('with keys missing', async () => {
    expect(wrongFields(await admin.post(all, byHand({ jwks_uri: null })))).toEqual(['jwks_uri']);
  });

  it('with a template that makes administrators, or is another company’s', async () => {
    const template = { name: 'Admins', type: 'company_tools', user_access_levels: { 'company.directory': 'admin' } };
    const path = (company: number): string => `/companies/${company}/permission_templates`;
    const { main, other } = app.demo.companies;
    for (const company of [main.id, other.id]) {
      const made = await admin.post(path(company), { permission_template: template });
      const { id } = made.body as { id: number };
      const refused = await admin.post(all, wish({ default_permission_template_id: id }));
      expect(wrongFields(refused)).toEqual(['default_permission_template_id']);
    }
  });

  it('where the issuer does not answer, answers garbage, or is somebody else', async () => {
    for (const issuer of [
      `${odd.issuer}/nowhere`,
      'http://127.0.0.1:1025',
      odd.issuer.replace('127.0.0.1', '127.0.0.2'),
    ]) {
      expect(outcome(await admin.post(all, wish({ issuer })))).toEqual([422, 'identity_provider_unusable']);
    }
    const before = await admin.get(all);
    const slash = await admin.post(all, wish({ issuer: `${odd.issuer}/` }));
    expect(outcome(slash)).toEqual([422, 'identity_provider_unusable']);
    expect(slash.body.detail).toContain('it names another issuer');
    expect((await admin.get(all)).body).toEqual(before.body);
  });
});

describe('a test of the settings', () => {
  it('tells what works and what does not, and changes nothing', async () => {
    const right = await register(admin, app.demo.companies.main.id, odd.issuer);
    const path = `${right.path}/actions/test`;
    expect((await admin.post(path)).body).toMatchObject({ usable: true });
    expectStatus(await admin.patch(right.path, { client_secret: 'wrong' }), 200);
    const wrong = (await admin.post(path)).body as { usable: boolean; checks: { outcome: string; detail: string }[] };
    expect(wrong.usable).toBe(false);
    expect(wrong.checks.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'fail']);
    expect(wrong.checks[2].detail).toBe('token endpoint: status 401, error invalid_client');
  });

  it('of a provider that is gone fails everywhere, and is no fault of ours', async () => {
    const gone = await OddProvider.start();
    const { path } = await register(admin, app.demo.companies.main.id, gone.issuer);
    await gone.stop();
    const tested = expectStatus(await admin.post(`${path}/actions/test`), 200).body as { checks: object[] };
    expect(tested.checks).toHaveLength(3);
    for (const check of tested.checks)
      expect(check).toMatchObject({ outcome: 'fail', detail: expect.stringContaining('connect_failed') });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SECRET_PARAMETERS } from '../../src/shared/index.js';
import { clientToken, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { basic, postForm, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let token: (form: Record<string, string>, headers?: Record<string, string>) => ReturnType<typeof postForm>;

beforeAll(async () => {
  app = await startApp();
  token = (form, headers) => postForm(`${app.url}/oauth/token`, form, headers);
});
afterAll(() => app.close());

const grant = { grant_type: 'client_credentials' };

const metadata = () => `resource_metadata="${app.demo.base_url}/.well-known/oauth-protected-resource"`;

describe('POST /oauth/token — client_credentials (RFC 6749 §4.4)', () => {
  it('answers with the token response that existing clients read', async () => {
    const { service_account: account } = app.demo;
    const answer = await token({ ...grant, ...credentials(account) });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['access_token', 'token_type', 'expires_in', 'scope', 'created_at']);
    expect(answer.body).toMatchObject({ token_type: 'bearer', expires_in: 5400, scope: 'tools:admin' });
    expect(Number.isInteger(answer.body.created_at)).toBe(true);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('takes form, JSON and multipart, with and without a slash at the end, secret in body or header', async () => {
    const client = credentials(app.demo.service_account);
    const body = { ...grant, ...client };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(body)) multipart.append(name, value);
    const json = { 'Content-Type': 'application/json' };
    const header = { Authorization: basic(client.client_id, client.client_secret) };
    const answers = [
      await token(body),
      await send(`${app.url}/oauth/token/`, { method: 'POST', body: JSON.stringify(body), headers: json }),
      await send(`${app.url}/oauth/token`, { method: 'POST', body: multipart }),
      await token(grant, header),
      await token({ ...grant, client_id: client.client_id }, header),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('gives what was asked for, never more', async () => {
    const client = credentials(app.demo.service_account);
    const answer = await token({ ...grant, ...client, scope: 'project.rfis:read project.rfis:read tools:read' });
    expect(answer.body.scope).toBe('project.rfis:read tools:read');
    expect((await token({ ...grant, ...client, scope: '' })).body.scope).toBe('tools:admin');
  });

  it.each([
    'directory:manage',
    'apps:manage',
    'app_installations:manage',
    'service_accounts:manage',
    'audit:read',
    'tools:read directory:manage',
    'tools:everything',
    'project.nothing:read',
    'project.rfis',
    'TOOLS:READ',
    '"',
  ])('refuses the scope %s', async (scope) => {
    for (const client of [app.demo.service_account, app.demo.clients.data_connector]) {
      const answer = await token({ ...grant, ...credentials(client), scope });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_scope']);
    }
  });

  it('narrows a token to a company and its projects', async () => {
    const client = credentials(app.demo.clients.data_connector);
    const { main, other } = app.demo.companies;
    const { tower, depot } = app.demo.projects;
    const narrow = (more: Record<string, string>) => token({ ...grant, ...client, ...more });
    expect((await narrow({ company_id: `${main.id}`, project_ids: `${tower.id}` })).status).toBe(200);
    const wrong: Record<string, string>[] = [
      { company_id: `${other.id}` },
      { company_id: '999999' },
      { company_id: `${main.id}`, project_ids: `${depot.id}` },
      { company_id: `${main.id}`, project_ids: '999999' },
    ];
    for (const more of wrong) {
      expect((await narrow(more)).body.error).toBe('invalid_target');
    }
    expect((await narrow({ project_ids: `${tower.id}` })).body.error).toBe('invalid_request');
    expect((await narrow({ company_id: '1 OR 1=1' })).body.error).toBe('invalid_request');
  });

  it('is not for clients that are not registered for it', async () => {
    const { web_app, native_app, swagger } = app.demo.clients;
    for (const client of [web_app, native_app, swagger]) {
      const answer = await token({ ...grant, ...credentials(client) });
      expect([answer.status, answer.body.error]).toEqual([400, 'unauthorized_client']);
    }
  });
});

describe('POST /oauth/token — client authentication', () => {
  const refused = { status: 401, error: 'invalid_client' };
  const outcome = async (form: Record<string, string>, headers?: Record<string, string>) => {
    const { status, body } = await token({ ...grant, ...form }, headers);
    return { status, error: body.error as string };
  };

  it('gives one answer for an unknown client, a wrong and a damaged secret', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    const other = app.demo.clients.data_connector.client_secret ?? '';
    const answers = await Promise.all([
      token({ ...grant, client_id: 'nobody-at-all', client_secret }),
      token({ ...grant, client_id, client_secret: other }),
      token({ ...grant, client_id, client_secret: `${client_secret.slice(0, -1)}_` }),
      token({ ...grant, client_id, client_secret: 'x' }),
      token({ ...grant, client_id }),
      token({ ...grant, client_id: client_id.toUpperCase(), client_secret }),
      token({ ...grant, client_id: `${client_id} `, client_secret }),
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const { status, headers } of answers) {
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe(`Basic realm="gatehouse", charset="UTF-8", ${metadata()}`);
    }
  });

  it.each([
    'Basic',
    'Basic ',
    'Basic !!!',
    'Basic bm9jb2xvbg==',
    'Basic Og==',
    'Bearer abc',
    'Basic %',
    'Digest x=y',
    'Basic JTo=',
  ])('refuses the header %j', async (Authorization) => {
    expect(await outcome({}, { Authorization })).toEqual(refused);
  });

  it('refuses no client at all', async () => {
    expect(await outcome({})).toEqual(refused);
  });

  it('refuses secrets in header and body, and two different clients', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    const Authorization = basic(client_id, client_secret);
    const invalid = { status: 400, error: 'invalid_request' };
    expect(await outcome({ client_id, client_secret }, { Authorization })).toEqual(invalid);
    expect(await outcome({ client_id: app.demo.clients.web_app.client_id }, { Authorization })).toEqual(invalid);
  });

  it('refuses secrets and codes in the query string', async () => {
    const form = { ...grant, token: 'x', ...credentials(app.demo.service_account) };
    for (const name of [...SECRET_PARAMETERS, 'client%5Fsecret']) {
      for (const path of ['token', 'revoke', 'introspect']) {
        const answer = await postForm(`${app.url}/oauth/${path}?${name}=x`, form);
        expect([name, answer.status, answer.body.error]).toEqual([name, 400, 'invalid_request']);
      }
    }
    expect((await postForm(`${app.url}/oauth/token?state=x&codes=x`, form)).status).toBe(200);
  });

  it('throttles failures, never the owner', async () => {
    const { client_id, client_secret } = app.demo.clients.not_installed;
    const statuses = [];
    for (let i = 0; i < 60; i++) statuses.push((await token({ ...grant, client_id, client_secret: 'wrong' })).status);
    expect(statuses.slice(0, 40).every((status) => status === 401)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect((await token({ ...grant, client_id, client_secret: 'wrong' })).headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await token({ ...grant, client_id, client_secret: client_secret ?? '' })).status).toBe(200);
  });
});

describe('failures in parallel', () => {
  it('pass no limit together: fifty of them are answered', async () => {
    const form = { ...grant, client_id: 'nobody-in-parallel', client_secret: 'wrong' };
    const answers = await Promise.all(Array.from({ length: 80 }, () => token(form)));
    const statuses = answers.map(({ status }) => status);
    expect([401, 429].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([50, 30]);
  });
});

describe('GET /oauth/token/info', () => {
  const info = (headers: Record<string, string> = {}) => send(`${app.url}/oauth/token/info`, { headers });

  it('describes the token of a person, and of a client', async () => {
    const { web_app } = app.demo.clients;
    const { access_token } = await userTokens(app, web_app, app.demo.users.admin, { scope: 'tools:read profile' });
    const ofPerson = await info({ Authorization: `Bearer ${access_token}` });
    expect([ofPerson.status, ofPerson.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(ofPerson.body).toEqual({
      resource_owner_id: app.demo.users.admin.id,
      scopes: ['tools:read', 'profile'],
      expires_in_seconds: expect.any(Number),
      application: { uid: web_app.client_id },
      created_at: expect.any(Number),
      companies: [app.demo.companies.main.id],
    });
    const { client_id: uid } = app.demo.clients.data_connector;
    const own = await info({ Authorization: `Bearer ${await clientToken(app, app.demo.clients.data_connector)}` });
    expect(own.body).toMatchObject({ resource_owner_id: null, application: { uid } });
    expect(own.body).not.toHaveProperty('companies');
  });

  it('refuses secrets in the query string, beside a good token', async () => {
    const headers = { Authorization: `Bearer ${await clientToken(app, app.demo.service_account)}` };
    for (const name of SECRET_PARAMETERS) {
      const answer = await send(`${app.url}/oauth/token/info?${name}=x`, { headers });
      expect([name, answer.status, answer.body.error]).toEqual([name, 400, 'invalid_request']);
    }
  });

  it('asks for a token where there is none, without calling that an error', async () => {
    const { status, headers, body } = await info();
    expect([status, body.error]).toEqual([401, 'invalid_token']);
    expect(headers.get('www-authenticate')).toBe(`Bearer realm="gatehouse", ${metadata()}`);
  });

  it.each(['Bearer x', 'Bearer', 'Basic eDp5', 'Bearer  x', 'x'])('says that %j is no good', async (Authorization) => {
    const { status, headers, body } = await info({ Authorization });
    expect([status, body.error]).toEqual([401, 'invalid_token']);
    const challenge = headers.get('www-authenticate');
    expect(challenge).toContain(`Bearer realm="gatehouse", ${metadata()}`);
    expect(challenge).toContain('error="invalid_token"');
  });
});

describe('POST /oauth/token — bad input', () => {
  const raw = async (body: string | Uint8Array<ArrayBuffer>, type: string) => {
    const answer = await send(`${app.url}/oauth/token`, { method: 'POST', body, headers: { 'Content-Type': type } });
    return [answer.status, answer.body?.error];
  };
  const form = 'application/x-www-form-urlencoded';
  const json = 'application/json';
  const invalid = [400, 'invalid_request'];
  const client = () => new URLSearchParams(credentials(app.demo.service_account)).toString();

  it('refuses repeated parameters in every encoding', async () => {
    const grants = 'grant_type=client_credentials&grant_type=client_credentials';
    expect(await raw(`${grants}&${client()}`, form)).toEqual(invalid);
    const { client_id, client_secret } = app.demo.service_account;
    const repeated = `{"grant_type":"client_credentials","client_id":"${client_id}","client_id":"x","client_secret":"${client_secret}"}`;
    expect(await raw(repeated, json)).toEqual(invalid);
    const multipart = new FormData();
    for (const value of ['client_credentials', 'client_credentials']) multipart.append('grant_type', value);
    const answer = await send(`${app.url}/oauth/token`, { method: 'POST', body: multipart });
    expect([answer.status, answer.body.error]).toEqual(invalid);
  });

  it.each([
    ['arrays', '{"grant_type":["client_credentials"]}'],
    ['objects', '{"grant_type":{"a":"b"}}'],
    ['a list', '[1]'],
    ['a string', '"grant_type"'],
    ['a number', '7'],
    ['half a document', '{"grant_type":'],
    ['a NUL', '{"grant_type":"client_\\u0000credentials"}'],
    ['half a surrogate pair', '{"grant_type":"\\ud800"}'],
    ['__proto__', '{"__proto__":{"grant_type":"client_credentials"}}'],
    ['an oversized value', JSON.stringify({ grant_type: 'x'.repeat(9_000) })],
    ['a value of more bytes than characters', JSON.stringify({ anything: '€'.repeat(2_731) })],
  ])('refuses %s in JSON', async (_, body) => {
    expect(await raw(body, json)).toEqual(invalid);
  });

  it.each([
    ['broken percent-encoding', 'grant_type=%zz'],
    ['bytes that are not UTF-8', 'grant_type=%ff%fe'],
    ['a NUL', 'grant_type=client_credentials%00'],
  ])('refuses %s in a form', async (_, body) => {
    expect(await raw(`${body}&${client()}`, form)).toEqual(invalid);
  });

  it('refuses bytes that are not UTF-8, other content types, and bodies over 64 KiB', async () => {
    expect(await raw(new Uint8Array([0x7b, 0xff, 0x7d]), json)).toEqual(invalid);
    expect(await raw('grant_type=client_credentials', 'text/plain')).toEqual([415, 'invalid_request']);
    expect(await raw(`a=${'x'.repeat(70_000)}`, form)).toEqual([413, 'invalid_request']);
  });

  it('says what is missing, and which grants there are not', async () => {
    expect((await tokenRequest(app, credentials(app.demo.service_account))).body.error).toBe('invalid_request');
    for (const grant_type of ['password', 'implicit', 'urn:x', 'constructor']) {
      const answer = await token({ grant_type, ...credentials(app.demo.service_account) });
      expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_grant_type']);
    }
  });

  it('ignores parameters that it does not know', async () => {
    const answer = await token({ ...grant, ...credentials(app.demo.service_account), colour: 'blue', audience: 'x' });
    expect(answer.status).toBe(200);
  });
});

describe('access tokens', () => {
  it('tell their holder nothing', async () => {
    const token = await clientToken(app, app.demo.service_account);
    const [header] = token.split('.');
    const protectedHeader = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, string>;
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: expect.any(String), typ: 'gh+at' });
    expect(token.split('.')).toHaveLength(5);
    const readable = Buffer.from(token.split('.').slice(2).join(''), 'base64url').toString('latin1');
    expect(readable).not.toContain(app.demo.service_account.client_id);
  });

  it('are dead with any one character changed, cut off or added', async () => {
    const token = await clientToken(app, app.demo.service_account);
    const info = async (text: string) =>
      (await send(`${app.url}/oauth/token/info`, { headers: { Authorization: `Bearer ${text}` } })).status;
    expect(await info(token)).toBe(200);
    for (let at = 0; at < token.length; at += 7) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(await info(token.slice(0, at) + other + token.slice(at + 1))).toBe(401);
    }
    for (const text of [
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      `${token}.`,
      token.split('.').slice(0, 4).join('.'),
      'x',
    ]) {
      expect(await info(text)).toBe(401);
    }
  });
});

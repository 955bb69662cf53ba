import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { walk } from './person.js';

/* The clients that exist for Procore, by the bytes that they send. None of them is written for this server. */

const CALLBACK = 'http://localhost:9999/callback';

let app: TestApp;
let facts: { id: string; secret: string; uri: string };

beforeAll(async () => {
  app = await startApp();
  const { client_id, client_secret = '' } = app.demo.clients.web_app;
  facts = { id: client_id, secret: client_secret, uri: CALLBACK };
});
afterAll(() => app.close());

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- whatever the server answers

interface RestAnswer {
  readonly body: Json;
  readonly response: Response;
}

/** `@procore/js-sdk` 4.0.2: no state, no scope, no PKCE; it never looks at the status of a token answer. */
class JavaScriptSdk {
  static readonly headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'Procore-Sdk-Version': '4.0.2',
    'Procore-Sdk-language': 'javascript',
  };

  constructor(private readonly host: string) {}

  authorize = ({ id, uri }: { id: string; uri: string }): string =>
    `${app.demo.base_url}/oauth/authorize?response_type=code&client_id=${encodeURIComponent(id)}&redirect_uri=${encodeURIComponent(uri)}`;

  implicit = (client: { id: string; uri: string }): string =>
    this.authorize(client).replace('response_type=code', 'response_type=token');

  token = ({ id, secret, code, uri }: { id: string; secret: string; code: string; uri: string }) =>
    this.post('/oauth/token', {
      grant_type: 'authorization_code',
      code,
      client_id: id,
      client_secret: secret,
      redirect_uri: uri,
    });

  refresh = ({ id, secret, uri, refresh }: { id: string; secret: string; uri: string; refresh: string }) =>
    this.post('/oauth/token', {
      grant_type: 'refresh_token',
      client_id: id,
      client_secret: secret,
      redirect_uri: uri,
      refresh_token: refresh,
    });

  revoke = ({ token, clientId, clientSecret }: { token: string; clientId: string; clientSecret: string }) =>
    this.post('/oauth/revoke', { token, client_id: clientId, client_secret: clientSecret });

  async info(token: string): Promise<Json> {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return (await (await fetch(`${this.host}/oauth/token/info`, { headers })).json()) as Json;
  }

  /** Resolves for 2xx, rejects with the same object otherwise; an answer that is no JSON is a SyntaxError. */
  async rest(method: string, path: string, token: string, { company, body }: { company?: number; body?: Json } = {}) {
    const response = await fetch(`${this.host}${path}`, {
      method,
      headers: {
        ...JavaScriptSdk.headers,
        ...(company !== undefined && { 'Procore-Company-Id': String(company) }),
        Authorization: `Bearer ${token}`,
      },
      body: body && JSON.stringify(body),
    });
    const text = response.status === 204 ? '{}' : await response.text();
    const answer: RestAnswer = { body: JSON.parse(text) as Json, response };
    if (!response.ok) throw answer; // eslint-disable-line @typescript-eslint/only-throw-error -- as the SDK does it
    return answer;
  }

  private async post(path: string, body: Json): Promise<Json> {
    const headers = { Accept: '*/*', 'Content-Type': 'application/json' };
    const answer = await fetch(`${this.host}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Json;
  }
}

const sdk = (): JavaScriptSdk => new JavaScriptSdk(app.url);

async function newCode(): Promise<string> {
  const answer = await walk(app, sdk().authorize(facts));
  expect([...answer.searchParams.keys()]).toEqual(['code', 'iss']);
  return answer.searchParams.get('code') ?? '';
}

const newTokens = async (): Promise<Json> => sdk().token({ ...facts, code: await newCode() });

const rejection = (promise: Promise<RestAnswer>): Promise<RestAnswer> =>
  promise.then(
    () => Promise.reject(new Error('It was expected to fail.')),
    (error: unknown) => error as RestAnswer,
  );

describe("Procore's JavaScript SDK", () => {
  it('gets tokens, refreshes and reads about them', async () => {
    const tokens = await newTokens();
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 5_400 });
    const age = Math.floor(Date.now() / 1_000) - (tokens.created_at as number);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(10);
    const info = await sdk().info(tokens.access_token);
    expect(info).toMatchObject({
      resource_owner_id: app.demo.users.admin.id,
      scopes: ['tools:admin'],
      application: { uid: facts.id },
      created_at: tokens.created_at,
    });
    expect(Number.isInteger(info.expires_in_seconds)).toBe(true);
    const refreshed = await sdk().refresh({ ...facts, refresh: tokens.refresh_token });
    expect(refreshed.refresh_token).toBeTruthy();
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
    expect((await sdk().rest('GET', '/rest/v1.0/me', refreshed.access_token)).body.login).toBe(
      app.demo.users.admin.email,
    );
  });

  it('gets {} for a revocation, however often', async () => {
    const { access_token } = await newTokens();
    const revocation = { token: access_token as string, clientId: facts.id, clientSecret: facts.secret };
    expect(await sdk().revoke(revocation)).toEqual({});
    expect(await sdk().revoke(revocation)).toEqual({});
    expect(await sdk().revoke({ ...revocation, token: 'unknown' })).toEqual({});
    expect(await sdk().info(access_token)).toMatchObject({ error: 'invalid_token' });
  });

  it.each(['/rest/v1.0/me', '/rest/v1.1/me', '/rest/v1.3/me', '/vapid/me'])('calls %s', async (path) => {
    const { access_token } = await newTokens();
    const { body, response } = await sdk().rest('GET', path, access_token);
    expect(body).toMatchObject({ id: app.demo.users.admin.id, login: app.demo.users.admin.email });
    expect(typeof body.name).toBe('string');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('opens and changes an RFI, and reads Total', async () => {
    const { access_token } = await newTokens();
    const { main } = app.demo.companies;
    const rfis = `/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
    const body = { subject: 'Anchor bolts', question: 'Which grade?' };
    const opened = await sdk().rest('POST', rfis, access_token, { company: main.id, body });
    expect(opened.response.status).toBe(201);
    const path = `${rfis}/${opened.body.id as number}`;
    const closed = await sdk().rest('PATCH', path, access_token, { company: main.id, body: { status: 'closed' } });
    expect(closed.body.status).toBe('closed');
    const listed = await sdk().rest('GET', `${rfis}?filters%5Bid%5D%5B%5D=1`, access_token, { company: main.id });
    expect(Number(listed.response.headers.get('total'))).toBeGreaterThan(0);
  });

  it('deletes with a JSON content type and no body', async () => {
    const { access_token } = await newTokens();
    const { status } = (await rejection(sdk().rest('DELETE', '/rest/v1.0/me/connected_apps/999999', access_token)))
      .response;
    // Third-party tokens end no connections: the answer is JSON all the same.
    expect(status).toBe(403);
  });

  it('does what a refresher does: one refresh too many costs nothing', async () => {
    const { access_token, refresh_token } = await newTokens();
    const { response } = await rejection(
      sdk().rest('GET', `/rest/v1.0/companies/999999/me`, access_token, { company: 999_999 }),
    );
    expect(response.ok).toBe(false);
    const refresh = { ...facts, refresh: refresh_token as string };
    const [one, two] = await Promise.all([sdk().refresh(refresh), sdk().refresh(refresh)]);
    expect(one.access_token).toBeTruthy();
    expect(two.refresh_token).toBe(one.refresh_token);
  });
});

describe("what goes wrong for Procore's JavaScript SDK arrives as JSON", () => {
  it('never by the implicit grant', async () => {
    const answer = await walk(app, sdk().implicit(facts));
    expect(answer.searchParams.get('error')).toBe('unsupported_response_type');
    expect(answer.hash).toBe('');
  });

  const broken: [string, Partial<typeof facts> & { code?: string }, string][] = [
    ['a used-up code', {}, 'invalid_grant'],
    ['a made-up code', { code: 'made-up' }, 'invalid_grant'],
    ['another redirect URI', { uri: 'http://localhost:9999/' }, 'invalid_grant'],
    ['a wrong secret', { secret: 'wrong' }, 'invalid_client'],
    ['an unknown client', { id: 'nobody-at-all' }, 'invalid_client'],
    ['no code', { code: '' }, 'invalid_request'],
  ];

  it.each(broken)('for %s at the token endpoint', async (what, change, error) => {
    const code = await newCode();
    if (what === 'a used-up code') await sdk().token({ ...facts, code });
    const answer = await sdk().token({ ...facts, code, ...change });
    expect(Object.keys(answer).sort()).toEqual(['error', 'error_description']);
    expect(answer.error).toBe(error);
  });

  // The sample app stores what it gets, so that `undefined` and objects come back.
  it.each([undefined, null, '', 0, 'undefined', {}, ['x']])('for the stored refresh token %j', async (refresh) => {
    const answer = await sdk().refresh({ ...facts, refresh: refresh as string });
    expect(['invalid_request', 'invalid_grant']).toContain(answer.error);
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '"text"',
    '{"grant_type":"refresh_token","grant_type":"authorization_code"}',
    '{"__proto__":{}}',
  ])('for the body %s', async (body) => {
    const headers = { 'Content-Type': 'application/json' };
    for (const path of ['/oauth/token', '/oauth/revoke', '/oauth/introspect']) {
      const answer = await send(`${app.url}${path}`, { method: 'POST', headers, body });
      expect([400, 401]).toContain(answer.status);
      expect(answer.body.error).toMatch(/^invalid_(request|client)$/);
    }
  });

  it.each([
    ['GET', '/rest/v1.0/nothing'],
    ['DELETE', '/rest/v1.0/me'],
    ['GET', '/vapid/nothing'],
    ['POST', '/rest/v1.0/projects/1/rfis'],
    ['GET', '/rest/v1.0/projects/x/rfis'],
    ['PATCH', '/rest/v1.0/companies/0'],
    ['GET', '/rest/v9.0/me'],
  ])('for %s %s', async (method, path) => {
    const { access_token } = await newTokens();
    const { body, response } = await rejection(sdk().rest(method, path, access_token));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(body.status ?? response.status).toBe(response.status);
  });

  it.each(['/oauth/nothing', '/oauth', '/oauth/token/info/more'])('for POST %s', async (path) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await send(`${app.url}${path}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(404);
    expect(answer.body).toBeDefined();
  });

  it('for a dead token: 401 at the API, at token info, and no token at all', async () => {
    const { response, body } = await rejection(sdk().rest('GET', '/rest/v1.0/me', 'dead'));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(body.code).toBe('invalid_token');
    expect((await sdk().info('dead')).error).toBe('invalid_token');
    expect((await send(`${app.url}/oauth/token/info`)).status).toBe(401);
  });
});

describe("Procore's Ruby SDK", () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
  const post = (path: string, body: Record<string, string>) =>
    send(`${app.url}${path}`, { method: 'POST', headers: form, body: new URLSearchParams(body).toString() });

  it('refreshes and revokes by form, without redirect URI', async () => {
    const { refresh_token } = await newTokens();
    const client = { client_id: facts.id, client_secret: facts.secret };
    const answer = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token, ...client });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.body.expires_in).toBeGreaterThan(1_000);
    expect((await post('/oauth/revoke', { token: answer.body.access_token, ...client })).status).toBe(200);
  });

  /** The parser of the gem: anything else in the header and it raises. */
  const rubyLinks = (header: string): Record<string, string> =>
    Object.fromEntries(
      header.split(', ').map((link) => {
        const match = /^<https?:\/\/[^/]+(?:\/rest\/v\d\.\d|\/vapid)(\/[^>]*)>; rel="(\w+)"$/.exec(link);
        if (!match) throw new Error(`No link: ${link}`);
        return [match[2], match[1]];
      }),
    );

  it.each(['/rest/v1.0', '/rest/v1.1', '/vapid'])('pages through a list below %s', async (prefix) => {
    const { access_token } = await newTokens();
    const { main } = app.demo.companies;
    const seen: number[] = [];
    let path: string | undefined = `/projects?company_id=${main.id}&per_page=1`;
    while (path !== undefined) {
      const headers = {
        Authorization: `Bearer ${access_token as string}`,
        'procore-company-id': String(main.id),
        Accepts: 'application/json',
      };
      const answer: Awaited<ReturnType<typeof send>> = await send(`${app.url}${prefix}${path}`, { headers });
      expect(answer.headers.get('per-page')).toBe('1');
      seen.push(...(answer.body as { id: number }[]).map(({ id }) => id));
      path = rubyLinks(answer.headers.get('link') ?? '').next;
    }
    const { tower, bridge } = app.demo.projects;
    expect(seen.sort((a, b) => a - b)).toEqual([tower.id, bridge.id].sort((a, b) => a - b));
  });

  it.each(['0', '-1', 'x', '1.5', '99999999999999999999'])('gets 422 for the page %s', async (page) => {
    const { access_token } = await newTokens();
    const headers = { Authorization: `Bearer ${access_token as string}` };
    const answer = await send(`${app.url}/rest/v1.0/companies?page=${page}`, { headers });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('link')).toBeNull();
  });
});

describe('other clients', () => {
  const grant = { grant_type: 'client_credentials' };
  const post = (body: Record<string, string>, headers: Record<string, string> = {}, path = '/oauth/token') =>
    send(`${app.url}${path}`, { method: 'POST', body: new URLSearchParams(body), headers });

  /** Go's oauth2 in its default mode: the header first, and after any failure the body. */
  async function goToken(id: string, secret: string) {
    const first = await post(grant, { Authorization: basic(id, secret) });
    return first.status === 200 ? first : post({ ...grant, client_id: id, client_secret: secret });
  }

  it('of Go get a token by header or body, and find out about a wrong secret', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    expect((await goToken(client_id, client_secret)).status).toBe(200);
    const wrong = await goToken(client_id, facts.secret);
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    // A hundred failures of a misconfigured worker do not lock out the right secret.
    await Promise.all(Array.from({ length: 50 }, () => goToken(client_id, 'wrong')));
    expect((await goToken(client_id, client_secret)).status).toBe(200);
  });

  it('of Python send the form by header, with an empty scope', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    const answer = await post(
      { ...grant, scope: '' },
      { Authorization: basic(client_id, client_secret), Accept: 'application/json' },
    );
    expect(answer.body).toMatchObject({ token_type: 'bearer', scope: 'tools:admin' });
  });

  it('may put a slash at the end', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    const client = { client_id, client_secret };
    const { body } = await post({ ...grant, ...client }, {}, '/oauth/token/');
    expect(body.access_token).toBeTruthy();
    const revoked = await post({ token: body.access_token, ...client }, {}, '/oauth/revoke/');
    expect([revoked.status, revoked.body]).toEqual([200, {}]);
    const info = await send(`${app.url}/oauth/token/info/`, {
      headers: { Authorization: `Bearer ${body.access_token as string}` },
    });
    expect(info.status).toBe(401);
    expect((await post({ ...grant, ...client }, {}, '/oauth/token//')).status).toBe(404);
  });

  it('that send multipart may send fields, and nothing else', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    const fields = (): FormData => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...grant, client_id, client_secret })) body.append(name, value);
      return body;
    };
    const sendForm = (body: FormData) => send(`${app.url}/oauth/token`, { method: 'POST', body });
    expect((await sendForm(fields())).status).toBe(200);
    const repeated = fields();
    repeated.append('client_id', client_id);
    const file = fields();
    file.append('scope', new Blob(['tools:read']), 'scope.txt');
    const large = fields();
    large.append('scope', 'x'.repeat(9 * 1_024));
    for (const body of [repeated, file, large]) {
      const answer = await sendForm(body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.body.error).toBe('invalid_request');
    }
  });

  it('are pasted from the documentation: curl -F', async () => {
    const { client_id, client_secret } = app.demo.service_account;
    const fields = { ...grant, client_id, client_secret };
    const parts = Object.entries(fields).flatMap(([name, value]) => ['-F', `${name}=${value}`]);
    const run = promisify(execFile);
    const done = await run('curl', ['-s', '-F', 'scope=tools:read', ...parts, `${app.url}/oauth/token`]).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined; // no curl on this machine; the same bytes are sent above
        throw error;
      },
    );
    if (done) expect((JSON.parse(done.stdout) as Json).scope).toBe('tools:read');
  });

  it('that ask for /vapid/me sign in with any user of theirs, and never with a token of nobody', async () => {
    const { access_token } = await newTokens();
    const headers = { Authorization: `Bearer ${access_token as string}` };
    const me = await send(`${app.url}/vapid/me`, { headers });
    expect(Object.keys(me.body).sort()).toEqual(['id', 'login', 'name']);
    for (const path of ['/vapid/me', '/vapid/me/', '/vapid']) {
      expect([401, 404]).toContain((await send(`${app.url}${path}`)).status);
    }
    const inQuery = await send(`${app.url}/vapid/me?access_token=${access_token as string}`);
    expect(inQuery.status).toBe(400);
  });

  it('keep the answer of /companies in a list of integers', async () => {
    const { access_token } = await newTokens();
    const answer = await send(`${app.url}/rest/v1.0/companies`, {
      headers: { Authorization: `Bearer ${access_token as string}` },
    });
    expect((answer.body as { id: number }[]).every(({ id }) => Number.isSafeInteger(id))).toBe(true);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });
});

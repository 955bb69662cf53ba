import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { clientToken, credentials, managementToken, userTokens } from '../support/flows.js';
import { type Answer, call, postForm, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

/* What a web page of another origin may do (protocol.md, CORS). A browser asks exactly so. */

const OURS = 'http://localhost:9999';
const FOREIGN = 'https://attacker.example';

let app: TestApp;
let token: string;
let rfis: string;

beforeAll(async () => {
  app = await startApp();
  token = (await userTokens(app, app.demo.clients.web_app, app.demo.users.admin)).access_token;
  rfis = `/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
});
afterAll(() => app.close());

const preflight = (path: string, Origin: string, method = 'POST', headers = 'authorization,content-type') =>
  send(`${app.url}${path}`, {
    method: 'OPTIONS',
    headers: { Origin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers },
  });

const listOf = (answer: Answer, header: string): string[] =>
  (answer.headers.get(header) ?? '').split(/,\s*/).map((item) => item.toLowerCase());

const corsHeaders = (answer: Answer): string[] =>
  [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));

const rows = async (): Promise<number> => {
  const [{ n }] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM rfis', []);
  return Number(n);
};

/** Origins that look like a listed one, or want to. */
const LOOKALIKES = [
  FOREIGN,
  'null',
  '*',
  'http://localhost',
  'http://localhost:99999',
  'http://localhost:9998',
  'https://localhost:9999',
  'http://localhost:9999/',
  'http://LOCALHOST:9999',
  'http://localhost:9999.attacker.example',
  'http://attacker.example#http://localhost:9999',
  'http://127.0.0.1:9999',
  'http://sub.localhost:9999',
  'http://localhost:9999, https://attacker.example',
  `https://${'a'.repeat(4_000)}.example`,
];

describe('a preflight', () => {
  it.each([
    ['/oauth/token', 'POST'],
    ['/oauth/revoke', 'POST'],
    ['/oauth/introspect', 'POST'],
    ['/oauth/token/info', 'GET'],
    ['/oauth/token?foo=1', 'POST'],
    ['/oauth/jwks?', 'GET'],
    ['/rest/v1.0/me', 'GET'],
    ['/rest/v1.1/companies', 'GET'],
    ['/vapid/me', 'GET'],
    ['/rest/v1.0/me/connected_apps/1', 'DELETE'],
    ['/.well-known/openid-configuration', 'GET'],
  ])('of %s passes from a listed origin', async (path, method) => {
    const answer = await preflight(path, OURS, method);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBe(OURS);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/);
    expect(listOf(answer, 'access-control-allow-methods')).toContain(method.toLowerCase());
  });

  it('allows every header that existing clients send, and names no wildcard', async () => {
    const answer = await preflight('/rest/v1.0/me', OURS, 'GET');
    expect(listOf(answer, 'access-control-allow-headers')).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'procore-company-id',
        'procore-sdk-version',
        'procore-sdk-language',
        'x-csrf-token',
        'idempotency-token',
        'idempotency-key',
        'if-match',
      ]),
    );
    for (const name of corsHeaders(answer)) expect(answer.headers.get(name)).not.toContain('*');
  });

  it.each(LOOKALIKES)('is refused from %s', async (origin) => {
    for (const path of ['/rest/v1.0/me', '/oauth/token', '/vapid/me']) {
      const answer = await preflight(path, origin);
      expect(answer.status).toBe(403);
      expect(corsHeaders(answer)).toEqual([]);
    }
  });

  it.each(['/oauth/authorize', '/sign-in', '/sign-out', '/consent', '/', '/docs'])(
    'is never answered at %s',
    async (path) => {
      const answer = await preflight(path, OURS);
      expect(corsHeaders(answer)).toEqual([]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    },
  );

  it.each([
    '//rest/v1.0/me',
    '/oauth/authorize?x=/rest/v1.0/',
    '/oauth/../oauth/authorize',
    '/oauth/authorize%2f..%2ftoken',
  ])('is not opened by the spelling %s', async (path) => {
    expect(corsHeaders(await preflight(path, OURS))).toEqual([]);
  });
});

describe('a request from a listed origin', () => {
  it('is answered with every header that clients read', async () => {
    const answer = await call(`${app.url}/rest/v1.0/companies`, token, { headers: { Origin: OURS } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(OURS);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(listOf(answer, 'access-control-expose-headers')).toEqual(
      expect.arrayContaining([
        'total',
        'per-page',
        'link',
        'x-rate-limit-limit',
        'x-rate-limit-remaining',
        'x-rate-limit-reset',
        'retry-after',
        'x-request-id',
        'www-authenticate',
      ]),
    );
  });

  it('may change things', async () => {
    const before = await rows();
    const answer = await call(`${app.url}${rfis}`, token, {
      method: 'POST',
      json: { subject: 'From a page', question: 'Which?' },
      company: app.demo.companies.main.id,
      headers: { Origin: OURS },
    });
    expect([answer.status, await rows()]).toEqual([201, before + 1]);
  });

  it('can read its errors', async () => {
    const origin = { headers: { Origin: OURS } };
    const answers = [
      await call(`${app.url}/rest/v1.0/me`, 'dead', origin),
      await call(`${app.url}/rest/v1.0/nothing`, token, origin),
      await call(`${app.url}/rest/v1.0/companies/999999/me`, token, origin),
      await postForm(`${app.url}/oauth/token`, { grant_type: 'x' }, { Origin: OURS }),
      await send(`${app.url}/oauth/token`, {
        method: 'POST',
        body: '{',
        headers: { Origin: OURS, 'Content-Type': 'application/json' },
      }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers.get('access-control-allow-origin')).toBe(OURS);
    }
  });

  it('gets a token for a public client', async () => {
    const { native_app } = app.demo.clients;
    const { refresh_token } = await userTokens(app, native_app, app.demo.users.member, {
      redirectUri: 'http://127.0.0.1:4000/callback',
    });
    const form = { grant_type: 'refresh_token', refresh_token, ...credentials(native_app) };
    const answer = await postForm(`${app.url}/oauth/token`, form, { Origin: OURS });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(OURS);
  });
});

describe('a request from elsewhere with a valid token', () => {
  const open = (headers: Record<string, string>, bearer = token) =>
    call(`${app.url}${rfis}`, bearer, {
      method: 'POST',
      json: { subject: 'Stolen', question: 'Whose?' },
      company: app.demo.companies.main.id,
      headers,
    });

  it.each(LOOKALIKES)('changes nothing from %s', async (Origin) => {
    const before = await rows();
    const answer = await open({ Origin });
    expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed']);
    expect(corsHeaders(answer)).toEqual([]);
    expect(await rows()).toBe(before);
  });

  it('reads nothing either', async () => {
    for (const path of ['/rest/v1.0/me', '/rest/v1.0/companies', '/vapid/me', '/rest/v1.3/companies']) {
      const answer = await call(`${app.url}${path}`, token, { headers: { Origin: FOREIGN } });
      expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed']);
      expect(answer.text).not.toContain(app.demo.users.admin.email);
    }
  });

  it('is refused from an origin that only another client lists', async () => {
    const { users, service_account: account, companies, clients } = app.demo;
    const before = await rows();
    const ofAccount = await clientToken(app, account);
    const ofDocs = await managementToken(app, users.admin, 'tools:admin', [companies.main.id]);
    for (const bearer of [ofAccount, ofDocs]) {
      expect((await preflight(rfis, OURS)).status).toBe(204);
      const answer = await open({ Origin: OURS }, bearer);
      expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed']);
    }
    expect(await rows()).toBe(before);
    expect(clients.web_app.allowed_origins).toContain(OURS);
  });

  it('is no way to end a connection', async () => {
    const id = 'x'.repeat(22);
    const answer = await call(`${app.url}/rest/v1.0/me/connected_apps/${id}`, token, {
      method: 'DELETE',
      headers: { Origin: FOREIGN },
    });
    expect(answer.body.code).toBe('origin_not_allowed');
    expect((await call(`${app.url}/rest/v1.0/me`, token)).status).toBe(200);
  });

  it('says nothing about a dead token', async () => {
    const answer = await call(`${app.url}/rest/v1.0/me`, 'dead', { headers: { Origin: FOREIGN } });
    expect(answer.status).toBe(401);
    expect(corsHeaders(answer)).toEqual([]);
  });

  it('passes from the own origin, which is no other', async () => {
    const Origin = app.url;
    const answer = await call(`${app.url}/rest/v1.0/me`, token, { headers: { Origin } });
    expect(answer.status).toBe(200);
    const https = await call(`${app.url}/rest/v1.0/me`, token, {
      headers: { Origin: Origin.replace('http:', 'https:') },
    });
    expect(https.status).toBe(403);
  });
});

describe('protocol endpoints', () => {
  it.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect'])(
    'show nothing at %s to a foreign page',
    async (path) => {
      const { service_account: account } = app.demo;
      const form = { grant_type: 'client_credentials', token: 'x', ...credentials(account) };
      const answer = await postForm(`${app.url}${path}`, form, { Origin: FOREIGN });
      expect(corsHeaders(answer)).toEqual([]);
    },
  );

  it('show nothing of token info to a foreign page', async () => {
    const answer = await call(`${app.url}/oauth/token/info`, token, { headers: { Origin: FOREIGN } });
    expect(corsHeaders(answer)).toEqual([]);
  });
});

describe('pages', () => {
  it.each(['/oauth/authorize', '/sign-in', '/sign-out', '/consent', '/', '/docs', '/health/live'])(
    'send no CORS header: %s',
    async (path) => {
      for (const Origin of [OURS, FOREIGN, app.url]) {
        for (const method of ['GET', 'POST']) {
          expect(corsHeaders(await send(`${app.url}${path}`, { method, headers: { Origin } }))).toEqual([]);
        }
      }
    },
  );

  it('do not sign anybody in from a foreign page', async () => {
    const browser = new Browser(app.url);
    const page = await browser.get('/sign-in');
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const { email, password } = app.demo.users.admin;
    const answer = await postForm(
      `${app.url}/sign-in`,
      { csrf_token: csrf, email, password, return_to: '/' },
      { Origin: FOREIGN },
    );
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie().join()).not.toContain('session');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, type Api } from '../apps/api.js';
import { credentials } from '../support/flows.js';
import { type Answer, type RawOptions, send, sendRaw } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

const raw = (target: string, options?: RawOptions): Promise<Answer> => sendRaw(app.url, target, options);

describe('another spelling of a path', () => {
  it.each(['/oauth/token', '/%6fauth/token', '/oauth/%74oken', '/%6F%61uth/token/'])(
    '%s accepts no repeated names',
    async (path) => {
      const { client_id, client_secret = '' } = credentials(app.demo.service_account);
      const body = `{"grant_type":"client_credentials","client_id":"x","client_id":"${client_id}","client_secret":"${client_secret}"}`;
      const answer = await send(app.url + path, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    },
  );

  it.each([
    '/oauth/authorize?client_id=zzzzzzzzz',
    '/oauth/%61uthorize?client_id=zzzzzzzzz',
    'http://x.example/oauth/authorize?client_id=zzzzzzzzz',
  ])('%s shows the error page', async (target) => {
    const { status, headers, text } = await raw(target);
    expect([status, headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(text).toContain('not known here');
  });

  it.each(['/docs', '/%64ocs', '/doc%73/'])('%s has the policy of the documentation', async (target) => {
    const { headers } = await raw(target);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it.each([
    '/oauth//token',
    '/oauth/%2ftoken',
    '/OAuth/token',
    '/oauth/../oauth/token',
    '/oauth/token%00',
    '/oauth/token%2e%2e%2f',
    '/oauth\\token',
  ])('%s is no path', async (target) => {
    const { status } = await raw(target);
    expect([400, 404]).toContain(status);
  });
});

describe('a fragment', () => {
  const rows = async (): Promise<number> => {
    const [{ n }] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM rfis');
    return Number(n);
  };

  it.each(['#x', '#', '?a=b#x', '#access_token=x', '#?a=b'])(
    '%s is refused everywhere, and nothing happens',
    async (end) => {
      const rfis = `/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
      const headers = {
        Authorization: `Bearer ${admin.token}`,
        'Content-Type': 'application/json',
        'Idempotency-Token': end,
      };
      const before = await rows();
      const body = '{"subject":"Door","question":"Which?"}';
      for (const target of [rfis, `http://evil.example${rfis}`, `/vapid/projects/${app.demo.projects.tower.id}/rfis`]) {
        const answer = await raw(target + end, { method: 'POST', headers, body });
        expect([answer.status, answer.body.code]).toEqual([400, 'bad_request']);
        expect(answer.body.detail).toContain('fragment');
      }
      expect(await rows()).toBe(before);
    },
  );

  it('gets no token, and the error page at the authorization endpoint', async () => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...credentials(app.demo.service_account) });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const token = await raw('/oauth/token#x', { method: 'POST', headers, body: form.toString() });
    expect([token.status, token.body.error]).toEqual([400, 'invalid_request']);
    const page = await raw('/oauth/authorize#?client_id=x');
    expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
  });
});

describe('a target that cannot be decoded', () => {
  const LONG = 'x'.repeat(201);

  it.each(['/oauth/%zz', '/oauth/token%', '/oauth/%ff', '/oauth/authoriz%e', `/oauth/${LONG}`])(
    '%s is refused as the protocol refuses',
    async (target) => {
      const { status, headers, body } = await raw(target);
      expect([status, body.error]).toEqual([400, 'invalid_request']);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it.each(['/%', '/rest/v1.0/%zz', '/vapid/%C3%28', `/rest/v1.0/projects/${LONG}`, '*x'])(
    '%s is refused with a problem document',
    async (target) => {
      const { status, headers, body } = await raw(target);
      expect([status, body.code]).toEqual([400, 'bad_request']);
      expect(headers.get('x-request-id')).toBe(body.request_id);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('is a page for a browser', async () => {
    const { status, headers } = await raw('/%zz', { headers: { Accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
  });

  it.each(['GET', 'OPTIONS'])('%s * is no address, and tells its request id', async (method) => {
    const { status, headers, body } = await raw('*', { method });
    expect([status, body.code]).toEqual([404, 'not_found']);
    expect(headers.get('x-request-id')).toBe(body.request_id);
  });
});

describe('a request that names the whole URL', () => {
  it.each(['http://evil.example', 'https://evil.example:444', 'ftp://evil.example'])(
    'gets links to this server, not to %s',
    async (origin) => {
      const { status, headers } = await raw(`${origin}/rest/v1.0/companies?per_page=1`, {
        headers: { Authorization: `Bearer ${admin.token}` },
      });
      expect(status).toBe(200);
      expect(headers.get('link')).toContain('/rest/v1.0/companies?');
      expect(headers.get('link')).not.toContain('evil');
    },
  );
});

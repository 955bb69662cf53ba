import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, type Api } from '../apps/api.js';
import { credentials } from '../support/flows.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

/** Sends the request target as it is: `fetch` would tidy it. */
function raw(
  target: string,
  headers: Record<string, string> = {},
): Promise<Pick<Answer, 'status' | 'headers' | 'text'>> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.url);
    const request = httpRequest({ hostname, port, path: target, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(response.headers as Record<string, string>),
          text,
        }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

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

describe('a request that names the whole URL', () => {
  it.each(['http://evil.example', 'https://evil.example:444', 'ftp://evil.example'])(
    'gets links to this server, not to %s',
    async (origin) => {
      const { status, headers } = await raw(`${origin}/rest/v1.0/companies?per_page=1`, {
        Authorization: `Bearer ${admin.token}`,
      });
      expect(status).toBe(200);
      expect(headers.get('link')).toContain('/rest/v1.0/companies?');
      expect(headers.get('link')).not.toContain('evil');
    },
  );
});

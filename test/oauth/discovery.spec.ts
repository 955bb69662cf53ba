import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorize } from '../support/flows.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let server: Record<string, unknown>;
let openid: Record<string, unknown>;

beforeAll(async () => {
  app = await startApp();
  server = (await send(`${app.url}/.well-known/oauth-authorization-server`)).body;
  openid = (await send(`${app.url}/.well-known/openid-configuration`)).body;
});
afterAll(() => app.close());

describe('openid-configuration', () => {
  it('is the metadata of the authorization server and what OpenID Connect Discovery makes mandatory, nothing else', () => {
    expect(openid).toEqual({
      ...server,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    });
  });

  it('announces the algorithm of the published keys', async () => {
    const { keys } = (await send(`${app.url}/oauth/jwks`)).body;
    expect(keys.length).toBeGreaterThan(0);
    const { id_token_signing_alg_values_supported: algorithms } = openid;
    for (const { alg, kty, crv, d } of keys) {
      expect([alg, kty, crv, d]).toEqual([(algorithms as string[])[0], 'EC', 'P-256', undefined]);
    }
  });

  it('offers no scope that would promise an ID token, as none is issued', async () => {
    expect(openid.scopes_supported).not.toContain('openid');
    expect(Object.keys(openid).filter((name) => /userinfo|claims/.test(name))).toEqual([]);
    const { end } = await authorize(app, app.demo.clients.web_app, app.demo.users.admin, { scope: 'openid' });
    expect(new URL(end.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_scope');
  });
});

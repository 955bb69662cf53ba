import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { claimsOf, signIn } from '../openid/relying-party.js';

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
  it('is the metadata of the authorization server and what is implemented of OpenID Connect, nothing else', () => {
    expect(openid).toEqual({
      ...server,
      userinfo_endpoint: `${app.demo.base_url}/oauth/userinfo`,
      end_session_endpoint: `${app.demo.base_url}/oauth/logout`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
      acr_values_supported: ['urn:gatehouse:acr:1fa', 'urn:gatehouse:acr:mfa'],
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      claim_types_supported: ['normal'],
      claims_supported: expect.arrayContaining(['sub', 'nonce', 'name', 'email', 'email_verified']),
      claims_parameter_supported: false,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    });
  });

  it('announces the algorithms of the published keys', async () => {
    const { keys } = (await send(`${app.url}/oauth/jwks`)).body;
    const published = new Set(keys.map(({ alg }: { alg: string }) => alg));
    expect([...published].sort()).toEqual(openid.id_token_signing_alg_values_supported);
    for (const key of keys) expect(key).not.toHaveProperty('d');
  });

  it('lists the identity scopes', () => {
    expect(openid.scopes_supported).toEqual(expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']));
  });

  it('lists every claim that there is', async () => {
    const scope = 'openid profile email';
    const { web_app } = app.demo.clients;
    const tokens = await signIn(app, web_app, app.demo.users.admin, { scope, parameters: { nonce: 'n' } });
    const { body } = await call(`${app.url}/oauth/userinfo`, tokens.access_token);
    const claims = new Set([...Object.keys(claimsOf(tokens.id_token)), ...Object.keys(body)]);
    expect(openid.claims_supported).toEqual(expect.arrayContaining([...claims]));
  });
});

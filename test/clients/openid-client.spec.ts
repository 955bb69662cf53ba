import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'openid-client';
import { Browser } from '../support/browser.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { type Walk, walk } from './person.js';

/* openid-client 6, as its own documentation uses it, against the documents that we publish. */

type Algorithm = 'oidc' | 'oauth2';
type ClientName = 'web_app' | 'native_app' | 'data_connector' | 'not_installed';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const http = { execute: [oauth.allowInsecureRequests] };

function discover(name: ClientName, authentication?: oauth.ClientAuth, algorithm: Algorithm = 'oauth2') {
  const { client_id, client_secret } = app.demo.clients[name];
  const options = { algorithm, ...http };
  return oauth.discovery(new URL(app.demo.base_url), client_id, client_secret, authentication, options);
}

interface Begun {
  readonly url: URL;
  readonly checks: { readonly pkceCodeVerifier: string; readonly expectedState: string };
}

async function begin(configuration: oauth.Configuration, more: Record<string, string> = {}): Promise<Begun> {
  const checks = { pkceCodeVerifier: oauth.randomPKCECodeVerifier(), expectedState: oauth.randomState() };
  const url = oauth.buildAuthorizationUrl(configuration, {
    redirect_uri: 'http://localhost:9999/callback',
    code_challenge: await oauth.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    ...more,
  });
  return { url, checks };
}

/** The whole flow, up to the tokens. */
async function connect(configuration: oauth.Configuration, more: Record<string, string> = {}, how: Walk = {}) {
  const { url, checks } = await begin(configuration, more);
  return oauth.authorizationCodeGrant(configuration, await walk(app, url, how), checks);
}

/** The error that a promise must end with. */
async function errorOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  const outcome = await promise.then(
    (value) => ({ unexpected: value }),
    (error: unknown) => error as Record<string, unknown>,
  );
  if (outcome.unexpected) throw new Error(`It was expected to fail: ${JSON.stringify(outcome.unexpected)}`);
  return outcome;
}

const rest = (path: string): URL => new URL(`${app.demo.base_url}/rest/v1.0${path}`);

describe('discovery', () => {
  it.each<Algorithm>(['oidc', 'oauth2'])('finds everything that the client uses (%s)', async (algorithm) => {
    const metadata = (await discover('web_app', undefined, algorithm)).serverMetadata();
    expect(metadata.issuer).toBe(app.demo.base_url);
    expect(metadata.supportsPKCE()).toBe(true);
    expect(metadata.authorization_response_iss_parameter_supported).toBe(true);
    for (const endpoint of ['authorization', 'token', 'revocation', 'introspection'] as const) {
      expect(metadata[`${endpoint}_endpoint`]).toMatch(new RegExp(`^${app.demo.base_url}/oauth/`));
    }
  });

  it('offers nothing that the server refuses by design', async () => {
    const metadata = (await discover('web_app')).serverMetadata();
    expect(metadata.response_types_supported).toEqual(['code']);
    expect(metadata.grant_types_supported).not.toContain('password');
    expect(metadata.grant_types_supported).not.toContain('implicit');
    expect(metadata.supportsPKCE('plain')).toBe(false);
  });

  it('is refused by the client under a name that is not the issuer', async () => {
    const error = await errorOf(oauth.discovery(new URL(app.url), 'some client', undefined, undefined, http));
    expect(String((error.cause as Error)?.message ?? error.message)).toMatch(/issuer/);
  });
});

describe('the authorization code flow', () => {
  it.each<Algorithm>(['oidc', 'oauth2'])(
    'connects a confidential client and reaches the API (%s)',
    async (algorithm) => {
      const configuration = await discover('web_app', undefined, algorithm);
      const tokens = await connect(configuration);
      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'tools:admin' });
      expect(tokens.expiresIn()).toBeGreaterThan(5_390);
      const me = await oauth.fetchProtectedResource(configuration, tokens.access_token, rest('/me'), 'GET');
      expect(await me.json()).toMatchObject({ login: app.demo.users.admin.email });
    },
  );

  it('connects a public client on a loopback port of its choice', async () => {
    const configuration = await discover('native_app', oauth.None());
    const redirect = { redirect_uri: 'http://127.0.0.1:53682/callback' };
    const tokens = await connect(configuration, redirect, { user: app.demo.users.member });
    expect(tokens.scope).toBe('tools:write');
    expect((await oauth.refreshTokenGrant(configuration, tokens.refresh_token ?? '')).refresh_token).toBeTruthy();
  });

  it('survives a state of every printable character', async () => {
    const configuration = await discover('web_app');
    const { url, checks } = await begin(configuration, { state: `!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~ ñ€` });
    const expectedState = url.searchParams.get('state') ?? '';
    const tokens = await oauth.authorizationCodeGrant(configuration, await walk(app, url), {
      ...checks,
      expectedState,
    });
    expect(tokens.access_token).toBeTruthy();
  });

  describe('is broken off by the client', () => {
    const answers: [string, (answer: URL) => void, RegExp][] = [
      ['a state that it did not send', (answer) => answer.searchParams.set('state', 'forged'), /"state"/],
      ['no state', (answer) => answer.searchParams.delete('state'), /"state"/],
      ['the name of another issuer', (answer) => answer.searchParams.set('iss', 'https://mix-up.example'), /"iss"/],
      ['no issuer', (answer) => answer.searchParams.delete('iss'), /"iss"/],
    ];

    it.each(answers)('when the answer has %s', async (_, forge, message) => {
      const configuration = await discover('web_app');
      const { url, checks } = await begin(configuration);
      const answer = await walk(app, url);
      const forged = new URL(answer);
      forge(forged);
      const error = await errorOf(oauth.authorizationCodeGrant(configuration, forged, checks));
      expect(`${String(error.message)} ${String((error.cause as Error | undefined)?.message)}`).toMatch(message);
      // Nothing reached the server: the code still works.
      expect((await oauth.authorizationCodeGrant(configuration, answer, checks)).access_token).toBeTruthy();
    });

    it('when an error comes with a state that it did not send', async () => {
      const configuration = await discover('web_app');
      const { url, checks } = await begin(configuration, { prompt: 'consent' });
      const answer = await walk(app, url, { decision: 'deny' });
      expect(answer.searchParams.get('error')).toBe('access_denied');
      answer.searchParams.set('state', 'forged');
      const error = await errorOf(oauth.authorizationCodeGrant(configuration, answer, checks));
      expect(error.code).not.toBe('OAUTH_AUTHORIZATION_RESPONSE_ERROR');
    });
  });

  describe('ends with an error that the client understands', () => {
    it('when the person denies', async () => {
      const configuration = await discover('web_app');
      const { url, checks } = await begin(configuration, { prompt: 'consent' });
      const answer = await walk(app, url, { decision: 'deny' });
      const error = await errorOf(oauth.authorizationCodeGrant(configuration, answer, checks));
      expect(error).toMatchObject({ name: 'AuthorizationResponseError', error: 'access_denied' });
      expect(error.error_description).toBeTruthy();
    });

    const refused: [string, ClientName, Record<string, string>][] = [
      ['login_required', 'web_app', { prompt: 'none' }],
      ['invalid_request', 'web_app', { prompt: 'none consent' }],
      ['invalid_scope', 'web_app', { scope: 'tools:everything' }],
      ['invalid_scope', 'web_app', { scope: 'directory:manage' }],
      ['unsupported_response_type', 'web_app', { response_type: 'token' }],
      ['unsupported_response_type', 'web_app', { response_type: 'code id_token' }],
      ['invalid_request', 'web_app', { response_mode: 'fragment' }],
      ['invalid_request', 'web_app', { code_challenge_method: 'plain' }],
      ['invalid_request', 'native_app', { redirect_uri: 'http://127.0.0.1/callback', code_challenge: '' }],
    ];

    it.each(refused)('%s for %s with %j', async (code, name, change) => {
      const configuration = await discover(name);
      const { url, checks } = await begin(configuration, change);
      const error = await errorOf(oauth.authorizationCodeGrant(configuration, await walk(app, url), checks));
      expect(error).toMatchObject({ name: 'AuthorizationResponseError', error: code });
    });
  });

  it('gives no second token for a code, and ends the first', async () => {
    const configuration = await discover('web_app');
    const { url, checks } = await begin(configuration);
    const answer = await walk(app, url);
    const tokens = await oauth.authorizationCodeGrant(configuration, answer, checks);
    const error = await errorOf(oauth.authorizationCodeGrant(configuration, answer, checks));
    expect(error).toMatchObject({ name: 'ResponseBodyError', status: 400, error: 'invalid_grant' });
    expect(await oauth.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
    const refresh = await errorOf(oauth.refreshTokenGrant(configuration, tokens.refresh_token ?? ''));
    expect(refresh.error).toBe('invalid_grant');
  });

  it('gives no token for a wrong verifier, and none for the right one after it', async () => {
    const configuration = await discover('web_app');
    const { url, checks } = await begin(configuration);
    const answer = await walk(app, url);
    const wrong = { ...checks, pkceCodeVerifier: oauth.randomPKCECodeVerifier() };
    for (const tried of [wrong, checks]) {
      const error = await errorOf(oauth.authorizationCodeGrant(configuration, answer, tried));
      expect(error.error).toBe('invalid_grant');
    }
  });

  it('gives no token to another client that got hold of the code, and leaves it to its owner', async () => {
    const [owner, thief] = [await discover('web_app'), await discover('data_connector')];
    const { url, checks } = await begin(owner);
    const answer = await walk(app, url);
    expect((await errorOf(oauth.authorizationCodeGrant(thief, answer, checks))).error).toBe('invalid_grant');
    expect((await oauth.authorizationCodeGrant(owner, answer, checks)).access_token).toBeTruthy();
  });

  it('does not ask twice in one browser', async () => {
    const configuration = await discover('web_app');
    const browser = new Browser(app.url);
    await connect(configuration, {}, { browser });
    expect((await connect(configuration, { prompt: 'none' }, { browser })).access_token).toBeTruthy();
  });
});

describe('refresh', () => {
  it('gives a new pair, and narrows where it is asked to', async () => {
    const configuration = await discover('web_app');
    const first = await connect(configuration);
    const second = await oauth.refreshTokenGrant(configuration, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const third = await oauth.refreshTokenGrant(configuration, second.refresh_token ?? '', { scope: 'tools:read' });
    expect(third.scope).toBe('tools:read');
  });

  it('is refused beyond the grant, and to another client', async () => {
    const configuration = await discover('native_app', oauth.None());
    const redirect = { redirect_uri: 'http://127.0.0.1:53682/callback' };
    const { refresh_token = '' } = await connect(configuration, redirect);
    const wider = await errorOf(oauth.refreshTokenGrant(configuration, refresh_token, { scope: 'tools:admin' }));
    expect(wider.error).toBe('invalid_scope');
    const other = await errorOf(oauth.refreshTokenGrant(await discover('web_app'), refresh_token));
    expect(other).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it.each(['x', 'Ω', 'null', 'undefined', ' '])('is refused with the refresh token %j', async (token) => {
    const error = await errorOf(oauth.refreshTokenGrant(await discover('web_app'), token));
    expect(error).toMatchObject({ status: 400, error: 'invalid_grant' });
  });
});

describe('introspection and revocation', () => {
  it('tell the owner of a token about it until it is revoked', async () => {
    const configuration = await discover('web_app');
    const tokens = await connect(configuration);
    const living = await oauth.tokenIntrospection(configuration, tokens.access_token);
    expect(living).toMatchObject({
      active: true,
      iss: app.demo.base_url,
      client_id: app.demo.clients.web_app.client_id,
      scope: 'tools:admin',
      sub: String(app.demo.users.admin.id),
    });
    await oauth.tokenRevocation(configuration, tokens.refresh_token ?? '', { token_type_hint: 'refresh_token' });
    expect(await oauth.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
    const dead = await errorOf(oauth.refreshTokenGrant(configuration, tokens.refresh_token ?? ''));
    expect(dead.error).toBe('invalid_grant');
  });

  it('end access at the API with a challenge that the client reads', async () => {
    const configuration = await discover('web_app');
    const { access_token } = await connect(configuration);
    await oauth.tokenRevocation(configuration, access_token);
    await oauth.tokenRevocation(configuration, access_token);
    const error = await errorOf(oauth.fetchProtectedResource(configuration, access_token, rest('/me'), 'GET'));
    const [challenge] = error.cause as { scheme: string; parameters: Record<string, string> }[];
    expect(challenge).toMatchObject({ scheme: 'bearer', parameters: { error: 'invalid_token' } });
    expect(challenge.parameters.resource_metadata).toMatch(/oauth-protected-resource$/);
  });

  it('tell nobody else, and let nobody else revoke', async () => {
    const [owner, other] = [await discover('web_app'), await discover('data_connector')];
    const { access_token } = await connect(owner);
    expect(await oauth.tokenIntrospection(other, access_token)).toEqual({ active: false });
    await oauth.tokenRevocation(other, access_token);
    expect((await oauth.tokenIntrospection(owner, access_token)).active).toBe(true);
  });

  it.each(['x', 'eyJhbGciOiJub25lIn0.e30.', '\u0000', 'Ω'.repeat(100)])(
    'know nothing of the token %j',
    async (token) => {
      const configuration = await discover('web_app');
      if (token === '\u0000') {
        expect((await errorOf(oauth.tokenIntrospection(configuration, token))).error).toBe('invalid_request');
        expect((await errorOf(oauth.tokenRevocation(configuration, token))).error).toBe('invalid_request');
        return;
      }
      expect(await oauth.tokenIntrospection(configuration, token)).toEqual({ active: false });
      await oauth.tokenRevocation(configuration, token);
    },
  );

  it('answer no public client about tokens, and nobody with a wrong secret', async () => {
    const wrong = oauth.ClientSecretPost(app.demo.clients.data_connector.client_secret);
    for (const configuration of [await discover('native_app', oauth.None()), await discover('web_app', wrong)]) {
      const error = await errorOf(oauth.tokenIntrospection(configuration, 'x'));
      expect(error.status).toBe(401);
    }
    const revocation = await errorOf(oauth.tokenRevocation(await discover('web_app', wrong), 'x'));
    expect(revocation.status).toBe(401);
  });
});

describe('client credentials', () => {
  const methods: [string, (secret?: string) => oauth.ClientAuth][] = [
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ];

  it.each(methods)('work with %s', async (_, method) => {
    const { client_secret } = app.demo.clients.data_connector;
    const tokens = await oauth.clientCredentialsGrant(await discover('data_connector', method(client_secret)));
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 5_400 });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it.each(methods)('are refused with a wrong secret (%s)', async (_, method) => {
    const { client_secret } = app.demo.clients.web_app;
    for (const secret of [client_secret, 'wrong', 'pass%word+with:signs é']) {
      const error = await errorOf(oauth.clientCredentialsGrant(await discover('data_connector', method(secret))));
      expect(error.status).toBe(401);
      expect(JSON.stringify(error.cause)).toMatch(/basic|invalid_client/i);
    }
  });

  const refused: [string, ClientName, Record<string, string>][] = [
    ['unauthorized_client', 'web_app', {}],
    ['invalid_scope', 'data_connector', { scope: 'apps:manage' }],
    ['invalid_target', 'data_connector', { company_id: '999999' }],
    ['invalid_request', 'data_connector', { company_id: 'main' }],
    ['invalid_request', 'data_connector', { project_ids: '1' }],
  ];

  it.each(refused)('are refused with %s to %s asking %j', async (code, name, parameters) => {
    const error = await errorOf(oauth.clientCredentialsGrant(await discover(name), parameters));
    expect(error).toMatchObject({ name: 'ResponseBodyError', status: 400, error: code });
  });

  it('are no way around an installation', async () => {
    const configuration = await discover('not_installed');
    const company = { company_id: String(app.demo.companies.main.id) };
    expect((await errorOf(oauth.clientCredentialsGrant(configuration, company))).error).toBe('invalid_target');
  });

  it.each(['password', 'urn:ietf:params:oauth:grant-type:token-exchange', 'AUTHORIZATION_CODE'])(
    'do not stretch to the grant %s',
    async (grant) => {
      const configuration = await discover('data_connector');
      const error = await errorOf(
        oauth.genericGrantRequest(configuration, grant, { username: 'a', scope: 'tools:read' }),
      );
      expect(error.error).toBe('unsupported_grant_type');
    },
  );
});

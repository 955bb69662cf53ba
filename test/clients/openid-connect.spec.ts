import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { KeyRing } from '../../src/keys/index.js';
import { type Api, as } from '../apps/api.js';
import { LogoutReceiver } from '../openid/logout-receiver.js';
import { aParty, changeParty, CALLBACK } from '../openid/relying-party.js';
import { Browser } from '../support/browser.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { LOCAL } from '../webhooks/hooks.js';
import { walk } from './person.js';

/* openid-client 6 signs a person in with every check on, as its own documentation does it. */

const BACK = 'https://party.example/signed-out';

let app: TestApp;
let developer: Api;
let receiver: LogoutReceiver;
let party: Awaited<ReturnType<typeof aParty>>;

beforeAll(async () => {
  app = await startApp(LOCAL);
  developer = await as(app, 'developer');
  receiver = await LogoutReceiver.start();
  party = await aParty(developer, {
    post_logout_redirect_uris: [BACK],
    backchannel_logout_uri: receiver.url,
  });
});
afterAll(async () => {
  await receiver.stop();
  await app.close();
});

/** Every signature is verified by the published keys, also where TLS would do (OpenID Connect Core §3.1.3.7). */
function discover(alg = 'ES256'): Promise<oidc.Configuration> {
  const metadata = { id_token_signed_response_alg: alg, client_secret: party.client_secret };
  const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];
  return oidc.discovery(new URL(app.demo.base_url), party.client_id, metadata, undefined, { execute });
}

interface Begun {
  readonly answer: URL;
  readonly checks: oidc.AuthorizationCodeGrantChecks;
}

async function begin(configuration: oidc.Configuration, browser = new Browser(app.url)): Promise<Begun> {
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    maxAge: 300,
    idTokenExpected: true,
  };
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: CALLBACK,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    max_age: String(checks.maxAge),
  });
  return { answer: await walk(app, url, { browser, companies: [] }), checks };
}

async function signIn(configuration: oidc.Configuration, browser?: Browser) {
  const { answer, checks } = await begin(configuration, browser);
  const tokens = await oidc.authorizationCodeGrant(configuration, answer, checks);
  const claims = tokens.claims();
  if (!claims) throw new Error('There is no ID token.');
  return { tokens, claims };
}

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: Error) => `${error.message} ${String((error.cause as Error | undefined)?.message ?? '')}`,
  );

describe('openid-client', () => {
  it.each(['ES256', 'RS256'])('signs a person in with every check on (%s)', async (alg) => {
    await changeParty(developer, party, { id_token_signed_response_alg: alg });
    const configuration = await discover(alg);
    const { tokens, claims } = await signIn(configuration);
    expect(claims).toMatchObject({ iss: app.demo.base_url, aud: party.client_id, acr: 'urn:gatehouse:acr:1fa' });
    const info = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    expect(info).toMatchObject({ sub: claims.sub, email: app.demo.users.admin.email, email_verified: false });
    expect(info.name).toBeTruthy();
    const refreshed = await oidc.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    expect(refreshed.claims()).toMatchObject({ sub: claims.sub, auth_time: claims.auth_time, sid: claims.sid });
    await changeParty(developer, party, { id_token_signed_response_alg: 'ES256' });
  });

  it('breaks off where nonce or algorithm are not those that it asked for, or the sign-in is too old', async () => {
    const configuration = await discover();
    const wrong: [Partial<oidc.AuthorizationCodeGrantChecks>, RegExp][] = [
      [{ expectedNonce: 'of another session' }, /"nonce"/],
      [{ expectedState: 'of another session' }, /"state"/],
    ];
    for (const [change, message] of wrong) {
      const { answer, checks } = await begin(configuration);
      const tried = oidc.authorizationCodeGrant(configuration, answer, { ...checks, ...change });
      expect(await failure(tried)).toMatch(message);
    }
    const { answer, checks } = await begin(configuration);
    const asRs256 = oidc.authorizationCodeGrant(await discover('RS256'), answer, checks);
    expect(await failure(asRs256)).toMatch(/alg/);
  });

  it('breaks off where userinfo is about somebody else', async () => {
    const configuration = await discover();
    const { tokens } = await signIn(configuration);
    const tried = oidc.fetchUserInfo(configuration, tokens.access_token, 'another subject');
    expect(await failure(tried)).toMatch(/"sub"/);
  });

  it('notices nothing of keys that rotate in the middle of a sign-in', async () => {
    const configuration = await discover();
    const before = await signIn(configuration);
    const ring = app.app.get(KeyRing);
    const { answer, checks } = await begin(configuration);
    const id = await ring.rotate('signing');
    const tokens = await oidc.authorizationCodeGrant(configuration, answer, checks);
    expect(tokens.claims()?.sub).toBe(before.claims.sub);
    // The minute passes in which everybody may learn of the new key.
    const sql = 'UPDATE sealed_keys SET activates_at = activates_at - 61000 WHERE id = ?';
    await app.database.execute(sql, [id]);
    await ring.load();
    expect(ring.signingKey().id).toBe(id);
    const fresh = await discover();
    expect((await signIn(fresh)).claims.sub).toBe(before.claims.sub);
  });

  it('signs the person out here, and is told so behind their back', async () => {
    const configuration = await discover();
    const browser = new Browser(app.url);
    const { tokens, claims } = await signIn(configuration, browser);
    const url = oidc.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: BACK,
      state: 'bye',
    });
    const end = await browser.get(url.pathname + url.search);
    expect(end.headers.get('location')).toBe(`${BACK}?state=bye`);
    const [token] = (await receiver.until(1)).slice(-1);
    const keys = createRemoteJWKSet(new URL(configuration.serverMetadata().jwks_uri ?? ''));
    const { payload } = await jwtVerify(token, keys, {
      issuer: configuration.serverMetadata().issuer,
      audience: party.client_id,
      typ: 'logout+jwt',
      algorithms: ['ES256'],
      maxTokenAge: 120,
      requiredClaims: ['jti', 'sid', 'sub', 'events'],
    });
    expect(payload).toMatchObject({ sub: claims.sub, sid: claims.sid });
    expect(payload).not.toHaveProperty('nonce');
  });
});

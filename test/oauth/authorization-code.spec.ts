import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SECRET_PARAMETERS } from '../../src/shared/index.js';
import { as, expectStatus } from '../apps/api.js';
import { Browser, newPkce } from '../support/browser.js';
import { authorize, codeOf, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const OOB = 'urn:ietf:wg:oauth:2.0:oob';

const parametersOf = (change: Record<string, string | undefined> = {}): string => {
  const { web_app } = app.demo.clients;
  const all = {
    response_type: 'code',
    client_id: web_app.client_id,
    redirect_uri: web_app.redirect_uris[0],
    state: 's',
    ...change,
  };
  return new URLSearchParams(
    Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString();
};

const redeem = (
  code: string,
  change: Record<string, string | undefined> = {},
  client: Parameters<typeof credentials>[0] = app.demo.clients.web_app,
) => {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: app.demo.clients.web_app.redirect_uris[0],
    ...credentials(client),
    ...change,
  };
  return tokenRequest(app, Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined)));
};

/** A code of the web app, without PKCE: as Procore's SDK asks for it. */
async function plainCode(): Promise<string> {
  const browser = new Browser(app.url);
  const signIn = await browser.get(`/oauth/authorize?${parametersOf()}`);
  const consent = await browser.signIn(signIn, app.demo.users.admin);
  return codeOf(
    consent.text.includes('name="decision"') ? await browser.consent(consent, [app.demo.companies.main.id]) : consent,
  );
}

describe('the authorization code flow (RFC 6749 §4.1)', () => {
  it('ends with code, state and issuer at the redirect URI, and tokens for the code', async () => {
    const { end, verifier, redirectUri } = await authorize(app, app.demo.clients.web_app, app.demo.users.admin);
    const target = new URL(end.headers.get('location') ?? '');
    expect(end.status).toBe(303);
    expect(`${target.origin}${target.pathname}`).toBe(redirectUri);
    expect([...target.searchParams.keys()]).toEqual(['code', 'state', 'iss']);
    expect(target.searchParams.get('state')).toBe('some state');
    expect(target.searchParams.get('iss')).toBe(app.demo.base_url);
    const answer = await redeem(codeOf(end), { code_verifier: verifier });
    expect(Object.keys(answer.body)).toEqual([
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'scope',
      'created_at',
    ]);
  });

  it('serves a client that knows neither PKCE nor scopes nor state', async () => {
    const answer = await redeem(await plainCode());
    expect(answer.status).toBe(200);
    const me = await call(`${app.url}/rest/v1.0/me`, answer.body.access_token);
    expect(me.body).toMatchObject({ id: app.demo.users.admin.id, login: app.demo.users.admin.email });
  });

  it('shows the code on a page where the client asks for that', async () => {
    const { end, verifier } = await authorize(app, app.demo.clients.web_app, app.demo.users.admin, {
      redirectUri: OOB,
    });
    expect(end.status).toBe(200);
    const code = /id="authorization_code"[^>]*>([^<]+)</.exec(end.text)?.[1] ?? '';
    expect((await redeem(code, { redirect_uri: OOB, code_verifier: verifier })).status).toBe(200);
  });

  it('tells the client that the person denied', async () => {
    const { end } = await authorize(app, app.demo.clients.native_app, app.demo.users.member, { decision: 'deny' });
    const target = new URL(end.headers.get('location') ?? '');
    expect(target.searchParams.get('error')).toBe('access_denied');
    expect(target.searchParams.get('state')).toBe('some state');
    expect(target.searchParams.get('iss')).toBe(app.demo.base_url);
  });

  it('lets a public client use any port of its loopback address', async () => {
    const { native_app } = app.demo.clients;
    const redirectUri = 'http://127.0.0.1:51004/callback';
    const tokens = await userTokens(app, native_app, app.demo.users.member, { redirectUri });
    expect(tokens.scope).toBe('tools:write');
  });

  it('does not ask again within what was granted, and asks for more', async () => {
    const browser = new Browser(app.url);
    const { web_app } = app.demo.clients;
    await authorize(app, web_app, app.demo.users.admin, { browser });
    const again = await browser.get(`/oauth/authorize?${parametersOf()}`);
    expect(again.status).toBe(302);
    expect(codeOf(again)).toBeTruthy();
    for (const change of [{ prompt: 'consent' }, { scope: 'tools:admin profile' }]) {
      expect((await browser.get(`/oauth/authorize?${parametersOf(change)}`)).text).toContain('name="decision"');
    }
    expect((await browser.get(`/oauth/authorize?${parametersOf({ prompt: 'login' })}`)).text).toContain(
      'name="password"',
    );
  });

  it('always asks for a public client without a claimed redirect, and for the docs page', async () => {
    const browser = new Browser(app.url);
    const { native_app, swagger } = app.demo.clients;
    await authorize(app, native_app, app.demo.users.admin, { browser });
    for (const client of [native_app, swagger]) {
      const { challenge } = newPkce();
      const change = {
        client_id: client.client_id,
        redirect_uri: client.redirect_uris[0],
        code_challenge: challenge,
        code_challenge_method: 'S256',
      };
      expect((await browser.get(`/oauth/authorize?${parametersOf(change)}`)).text).toContain('name="decision"');
    }
  });
});

describe('GET /oauth/authorize — before client and redirect URI are proven', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody-at-all' }],
    ['no client', { client_id: undefined }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['a foreign redirect URI', { redirect_uri: 'https://attacker.example/callback' }],
    ['another path', { redirect_uri: 'http://localhost:9999/callback/' }],
    ['another port', { redirect_uri: 'http://localhost:9998/callback' }],
    ['another case', { redirect_uri: 'http://localhost:9999/Callback' }],
    ['a query added', { redirect_uri: 'http://localhost:9999/callback?x=1' }],
    ['credentials before the host', { redirect_uri: 'http://localhost:9999@attacker.example/callback' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
  ])('shows a page and never redirects for %s', async (_, change) => {
    const answer = await new Browser(app.url).get(`/oauth/authorize?${parametersOf(change)}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).not.toContain('attacker.example');
  });

  it.each(['client_id', 'redirect_uri'])('shows a page for a repeated %s', async (name) => {
    const answer = await new Browser(app.url).get(
      `/oauth/authorize?${parametersOf()}&${name}=https://attacker.example`,
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });
});

describe('GET /oauth/authorize — afterwards', () => {
  const errorOf = async (query: string) => {
    const answer = await new Browser(app.url).get(`/oauth/authorize?${query}`);
    const target = new URL(answer.headers.get('location') ?? 'http://none');
    expect(target.origin).toBe('http://localhost:9999');
    expect(target.searchParams.get('iss')).toBe(app.demo.base_url);
    return target.searchParams.get('error');
  };

  it.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['implicit', { response_type: 'token' }, 'unsupported_response_type'],
    ['hybrid', { response_type: 'code token' }, 'unsupported_response_type'],
    ['fragment mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['an unknown scope', { scope: 'everything' }, 'invalid_scope'],
    ['a management scope', { scope: 'directory:manage' }, 'invalid_scope'],
    ['PKCE plain', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    ['a short challenge', { code_challenge: 'x', code_challenge_method: 'S256' }, 'invalid_request'],
    ['a method without challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a request object', { request: 'x.y.z' }, 'request_not_supported'],
    ['a request URI', { request_uri: 'https://attacker.example/' }, 'request_uri_not_supported'],
    ['no session and prompt=none', { prompt: 'none' }, 'login_required'],
    ['prompt=none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a state over 2 KiB', { state: 'x'.repeat(2_049) }, 'invalid_request'],
    ['a parameter over 8 KiB', { scope: 'x'.repeat(8_193) }, 'invalid_request'],
    ['a state of 2 KiB in characters only', { state: 'é'.repeat(1_025) }, 'invalid_request'],
  ])('redirects with an error for %s', async (_, change, expected) => {
    expect(await errorOf(parametersOf(change))).toBe(expected);
  });

  it.each(['scope', 'state', 'code_challenge', 'nonce'])('refuses a repeated %s', async (name) => {
    expect(await errorOf(`${parametersOf()}&${name}=a&${name}=b`)).toBe('invalid_request');
  });

  it.each(SECRET_PARAMETERS.filter((name) => name !== 'id_token_hint'))('refuses %s in the URL', async (name) => {
    expect(await errorOf(`${parametersOf()}&${name}=x`)).toBe('invalid_request');
    const form = { method: 'POST', body: new URLSearchParams(parametersOf()) };
    const posted = await send(`${app.url}/oauth/authorize?${name}=x`, form);
    expect(posted.status).toBe(303);
    const target = new URL(posted.headers.get('location') ?? '');
    expect(target.searchParams.get('error')).toBe('invalid_request');
    const unproven = await send(`${app.url}/oauth/authorize?${name}=x&client_id=nobody-at-all`);
    expect([unproven.status, unproven.headers.get('location')]).toEqual([400, null]);
  });

  it('takes a hint in the query for no secret, and refuses one that is no ID token of ours', async () => {
    const answer = await new Browser(app.url).get(`/oauth/authorize?${parametersOf({ id_token_hint: 'x.y.z' })}`);
    const location = answer.headers.get('location') ?? '';
    expect(location).toContain('error=invalid_request');
    expect(location).toContain('id_token_hint');
  });

  it('redirects with an error for a posted parameter of 8 KiB in characters only', async () => {
    const body = new URLSearchParams(parametersOf({ nonce: '€'.repeat(2_731) }));
    const answer = await send(`${app.url}/oauth/authorize`, { method: 'POST', body });
    expect(answer.headers.get('location')).toContain('error=invalid_request');
  });

  it('demands PKCE of public clients', async () => {
    const { native_app } = app.demo.clients;
    const query = parametersOf({ client_id: native_app.client_id, redirect_uri: native_app.redirect_uris[0] });
    const answer = await new Browser(app.url).get(`/oauth/authorize?${query}`);
    expect(answer.headers.get('location')).toContain('error=invalid_request');
  });
});

describe('POST /oauth/token — authorization_code', () => {
  const refused = [400, 'invalid_grant'];
  const outcome = async (...args: Parameters<typeof redeem>) => {
    const { status, body } = await redeem(...args);
    return [status, body.error];
  };

  it('leaves a code alone that another client tries, and burns one that its own client tries wrongly', async () => {
    const tried = await plainCode();
    expect(await outcome(tried, {}, app.demo.clients.not_installed)).toEqual(refused);
    expect((await redeem(tried)).status).toBe(200);
    for (const change of [{ redirect_uri: 'http://localhost:9999/other' }, { code_verifier: newPkce().verifier }]) {
      const burnt = await plainCode();
      expect(await outcome(burnt, change)).toEqual(refused);
      expect(await outcome(burnt)).toEqual(refused);
    }
  });

  it('refuses a wrong, a missing and a malformed verifier', async () => {
    for (const code_verifier of [newPkce().verifier, undefined, 'short']) {
      const { end } = await authorize(app, app.demo.clients.web_app, app.demo.users.admin);
      expect(await outcome(codeOf(end), { code_verifier })).toEqual(refused);
    }
  });

  it('refuses damaged, foreign and empty codes, and says what is missing', async () => {
    const code = await plainCode();
    for (const wrong of [code.slice(0, -1), `${code.slice(0, -1)}~`, 'x', 'ghac_x', code.replace('ghac_', 'ghrt_')]) {
      expect(await outcome(wrong)).toEqual(refused);
    }
    expect(await outcome(code, { code: undefined })).toEqual([400, 'invalid_request']);
    expect(await outcome(code, { redirect_uri: undefined })).toEqual([400, 'invalid_request']);
    expect((await redeem(code)).status).toBe(200);
  });

  it('refuses a code that has run out, by the clock of the database', async () => {
    const code = await plainCode();
    await app.database.execute('UPDATE authorization_codes SET expires_at = 1');
    expect(await outcome(code)).toEqual(refused);
  });

  it('revokes what a code got when the code is shown again', async () => {
    const code = await plainCode();
    const { body } = await redeem(code);
    expect((await call(`${app.url}/rest/v1.0/me`, body.access_token)).status).toBe(200);
    expect(await outcome(code)).toEqual(refused);
    expect((await call(`${app.url}/rest/v1.0/me`, body.access_token)).status).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token as string };
    expect((await tokenRequest(app, { ...refresh, ...credentials(app.demo.clients.web_app) })).body.error).toBe(
      'invalid_grant',
    );
  });

  it('gives one of fifty parallel redemptions tokens, and revokes those', async () => {
    const code = await plainCode();
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(code)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 400 && body.error === 'invalid_grant')).toHaveLength(49);
    expect((await call(`${app.url}/rest/v1.0/me`, winners[0].body.access_token)).status).toBe(401);
  });
});

describe('the consent page', () => {
  const open = async (browser = new Browser(app.url)) => {
    const query = parametersOf({ prompt: 'consent' });
    let page = await browser.get(`/oauth/authorize?${query}`);
    if (page.text.includes('name="password"')) page = await browser.signIn(page, app.demo.users.admin);
    return { browser, page };
  };

  it('names the app, the person and the companies, in two languages, and runs no script', async () => {
    const { page } = await open();
    expect(page.text).toContain('Site Web App');
    expect(page.text).toContain(app.demo.users.admin.email);
    expect(page.text).toContain(app.demo.companies.main.name);
    expect(page.text).not.toContain('<script');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:9999");
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is answered once', async () => {
    const { browser, page } = await open();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => browser.consent(page, [app.demo.companies.main.id])),
    );
    expect(answers.filter(({ headers }) => headers.get('location')?.includes('code='))).toHaveLength(1);
  });

  it('is bound to its browser and its session', async () => {
    const { page } = await open();
    const other = await open();
    expect((await other.browser.consent(page, [])).headers.get('location')).toBeNull();
    const forged = page.text.replace(/name="csrf_token" value="[^"]+"/, 'name="csrf_token" value="x"');
    const { browser, page: own } = await open();
    expect((await browser.consent({ ...own, text: forged }, [])).status).toBe(400);
    const withoutToken = own.text.replace(/name="csrf_token" value="[^"]+"/, 'name="csrf_token" value="x"');
    expect((await browser.consent({ ...own, text: withoutToken }, [])).status).toBe(403);
  });

  it('connects no company that is not the person’s own', async () => {
    const { browser, page } = await open();
    for (const ids of [[999_999], [app.demo.companies.sandbox.id]]) {
      const answer = await browser.consent(page, ids);
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });
});

describe('a redirect URI that its client gave up', () => {
  it('gives nothing for a code at a redirect URI that the client gave up meanwhile', async () => {
    const code = await plainCode();
    const { web_app } = app.demo.clients;
    const developer = await as(app, 'developer');
    const path = `/apps/${web_app.app_id}/clients/${web_app.client_id}`;
    expectStatus(await developer.patch(path, { redirect_uris: [OOB] }), 200);
    expect((await redeem(code)).body.error).toBe('invalid_grant');
    expectStatus(await developer.patch(path, { redirect_uris: web_app.redirect_uris }), 200);
    expect((await redeem(code)).body.error).toBe('invalid_grant');
  });
});

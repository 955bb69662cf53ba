import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as } from '../apps/api.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, codeOf } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anOldToken, aParty, claimsOf, errorOf, redeem, signIn } from './relying-party.js';

let app: TestApp;
let developer: Api;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
});
afterAll(() => app.close());

const web = () => app.demo.clients.web_app;

/** A browser in which somebody is signed in, and has let the app sign them in before. */
async function aBrowser(person: 'admin' | 'member' = 'admin'): Promise<Browser> {
  const browser = new Browser(app.url);
  await signIn(app, web(), app.demo.users[person], { browser });
  return browser;
}

function ask(browser: Browser, parameters: Record<string, string> = {}): Promise<Answer> {
  const { client_id, redirect_uris } = web();
  const query = { response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: 'openid', state: 's' };
  return browser.get(`/oauth/authorize?${new URLSearchParams({ ...query, ...parameters }).toString()}`);
}

const asksForPassword = ({ text }: Answer): boolean => text.includes('name="password"');
const idTokenOf = async (person: 'admin' | 'member'): Promise<string> =>
  (await signIn(app, web(), app.demo.users[person])).id_token;

const age = (seconds: number, person: 'admin' | 'member' = 'admin') =>
  app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - ? WHERE user_id = ?', [
    seconds * 1000,
    app.demo.users[person].id,
  ]);

describe('max_age', () => {
  it('lets a sign-in stand that is young enough, and asks for a new one after that', async () => {
    const browser = await aBrowser();
    codeOf(await ask(browser, { max_age: '60' }));
    await age(61);
    codeOf(await ask(browser, { max_age: '120' }));
    codeOf(await ask(browser));
    const page = await ask(browser, { max_age: '60' });
    expect(asksForPassword(page)).toBe(true);
    codeOf(await browser.signIn(page, app.demo.users.admin));
  });

  it('of 0 asks anew however fresh the sign-in is, and is satisfied by the one that it asked for', async () => {
    const browser = await aBrowser();
    for (let time = 0; time < 2; time++) {
      const page = await ask(browser, { max_age: '0' });
      expect(asksForPassword(page)).toBe(true);
      codeOf(await browser.signIn(page, app.demo.users.admin));
    }
  });

  it('is not satisfied by going back to the request in the old session', async () => {
    const browser = await aBrowser();
    await age(100);
    const page = await ask(browser, { max_age: '60' });
    const request = new URLSearchParams(hiddenFields(page.text).return_to.split('?')[1]).get('request') ?? '';
    expect(asksForPassword(await browser.get(`/consent?request=${request}`))).toBe(true);
  });

  it('and the time in the ID token fit together', async () => {
    const browser = await aBrowser();
    await age(100);
    const end = await authorize(app, web(), app.demo.users.admin, {
      browser,
      scope: 'openid',
      parameters: { max_age: '60' },
    });
    const { iat, auth_time } = claimsOf((await redeem(app, web(), end)).body.id_token);
    expect(Number(iat) - Number(auth_time)).toBeLessThanOrEqual(60);
  });

  it('ends with login_required where nobody may be asked', async () => {
    const browser = await aBrowser();
    await age(100);
    for (const max_age of ['0', '60']) {
      expect(errorOf(await ask(browser, { max_age, prompt: 'none' }))).toBe('login_required');
    }
    codeOf(await ask(browser, { max_age: '300', prompt: 'none' }));
  });

  it.each(['-1', '1.5', '1e3', ' 60', '60s', 'NaN', '0x10', '99999999999', '٦٠'])('is no %j', async (max_age) => {
    expect(errorOf(await ask(await aBrowser(), { max_age }))).toBe('invalid_request');
  });
});

describe('prompt=none', () => {
  it('gives the code where nothing has to be asked', async () => {
    codeOf(await ask(await aBrowser(), { prompt: 'none' }));
  });

  it('ends with login_required in a browser in which nobody is signed in', async () => {
    expect(errorOf(await ask(new Browser(app.url), { prompt: 'none' }))).toBe('login_required');
  });

  it('ends with consent_required where the person has not agreed', async () => {
    expect(errorOf(await ask(await aBrowser(), { prompt: 'none', scope: 'openid profile tools:read' }))).toBe(
      'consent_required',
    );
  });

  it.each(['none login', 'none consent', 'create', 'NONE'])('is no %j', async (prompt) => {
    expect(errorOf(await ask(await aBrowser(), { prompt }))).toBe('invalid_request');
  });
});

describe('id_token_hint', () => {
  it('lets the person pass that it is about, also when it has run out', async () => {
    const id_token_hint = await idTokenOf('admin');
    codeOf(await ask(await aBrowser(), { id_token_hint, prompt: 'none' }));
    const old = await anOldToken(app, id_token_hint);
    codeOf(await ask(await aBrowser(), { id_token_hint: old, prompt: 'none' }));
  });

  it('of another person ends with login_required where nobody may be asked', async () => {
    const hint = await idTokenOf('member');
    expect(errorOf(await ask(await aBrowser(), { id_token_hint: hint, prompt: 'none' }))).toBe('login_required');
  });

  it('of another person asks for a sign-in, which has to be theirs', async () => {
    const id_token_hint = await idTokenOf('member');
    const browser = await aBrowser();
    const page = await ask(browser, { id_token_hint });
    expect(asksForPassword(page)).toBe(true);
    const wrong = await browser.signIn(page, app.demo.users.admin);
    expect(errorOf(wrong)).toBe('login_required');
    expect(new URL(wrong.headers.get('location') ?? '').searchParams.get('state')).toBe('s');
    const right = await browser.signIn(await ask(browser, { id_token_hint }), app.demo.users.member);
    codeOf(right);
  });

  it('is answered once: going back after the wrong sign-in leads nowhere', async () => {
    const id_token_hint = await idTokenOf('member');
    const browser = await aBrowser();
    const page = await ask(browser, { id_token_hint });
    const back = hiddenFields(page.text).return_to;
    expect(errorOf(await browser.signIn(page, app.demo.users.admin))).toBe('login_required');
    expect((await browser.get(back)).text).toContain('no longer open');
  });

  it('that is forged, changed, unsigned, foreign or of another client is refused, and signs nobody in', async () => {
    const browser = await aBrowser();
    const genuine = await idTokenOf('admin');
    const [header, payload, signature] = genuine.split('.');
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = claimsOf(genuine);
    const party = await aParty(developer);
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const forged = [
      'x',
      'a.b.c',
      `${header}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${encode({ ...claims, sub: 'someone' })}.${signature}`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `${encode({ alg: 'none', typ: 'JWT', kid })}.${payload}.`,
      `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${payload}.${signature}`,
      `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${payload}.${signature}`,
      `${encode({ alg: 'ES256', typ: 'JWT', kid: 'unknown' })}.${payload}.${signature}`,
      (await signIn(app, party, app.demo.users.admin)).id_token,
    ];
    for (const id_token_hint of forged) {
      expect([id_token_hint, errorOf(await ask(browser, { id_token_hint }))]).toEqual([
        id_token_hint,
        'invalid_request',
      ]);
    }
  });

  it('is not kept with the request', async () => {
    const id_token_hint = await idTokenOf('member');
    await ask(await aBrowser(), { id_token_hint });
    const rows = await app.database.query<{ request: string }>('SELECT request FROM authorization_requests');
    expect(rows.length).toBeGreaterThan(0);
    for (const { request } of rows) expect(request).not.toContain(id_token_hint.split('.')[2]);
  });
});

describe('login_hint', () => {
  it('fills in the address, which the person may change', async () => {
    const browser = new Browser(app.url);
    const page = await ask(browser, { login_hint: app.demo.users.member.email });
    expect(page.text).toContain(`value="${app.demo.users.member.email}"`);
    codeOf(await browser.signIn(page, app.demo.users.admin));
  });

  it.each(['"><script>alert(1)</script>', '</form>', 'x'.repeat(255), ''])('%j breaks nothing', async (login_hint) => {
    const page = await ask(new Browser(app.url), { login_hint });
    expect([page.status, asksForPassword(page)]).toEqual([200, true]);
    expect(page.text).not.toContain('<script>');
    expect(page.text).not.toContain('x'.repeat(255));
  });
});

describe('what else may be asked', () => {
  it('is a nonce of 512 bytes at most', async () => {
    const browser = await aBrowser();
    codeOf(await ask(browser, { nonce: 'n'.repeat(512) }));
    expect(errorOf(await ask(browser, { nonce: 'n'.repeat(513) }))).toBe('invalid_request');
    expect(errorOf(await ask(browser, { nonce: 'é'.repeat(257) }))).toBe('invalid_request');
  });

  it('and is a wish, is left alone', async () => {
    const wishes = {
      acr_values: 'urn:gatehouse:acr:mfa urn:unknown',
      claims: '{"id_token":{"email":{"essential":true}}}',
      display: 'popup',
      ui_locales: 'fr',
    };
    const end = await authorize(app, web(), app.demo.users.admin, { scope: 'openid', parameters: wishes });
    const claims = claimsOf((await redeem(app, web(), end)).body.id_token);
    expect(claims).toMatchObject({ acr: 'urn:gatehouse:acr:1fa' });
    expect(claims).not.toHaveProperty('email');
  });

  it.each([
    ['request_not_supported', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['request_uri_not_supported', { request_uri: 'https://party.example/request' }],
  ])('and is none of ours, is %s', async (error, parameters) => {
    expect(errorOf(await ask(await aBrowser(), parameters))).toBe(error);
  });

  it.each(['nonce', 'max_age', 'id_token_hint', 'login_hint'])('is not a repeated %s', async (name) => {
    const { client_id, redirect_uris } = web();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id,
      redirect_uri: redirect_uris[0],
      scope: 'openid',
    });
    query.append(name, '1');
    query.append(name, '2');
    const answer = await new Browser(app.url).get(`/oauth/authorize?${query.toString()}`);
    expect(errorOf(answer)).toBe('invalid_request');
  });
});

describe('the consent page', () => {
  it('says that the app wants to know who signs in', async () => {
    const party = await aParty(developer);
    const browser = new Browser(app.url);
    const query = {
      response_type: 'code',
      client_id: party.client_id,
      redirect_uri: party.redirect_uris[0],
      scope: 'openid email',
    };
    const page = await browser.get(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
    const consent = await browser.signIn(page, app.demo.users.admin);
    expect(consent.text).toContain('Know that it is you who signs in');
    expect(consent.text).not.toContain('name="company_ids"');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { type Api, as } from '../apps/api.js';
import { clientToken, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call, postForm, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aParty, claimsOf, type SignedIn, signIn } from './relying-party.js';

let app: TestApp;
let developer: Api;
let url: string;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
  url = `${app.url}/oauth/userinfo`;
});
afterAll(() => app.close());

const signedIn = (scope = 'openid', person: 'admin' | 'member' = 'admin'): Promise<SignedIn> =>
  signIn(app, app.demo.clients.web_app, app.demo.users[person], { scope });

const challenge = ({ headers }: Answer): string => headers.get('www-authenticate') ?? '';

describe('GET /oauth/userinfo (OpenID Connect Core §5.3)', () => {
  it.each([
    ['openid', ['sub']],
    ['openid profile', ['name', 'sub']],
    ['openid email', ['email', 'email_verified', 'sub']],
    ['openid profile email offline_access', ['email', 'email_verified', 'name', 'sub']],
  ])('tells with %s no more than %j', async (scope, names) => {
    const { access_token } = await signedIn(scope);
    const { status, body, headers } = await call(url, access_token);
    expect([status, Object.keys(body).sort()]).toEqual([200, names]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('tells the truth, of the subject that the ID token names', async () => {
    const { access_token, id_token } = await signedIn('openid profile email');
    const { email, id } = app.demo.users.admin;
    const user = await app.app.get(Users).find(id);
    expect((await call(url, access_token)).body).toEqual({
      sub: claimsOf(id_token).sub,
      name: user?.name,
      email,
      email_verified: false,
    });
  });

  it('says that an address is verified once a link that was sent there was followed', async () => {
    const { access_token } = await signedIn('openid email', 'member');
    const isVerified = async (): Promise<unknown> => (await call(url, access_token)).body.email_verified;
    expect(await isVerified()).toBe(false);
    await app.app.get(Users).proveEmail(app.demo.users.member.id);
    expect(await isVerified()).toBe(true);
  });

  it('tells the language that a person chose', async () => {
    await app.database.execute("UPDATE users SET locale = 'es' WHERE principal_id = ?", [app.demo.users.outsider.id]);
    const party = app.demo.clients.web_app;
    const tokens = await signIn(app, party, app.demo.users.outsider, { scope: 'openid profile' });
    expect((await call(url, tokens.access_token)).body.locale).toBe('es');
  });

  it('answers POST in the same way, with or without a form', async () => {
    const { access_token } = await signedIn();
    const expected = (await call(url, access_token)).body;
    const headers = { Authorization: `Bearer ${access_token}` };
    for (const answer of [await postForm(url, {}, headers), await send(url, { method: 'POST', headers })]) {
      expect([answer.status, answer.body]).toEqual([200, expected]);
    }
  });

  it('tells what a refreshed token may know, and no more than it was narrowed to', async () => {
    const { refresh_token } = await signedIn('openid email');
    const form = { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app) };
    const { body } = await tokenRequest(app, { ...form, scope: 'openid' });
    expect(Object.keys((await call(url, body.access_token)).body)).toEqual(['sub']);
  });
});

describe('nothing is told', () => {
  it('without openid: 403 with the scope that it takes', async () => {
    const { web_app, data_connector } = app.demo.clients;
    const tokens = [
      (await userTokens(app, web_app, app.demo.users.admin, { scope: 'profile email' })).access_token,
      (await userTokens(app, web_app, app.demo.users.admin, { scope: 'tools:admin' })).access_token,
      await clientToken(app, data_connector),
      await clientToken(app, app.demo.service_account),
    ];
    for (const token of tokens) {
      const answer = await call(url, token);
      expect([answer.status, answer.body.error]).toEqual([403, 'insufficient_scope']);
      expect(challenge(answer)).toMatch(/^Bearer .*error="insufficient_scope".*scope="openid"/);
    }
  });

  it('without a token: 401 with a challenge that names no error', async () => {
    for (const answer of [await send(url), await postForm(url, {})]) {
      expect([answer.status, challenge(answer).includes('error')]).toEqual([401, false]);
    }
  });

  it('with a token that is none, dead, or an ID token: 401 invalid_token', async () => {
    const revoked = await signedIn();
    await postForm(`${app.url}/oauth/revoke`, {
      token: revoked.access_token,
      ...credentials(app.demo.clients.web_app),
    });
    for (const token of ['x', revoked.access_token, revoked.id_token, revoked.refresh_token]) {
      const answer = await call(url, token);
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
      expect(challenge(answer)).toContain('error="invalid_token"');
    }
  });

  it('with a token anywhere but in the header', async () => {
    const { access_token } = await signedIn();
    const inUrl = await send(`${url}?access_token=${access_token}`);
    expect([inUrl.status, inUrl.body.error]).toEqual([400, 'invalid_request']);
    expect((await postForm(url, { access_token })).status).toBe(401);
  });

  it('to a page of an origin that the client does not list, and to one that it lists', async () => {
    const { access_token } = await signedIn();
    const from = (origin: string) => call(url, access_token, { headers: { Origin: origin } });
    expect((await from('https://evil.example')).status).toBe(403);
    const answer = await from(app.demo.clients.web_app.allowed_origins[0]);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([
      200,
      app.demo.clients.web_app.allowed_origins[0],
    ]);
  });

  it('of a person who was blocked', async () => {
    const party = await aParty(developer);
    const { access_token } = await signIn(app, party, app.demo.users.outsider);
    expect((await call(url, access_token)).status).toBe(200);
    await app.app.get(Users).block(app.demo.users.outsider.id);
    expect((await call(url, access_token)).status).toBe(401);
  });
});

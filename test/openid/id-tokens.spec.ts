import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../../src/keys/index.js';
import { outcome, wrongFields } from '../directory/people.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aPromotedVersion } from '../apps/an-app.js';
import { Browser } from '../support/browser.js';
import { authorize, credentials, tokenRequest } from '../support/flows.js';
import { postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aParty, CALLBACK, changeParty, claimsOf, redeem, signIn, verified } from './relying-party.js';

let app: TestApp;
let developer: Api;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
});
afterAll(() => app.close());

const refresh = async (refresh_token: string, more: Record<string, string> = {}) =>
  expectStatus(
    await tokenRequest(app, {
      grant_type: 'refresh_token',
      refresh_token,
      ...credentials(app.demo.clients.web_app),
      ...more,
    }),
    200,
  ).body;

describe('an ID token (OpenID Connect Core §2)', () => {
  it('tells who signed in, to whom, when and how, and nothing else', async () => {
    const { web_app } = app.demo.clients;
    const before = Math.floor(Date.now() / 1000);
    const tokens = await signIn(app, web_app, app.demo.users.admin, { parameters: { nonce: 'n-1' } });
    const { header, ...claims } = await verified(app, tokens.id_token);
    const at_hash = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16).toString('base64url');
    expect(header).toEqual({ alg: 'ES256', typ: 'JWT', kid: app.app.get(KeyRing).signingKey().id });
    expect(claims).toMatchObject({
      iss: app.demo.base_url,
      aud: web_app.client_id,
      azp: web_app.client_id,
      nonce: 'n-1',
      acr: 'urn:gatehouse:acr:1fa',
      amr: ['pwd'],
      at_hash,
      sub: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(claims.exp).toBe((claims.iat ?? 0) + 600);
    expect(claims.auth_time).toBeGreaterThanOrEqual(before - 5);
    expect(claims.auth_time).toBeLessThanOrEqual((claims.iat ?? 0) + 5);
    for (const told of [app.demo.users.admin.email, String(app.demo.users.admin.id), 'name']) {
      expect(Object.values(claims)).not.toContain(told);
    }
    expect(claims).not.toHaveProperty('email');
    expect(claims).not.toHaveProperty('name');
  });

  it('comes with the scope openid alone', async () => {
    const { web_app } = app.demo.clients;
    for (const scope of ['tools:read', 'profile email']) {
      const end = await authorize(app, web_app, app.demo.users.admin, { scope, parameters: { nonce: 'n' } });
      expect(expectStatus(await redeem(app, web_app, end), 200).body).not.toHaveProperty('id_token');
    }
  });

  it('has no nonce where none was asked for, and keeps the nonces of two requests of one session apart', async () => {
    const { web_app } = app.demo.clients;
    const browser = new Browser(app.url);
    const begin = (nonce?: string) =>
      authorize(app, web_app, app.demo.users.admin, {
        browser,
        scope: 'openid',
        companies: [],
        ...(nonce && { parameters: { nonce } }),
      });
    const [one, two, none] = [await begin('one'), await begin('two'), await begin()];
    const nonceOf = async (of: typeof one) => claimsOf((await redeem(app, web_app, of)).body.id_token).nonce;
    expect([await nonceOf(two), await nonceOf(none), await nonceOf(one)]).toEqual(['two', undefined, 'one']);
  });

  it('says what the session was begun with, not when the code was issued', async () => {
    const { web_app } = app.demo.clients;
    const browser = new Browser(app.url);
    await signIn(app, web_app, app.demo.users.member, { browser });
    const userId = app.demo.users.member.id;
    const sql = "UPDATE sessions SET authenticated_at = authenticated_at - 100000, amr = 'hwk mfa' WHERE user_id = ?";
    await app.database.execute(sql, [userId]);
    const claims = await verified(app, (await signIn(app, web_app, app.demo.users.member, { browser })).id_token);
    expect(claims).toMatchObject({ acr: 'urn:gatehouse:acr:mfa', amr: ['hwk', 'mfa'] });
    expect((claims.iat ?? 0) - Number(claims.auth_time)).toBeGreaterThanOrEqual(95);
    await app.database.execute("UPDATE sessions SET amr = '' WHERE user_id = ?", [userId]);
    const linked = claimsOf((await signIn(app, web_app, app.demo.users.member, { browser })).id_token);
    expect(linked).toMatchObject({ acr: 'urn:gatehouse:acr:1fa' });
    expect(linked).not.toHaveProperty('amr');
  });

  it('is given once for a code', async () => {
    const { web_app } = app.demo.clients;
    const end = await authorize(app, web_app, app.demo.users.admin, { scope: 'openid', companies: [] });
    expect((await redeem(app, web_app, end)).body).toHaveProperty('id_token');
    const second = await redeem(app, web_app, end);
    expect([second.status, second.body.error, second.body.id_token]).toEqual([400, 'invalid_grant', undefined]);
  });

  it('is none for an app that acts for itself', async () => {
    const { data_connector } = app.demo.clients;
    const form = { grant_type: 'client_credentials', ...credentials(data_connector) };
    for (const scope of ['openid', 'openid tools:read']) {
      const { status, body } = await tokenRequest(app, { ...form, scope });
      expect([status, body.error]).toEqual([400, 'invalid_scope']);
    }
  });

  it('leaves an app whose defaults are for people its other defaults when it acts for itself', async () => {
    const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
    const asking = async (default_scopes: string[]) => {
      const party = await aParty(developer, { grant_types, default_scopes });
      return tokenRequest(app, { grant_type: 'client_credentials', ...credentials(party) });
    };
    expect((await asking(['openid', 'tools:read'])).body).toMatchObject({ scope: 'tools:read' });
    expect((await asking(['openid'])).body).toMatchObject({ error: 'invalid_scope' });
  });
});

describe('a subject (OpenID Connect Core §8)', () => {
  const subjectAt = async (party: Parameters<typeof signIn>[1], person = app.demo.users.admin) =>
    claimsOf((await signIn(app, party, person)).id_token).sub;

  it('is the same at every sign-in, another for every person, and another in every app', async () => {
    const { web_app, data_connector } = app.demo.clients;
    const { admin, member } = app.demo.users;
    const subject = await subjectAt(web_app);
    expect(await subjectAt(web_app)).toBe(subject);
    expect(await subjectAt(web_app, member)).not.toBe(subject);
    expect(await subjectAt(data_connector, admin)).not.toBe(subject);
  });

  it('is the same in sandbox and production of one app', async () => {
    const party = await aParty(developer);
    const { production_client } = await aPromotedVersion(developer, party.app);
    const production = { ...production_client, redirect_uris: [CALLBACK] } as unknown as typeof party;
    expect(await subjectAt(production)).toBe(await subjectAt(party));
  });

  it('outlives every rotation of keys', async () => {
    const { web_app } = app.demo.clients;
    const subject = await subjectAt(web_app);
    const ring = app.app.get(KeyRing);
    for (const purpose of ['pepper', 'csrf', 'signing', 'signing_rs256'] as const) {
      await ring.rotate(purpose, { activateInMs: 0 });
    }
    expect(await subjectAt(web_app)).toBe(subject);
    const [key] = ring.readable('subject');
    await expect(ring.rotate('subject')).rejects.toMatchObject({ code: 'key_is_permanent' });
    await expect(ring.retire('subject', key.id)).rejects.toMatchObject({ code: 'key_is_permanent' });
    expect(await subjectAt(web_app)).toBe(subject);
  });

  it('is what introspection tells of a token with openid', async () => {
    const { web_app } = app.demo.clients;
    const tokens = await signIn(app, web_app, app.demo.users.admin);
    const { sub } = claimsOf(tokens.id_token);
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const { body } = await postForm(`${app.url}/oauth/introspect`, { token, ...credentials(web_app) });
      expect(body).toMatchObject({ active: true, sub });
    }
  });
});

describe('a refresh with openid (OpenID Connect Core §12.2)', () => {
  it('tells of the same sign-in, without a nonce, with a new access token', async () => {
    const { web_app } = app.demo.clients;
    const first = await signIn(app, web_app, app.demo.users.admin, { parameters: { nonce: 'n' } });
    const second = await refresh(first.refresh_token);
    const [before, after] = [await verified(app, first.id_token), await verified(app, second.id_token)];
    for (const name of ['iss', 'sub', 'aud', 'azp', 'auth_time', 'acr', 'amr', 'sid']) {
      expect([name, after[name]]).toEqual([name, before[name]]);
    }
    expect(after).not.toHaveProperty('nonce');
    expect(after.at_hash).not.toBe(before.at_hash);
  });

  it('gives the very same ID token when it is repeated, and none when it is narrowed to less', async () => {
    const { web_app } = app.demo.clients;
    const { refresh_token } = await signIn(app, web_app, app.demo.users.admin, { scope: 'openid profile' });
    const [one, again] = [await refresh(refresh_token), await refresh(refresh_token)];
    expect(one.id_token).toBeTruthy();
    expect(again).toEqual(one);
    const narrowed = await refresh(one.refresh_token, { scope: 'profile' });
    expect(narrowed).not.toHaveProperty('id_token');
    expect(await refresh(narrowed.refresh_token)).toHaveProperty('id_token');
  });

  it('gives none where openid was not granted', async () => {
    const { web_app } = app.demo.clients;
    const end = await authorize(app, web_app, app.demo.users.admin, { scope: 'profile' });
    const { refresh_token } = (await redeem(app, web_app, end)).body;
    expect(await refresh(refresh_token)).not.toHaveProperty('id_token');
  });
});

describe('id_token_signed_response_alg', () => {
  it('is ES256 unless the developer says RS256, and in force on the next sign-in', async () => {
    const party = await aParty(developer);
    const algorithm = async () => {
      const { header } = await verified(app, (await signIn(app, party, app.demo.users.admin)).id_token);
      return header.alg;
    };
    expect(await algorithm()).toBe('ES256');
    await changeParty(developer, party, { id_token_signed_response_alg: 'RS256' });
    expect(await algorithm()).toBe('RS256');
    const shown = expectStatus(await developer.get(`${party.app.path}/clients/${party.client_id}`), 200).body;
    expect(shown.id_token_signed_response_alg).toBe('RS256');
    const [event] = await auditOf(app, 'client', party.client_id);
    expect(event.text).toContain('RS256');
  });

  it('is given with the registration, and taken over by production', async () => {
    const party = await aParty(developer, { id_token_signed_response_alg: 'RS256' });
    const { production_client } = await aPromotedVersion(developer, party.app);
    const shown = await developer.get(`${party.app.path}/clients/${production_client?.client_id}`);
    expect(shown.body.id_token_signed_response_alg).toBe('RS256');
  });

  it.each(['none', 'HS256', 'PS256', 'EdDSA', 'es256', '', null, 7])('cannot be %j', async (algorithm) => {
    const party = await aParty(developer);
    const path = `${party.app.path}/clients/${party.client_id}`;
    const answer = await developer.patch(path, { id_token_signed_response_alg: algorithm });
    expect(wrongFields(answer)).toEqual(['id_token_signed_response_alg']);
  });

  it("is no stranger's to change", async () => {
    const party = await aParty(developer);
    const outsider = await as(app, 'outsider');
    const path = `${party.app.path}/clients/${party.client_id}`;
    expect(outcome(await outsider.patch(path, { id_token_signed_response_alg: 'RS256' }))[0]).toBe(404);
  });
});

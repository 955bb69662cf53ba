import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { aMember } from '../directory/people.js';
import { credentials, type Tokens, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

type Client = Parameters<typeof credentials>[0];

const connect = (user = app.demo.users.admin): Promise<Tokens> => userTokens(app, app.demo.clients.web_app, user);

const introspect = (
  token: string,
  more: Record<string, string> = {},
  client: Client = app.demo.clients.web_app,
): Promise<Answer> => postForm(`${app.url}/oauth/introspect`, { token, ...more, ...credentials(client) });

const post = (path: string, form: Record<string, string>): Promise<Answer> =>
  postForm(`${app.url}/oauth/${path}`, { ...form, ...credentials(app.demo.clients.web_app) });

const refresh = (refresh_token: string): Promise<Answer> =>
  tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app) });

const INACTIVE = { active: false };

describe('the introspection of a refresh token (RFC 7662)', () => {
  it('tells its client that it lives, whose it is and what it may, and that it opens no resource', async () => {
    const { refresh_token } = await connect();
    const { body, headers } = await introspect(refresh_token);
    expect(body).toEqual({
      active: true,
      scope: 'tools:admin',
      client_id: app.demo.clients.web_app.client_id,
      iat: expect.any(Number),
      iss: app.configuration.issuer,
      sub: String(app.demo.users.admin.id),
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('finds the token whatever the hint says', async () => {
    const { access_token, refresh_token } = await connect();
    for (const token_type_hint of ['access_token', 'refresh_token', 'something_else', '']) {
      expect((await introspect(refresh_token, { token_type_hint })).body).toMatchObject({ active: true });
      const { body } = await introspect(access_token, { token_type_hint });
      expect(body).toMatchObject({ active: true, token_type: 'bearer' });
    }
  });

  it('tells other clients nothing, and public ones do not even get an answer', async () => {
    const { refresh_token } = await connect();
    for (const client of [app.demo.clients.data_connector, app.demo.service_account]) {
      expect((await introspect(refresh_token, {}, client)).body).toEqual(INACTIVE);
    }
    const answer = await introspect(refresh_token, {}, app.demo.clients.native_app);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });

  it('changes nothing: the token refreshes afterwards', async () => {
    const { refresh_token } = await connect();
    await introspect(refresh_token);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('is inactive for the predecessor, and active for the successor', async () => {
    const { refresh_token } = await connect();
    const { body } = await refresh(refresh_token);
    expect((await introspect(refresh_token)).body).toEqual(INACTIVE);
    expect((await introspect(body.refresh_token)).body).toMatchObject({ active: true });
    // Asking about an old one is no replay.
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it('is inactive after a revocation, for a blocked person, and for what is damaged', async () => {
    const revoked = await connect();
    await post('revoke', { token: revoked.refresh_token });
    expect((await introspect(revoked.refresh_token)).body).toEqual(INACTIVE);
    const { refresh_token } = await connect();
    for (const token of [refresh_token.slice(0, -1), `${refresh_token}x`, 'x']) {
      expect((await introspect(token)).body).toEqual(INACTIVE);
    }
    const person = await aMember(app, app.demo.companies.main.id);
    const theirs = await connect(person);
    await app.app.get(Users).block(person.id);
    expect((await introspect(theirs.refresh_token)).body).toEqual(INACTIVE);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentials, type Tokens, tokenRequest, userTokens } from '../support/flows.js';
import { call, postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const connect = (): Promise<Tokens> => userTokens(app, app.demo.clients.web_app, app.demo.users.admin);

const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
  tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app), ...more });

const outcome = async (...args: Parameters<typeof refresh>) => {
  const { status, body } = await refresh(...args);
  return [status, body.error];
};

const refused = [400, 'invalid_grant'];
const isAlive = async (token: string) => (await call(`${app.url}/rest/v1.0/me`, token)).status === 200;

/** Moves a family's last rotation into the past. */
const closeWindow = () => app.database.execute('UPDATE refresh_families SET rotated_at = rotated_at - 61000');

describe('POST /oauth/token — refresh_token (RFC 6749 §6)', () => {
  it('gives a new pair, and lets the old access token live to its end', async () => {
    const first = await connect();
    const { status, body } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect(await isAlive(first.access_token)).toBe(true);
    expect(await isAlive(body.access_token)).toBe(true);
  });

  it('narrows on request, never widens', async () => {
    const first = await connect();
    const narrowed = await refresh(first.refresh_token, { scope: 'project.rfis:read' });
    expect(narrowed.body.scope).toBe('project.rfis:read');
    const wide = await refresh(narrowed.body.refresh_token);
    expect(wide.body.scope).toBe('tools:admin');
    const small = await userTokens(app, app.demo.clients.web_app, app.demo.users.admin, { scope: 'project.rfis:read' });
    expect(await outcome(small.refresh_token, { scope: 'tools:admin' })).toEqual([400, 'invalid_scope']);
    expect((await refresh(small.refresh_token)).status).toBe(200);
  });

  it('answers the just-rotated token again with the very same successor', async () => {
    const first = await connect();
    const once = await refresh(first.refresh_token);
    const again = await refresh(first.refresh_token);
    expect(again.body).toEqual(once.body);
    expect((await refresh(once.body.refresh_token)).status).toBe(200);
  });

  it('repeats an answer only for the same question', async () => {
    const first = await connect();
    const { body } = await refresh(first.refresh_token);
    expect(await outcome(first.refresh_token, { scope: 'tools:read' })).toEqual(refused);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it('closes the window when the successor is used, and harms nobody who comes late', async () => {
    const first = await connect();
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.body.refresh_token);
    expect(await outcome(first.refresh_token)).toEqual(refused);
    expect((await refresh(third.body.refresh_token)).status).toBe(200);
  });

  it('revokes the family on a replay after the window, and tells the audit trail', async () => {
    const first = await connect();
    const { body } = await refresh(first.refresh_token);
    await closeWindow();
    expect(await outcome(first.refresh_token)).toEqual(refused);
    expect(await outcome(body.refresh_token)).toEqual(refused);
    expect(await isAlive(body.access_token)).toBe(false);
    const events = await app.database.query("SELECT after_state FROM audit_events WHERE action = 'family.revoked'");
    expect(JSON.stringify(events)).toContain('refresh_token_replayed');
  });

  it('revokes the family on a replay of an older generation', async () => {
    const first = await connect();
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.body.refresh_token);
    await closeWindow();
    expect(await outcome(first.refresh_token)).toEqual(refused);
    expect(await outcome(third.body.refresh_token)).toEqual(refused);
  });

  it.each(['everything', 'tools:admin directory:manage', 'tools:admin'])(
    'detects a replay whatever scope it asks for: %s',
    async (scope) => {
      const first = await userTokens(app, app.demo.clients.web_app, app.demo.users.admin, { scope: 'tools:read' });
      const { body } = await refresh(first.refresh_token);
      await closeWindow();
      expect(await outcome(first.refresh_token, { scope })).toEqual(refused);
      expect([await isAlive(body.access_token), await outcome(body.refresh_token)]).toEqual([false, refused]);
    },
  );

  it('tells nothing but that the token is dead, whatever scope is asked for', async () => {
    const first = await connect();
    const { body } = await refresh(first.refresh_token);
    expect(await outcome(first.refresh_token, { scope: 'everything' })).toEqual(refused);
    const form = { token: body.refresh_token as string, ...credentials(app.demo.clients.web_app) };
    await postForm(`${app.url}/oauth/revoke`, form);
    expect(await outcome(body.refresh_token, { scope: 'everything' })).toEqual(refused);
  });

  it("refuses another client's, a damaged and an invented token, and changes nothing", async () => {
    const { refresh_token } = await connect();
    expect(await outcome(refresh_token, credentials(app.demo.clients.data_connector))).toEqual(refused);
    for (const wrong of [
      refresh_token.slice(0, -1),
      `${refresh_token}x`,
      refresh_token.replace('ghrt_', 'ghac_'),
      'x',
    ]) {
      expect(await outcome(wrong)).toEqual(refused);
    }
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('gives fifty parallel refreshes one and the same successor, and one living family', async () => {
    const { refresh_token } = await connect();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await refresh(answers[0].body.refresh_token)).status).toBe(200);
  });

  it('lets an explicit revocation beat the window', async () => {
    const first = await connect();
    const { body } = await refresh(first.refresh_token);
    const form = { token: body.refresh_token as string, ...credentials(app.demo.clients.web_app) };
    expect((await postForm(`${app.url}/oauth/revoke`, form)).text).toBe('{}');
    expect(await outcome(first.refresh_token)).toEqual(refused);
    expect(await outcome(body.refresh_token)).toEqual(refused);
    expect(await isAlive(body.access_token)).toBe(false);
  });
});

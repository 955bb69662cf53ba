import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Retention } from '../../src/operations/index.js';
import { Browser } from '../support/browser.js';
import { authorize, codeOf, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let retention: Retention;

beforeAll(async () => {
  app = await startApp();
  retention = app.app.get(Retention);
});
afterAll(() => app.close());

const HOUR = 3_600_000;

/** As if `ms` had passed for every row of a table. */
const age = (table: string, column: string, ms: number): Promise<number> =>
  app.database.execute(`UPDATE ${table} SET ${column} = ${column} - ?`, [ms]);

const count = async (table: string): Promise<number> => {
  const [{ n }] = await app.database.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(n);
};

describe('the retention job', () => {
  it('leaves everything alone that is still good', async () => {
    const { access_token } = await userTokens(app, app.demo.clients.web_app, app.demo.users.member);
    await retention.sweep();
    const before = await count('sessions');
    expect(await retention.sweep()).toMatchObject({ sessions: 0, authorization_codes: 0, authorization_requests: 0 });
    expect(await count('sessions')).toBe(before);
    expect((await call(`${app.url}/rest/v1.0/me`, access_token)).status).toBe(200);
  });

  it('keeps a consumed code for a day, so that its replay still ends what it opened', async () => {
    const { web_app: client } = app.demo.clients;
    const { end, verifier, redirectUri } = await authorize(app, client, app.demo.users.member);
    const request = {
      grant_type: 'authorization_code',
      code: codeOf(end),
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...credentials(client),
    };
    const { access_token } = (await tokenRequest(app, request)).body;
    await age('authorization_codes', 'expires_at', 20 * HOUR);
    expect(await retention.sweep()).toMatchObject({ authorization_codes: 0 });
    expect((await tokenRequest(app, request)).status).toBe(400);
    expect((await call(`${app.url}/rest/v1.0/me`, access_token)).status).toBe(401);
    await age('authorization_codes', 'expires_at', 5 * HOUR);
    await retention.sweep();
    expect(await count('authorization_codes')).toBe(0);
  });

  it('deletes sessions, requests and revocations that have run out, in batches', async () => {
    const browser = new Browser(app.url);
    await authorize(app, app.demo.clients.web_app, app.demo.users.member, { browser, decision: 'deny' });
    const { access_token } = await userTokens(app, app.demo.clients.web_app, app.demo.users.member);
    await tokenRevoked(access_token);
    for (const table of ['sessions', 'authorization_requests', 'revocations'])
      await age(table, 'expires_at', 400 * HOUR);
    await retention.sweep(1);
    expect(await Promise.all(['sessions', 'authorization_requests', 'revocations'].map(count))).toEqual([0, 0, 0]);
  });

  it('keeps the feed as long as anybody looks back, and throttles as long as they count', async () => {
    await age('change_feed', 'created_at', 30_000);
    const feed = await count('change_feed');
    await retention.sweep();
    expect(await count('change_feed')).toBe(feed);
    await tokenRequest(app, { grant_type: 'client_credentials', client_id: 'nobody-knows-me', client_secret: 'x' });
    const throttles = await count('throttles');
    await retention.sweep();
    expect(await count('throttles')).toBe(throttles);
    await age('change_feed', 'created_at', HOUR);
    await age('throttles', 'window_ends_at', 48 * HOUR);
    await Promise.all([retention.sweep(3), retention.sweep(3)]);
    expect([await count('change_feed'), await count('throttles')]).toEqual([0, 0]);
  });
});

async function tokenRevoked(token: string): Promise<void> {
  const client = credentials(app.demo.clients.web_app);
  const answer = await send(`${app.url}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token, ...client }),
  });
  expect(answer.status).toBe(200);
  expect(await count('revocations')).toBeGreaterThan(0);
}

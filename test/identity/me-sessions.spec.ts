import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { clientToken, managementToken, userTokens } from '../support/flows.js';
import { type Answer, call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let token: string;

beforeAll(async () => {
  app = await startApp();
  token = await managementToken(app, app.demo.users.developer, 'profile');
});
afterAll(() => app.close());

const url = (id = ''): string => `${app.url}/rest/v1.0/me/sessions${id && `/${id}`}`;
const list = (by = token): Promise<Answer> => call(url(), by);
const end = (id: string, by = token): Promise<Answer> => call(url(id), by, { method: 'DELETE' });

/** A browser in which the developer is signed in, and the id of that session. */
async function signedIn(): Promise<{ browser: Browser; id: string }> {
  const known = new Set((await list()).body.map(({ id }: { id: string }) => id));
  const browser = new Browser(app.url);
  await browser.signIn(await browser.get('/sign-in'), app.demo.users.developer);
  const added = (await list()).body.filter(({ id }: { id: string }) => !known.has(id));
  expect(added).toHaveLength(1);
  return { browser, id: added[0].id };
}

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/')).text.includes('action="/sign-out"');

describe('/me/sessions', () => {
  it('lists where one is signed in, without anything that signs in', async () => {
    const { browser, id } = await signedIn();
    const { body, headers } = await list();
    const session = body.find((one: { id: string }) => one.id === id);
    expect(Object.keys(session)).toEqual(['id', 'created_at', 'last_seen_at', 'expires_at', 'address', 'user_agent']);
    expect(session.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(headers.get('total')).toBe(String(body.length));
    expect(JSON.stringify(body)).not.toContain(browser.cookie('__Host-session') ?? 'hash');
  });

  it('pages', async () => {
    await signedIn();
    const { body, headers } = await call(`${url()}?per_page=1&page=2`, token);
    expect(body).toHaveLength(1);
    expect(headers.get('per-page')).toBe('1');
  });

  it('ends one, and only that one', async () => {
    const [first, second] = [await signedIn(), await signedIn()];
    const answer = await end(first.id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([await isSignedIn(first.browser), await isSignedIn(second.browser)]).toEqual([false, true]);
    const [event] = await app.database.query(
      "SELECT actor_id FROM audit_events WHERE action = 'session.ended' AND subject_id = ?",
      [first.id],
    );
    expect(Number(event.actor_id)).toBe(app.demo.users.developer.id);
    expect((await end(first.id)).status).toBe(404);
  });

  it('ends all at once, in one audit event, and nobody else’s', async () => {
    const all = [await signedIn(), await signedIn()];
    const other = new Browser(app.url);
    await other.signIn(await other.get('/sign-in'), app.demo.users.member);
    const answer = await call(url(), token, { method: 'DELETE' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await Promise.all(all.map(({ browser }) => isSignedIn(browser)))).toEqual([false, false]);
    expect(await isSignedIn(other)).toBe(true);
    expect((await list()).body).toEqual([]);
    expect((await call(url(), token, { method: 'DELETE' })).status).toBe(204);
    const events = await app.database.query(
      "SELECT actor_id, subject_id FROM audit_events WHERE action = 'sessions.ended'",
    );
    const { id } = app.demo.users.developer;
    expect(events.map(({ actor_id, subject_id }) => [Number(actor_id), subject_id])).toEqual([[id, String(id)]]);
  });

  it('shows and ends nobody else’s', async () => {
    const { browser, id } = await signedIn();
    const member = await managementToken(app, app.demo.users.member, 'profile');
    expect((await list(member)).body.map((one: { id: string }) => one.id)).not.toContain(id);
    expect((await end(id, member)).status).toBe(404);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it.each(['0', 'x'.repeat(22), 'x'.repeat(100), `${'A'.repeat(21)}%20`, "'%20OR%201=1"])(
    'has none called %s',
    async (id) => {
      expect((await end(id)).status).toBe(404);
    },
  );

  it('is for people with Gatehouse’s own clients only', async () => {
    const { clients, users, service_account } = app.demo;
    const others = [
      (await userTokens(app, clients.web_app, users.developer, { companies: [] })).access_token,
      await clientToken(app, service_account),
      await clientToken(app, clients.data_connector),
    ];
    for (const other of others) {
      const all = await call(url(), other, { method: 'DELETE' });
      for (const answer of [await list(other), await end('A'.repeat(22), other), all]) {
        expect([answer.status, answer.body.code]).toEqual([403, 'first_party_only']);
      }
    }
    expect((await send(url())).status).toBe(401);
  });
});

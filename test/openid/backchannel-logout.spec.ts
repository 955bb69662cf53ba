import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { wrongFields } from '../directory/people.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, credentials, tokenRequest } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { LOCAL } from '../webhooks/hooks.js';
import { LogoutReceiver } from './logout-receiver.js';
import { aParty, changeParty, claimsOf, redeem, type SignedIn, signIn, verified } from './relying-party.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let app: TestApp;
let developer: Api;
let receiver: LogoutReceiver;
let party: Awaited<ReturnType<typeof aParty>>;

beforeAll(async () => {
  app = await startApp(LOCAL);
  developer = await as(app, 'developer');
});
beforeEach(async () => {
  receiver = await LogoutReceiver.start();
  party = await aParty(developer, { backchannel_logout_uri: receiver.url });
});
afterEach(() => receiver.stop());
afterAll(() => app.close());

const enter = async (browser = new Browser(app.url), of = party): Promise<SignedIn & { browser: Browser }> => ({
  ...(await signIn(app, of, app.demo.users.member, { browser })),
  browser,
});

const sidOf = ({ id_token }: SignedIn): unknown => claimsOf(id_token).sid;

async function signOut(browser: Browser): Promise<void> {
  const page = await browser.get('/sign-out');
  await browser.post('/sign-out', { csrf_token: hiddenFields(page.text).csrf_token });
}

/** Lets the time of the next attempts come. */
const hurry = () =>
  app.database.execute(
    `UPDATE client_sessions SET next_attempt_at = ${app.database.dialect.now} WHERE next_attempt_at IS NOT NULL`,
  );

const waiting = async (): Promise<number> => {
  const sql = 'SELECT COUNT(*) AS n FROM client_sessions WHERE next_attempt_at IS NOT NULL';
  return Number((await app.database.query<{ n: number }>(sql))[0].n);
};

async function untilNoneWaits(): Promise<void> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await sleep(20)) {
    if ((await waiting()) === 0) return;
  }
  throw new Error('A client still waits to be told.');
}

describe('a logout token (OpenID Connect Back-Channel Logout §2.4)', () => {
  it.each(['ES256', 'RS256'])('signed with %s tells which session of whom has ended, and that alone', async (alg) => {
    await changeParty(developer, party, { id_token_signed_response_alg: alg });
    const one = await enter();
    await signOut(one.browser);
    const [token] = await receiver.until(1);
    const { header, ...claims } = await verified(app, token);
    expect(header).toMatchObject({ alg, typ: 'logout+jwt', kid: expect.any(String) });
    expect(claims).toEqual({
      iss: app.demo.base_url,
      sub: claimsOf(one.id_token).sub,
      aud: party.client_id,
      iat: expect.any(Number),
      exp: (claims.iat ?? 0) + 120,
      jti: expect.stringMatching(/^\w{22}$/),
      events: { [EVENT]: {} },
      sid: sidOf(one),
    });
    expect(receiver.types).toEqual(['application/x-www-form-urlencoded']);
    await untilNoneWaits();
  });

  it('is no ID token: it is refused as a hint', async () => {
    const { browser } = await enter();
    await signOut(browser);
    const [token] = await receiver.until(1);
    const answer = await browser.get(`/oauth/logout?id_token_hint=${token}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });
});

describe('a client hears of the end of a session', () => {
  const ends: [string, (one: Browser) => Promise<unknown>][] = [
    ['that its person ended', signOut],
    ['that was ended from afar', async () => expectStatus(await (await as(app, 'member')).delete('/me/sessions'), 204)],
    [
      'by a new password',
      () => app.app.get(Users).changePassword(app.demo.users.member.id, app.demo.users.member.password),
    ],
    [
      'of somebody who was blocked',
      async () => {
        await app.app.get(Users).block(app.demo.users.member.id);
        await app.app.get(Users).unblock(app.demo.users.member.id);
      },
    ],
    [
      'of a browser in which somebody else signed in',
      async (browser) => browser.signIn(await browser.get('/sign-in'), app.demo.users.admin),
    ],
  ];

  it.each(ends)('%s', async (_, end) => {
    const one = await enter();
    await end(one.browser);
    const tokens = await receiver.until(1);
    expect(claimsOf(tokens[0]).sid).toBe(sidOf(one));
    await untilNoneWaits();
    expect(receiver.tokens).toHaveLength(1);
  });

  it('of each browser by a name of its own, and of no other browser', async () => {
    const [here, there] = [await enter(), await enter()];
    expect(sidOf(here)).not.toBe(sidOf(there));
    await signOut(here.browser);
    await receiver.until(1);
    await untilNoneWaits();
    expect(receiver.tokens.map((token) => claimsOf(token).sid)).toEqual([sidOf(here)]);
  });

  it('under a name that is the same at every sign-in of a session, and another for every client', async () => {
    const one = await enter();
    expect(sidOf(await enter(one.browser))).toBe(sidOf(one));
    const other = await aParty(developer, { backchannel_logout_uri: receiver.url });
    const elsewhere = await enter(one.browser, other);
    expect(sidOf(elsewhere)).not.toBe(sidOf(one));
    await signOut(one.browser);
    const tokens = await receiver.until(2);
    const told = tokens.map((token) => claimsOf(token)).map(({ aud, sid }) => [aud, sid]);
    expect(told.sort()).toEqual(
      [
        [party.client_id, sidOf(one)],
        [other.client_id, sidOf(elsewhere)],
      ].sort(),
    );
  });

  it('that the cookie does not follow from', async () => {
    const one = await enter();
    const [{ id }] = await app.database.query<{ id: string }>(
      'SELECT s.id FROM sessions s JOIN client_sessions c ON c.session_id = s.id WHERE c.id = ?',
      [String(sidOf(one))],
    );
    expect([id, one.browser.cookie('gh_session')]).not.toContain(sidOf(one));
  });

  it('once more after every failure, with a token of its own', async () => {
    receiver.status = 500;
    const { browser } = await enter();
    await signOut(browser);
    await receiver.until(1);
    await hurry();
    await receiver.until(2);
    receiver.status = 200;
    await hurry();
    await receiver.until(3);
    await untilNoneWaits();
    const claims = receiver.tokens.map((token) => claimsOf(token));
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(claims.length);
    expect(new Set(claims.map(({ sid }) => sid)).size).toBe(1);
  });
});

describe('a client hears nothing', () => {
  it('of a session that its person went on with by signing in anew, and keeps its name', async () => {
    const one = await enter();
    await one.browser.signIn(await one.browser.get('/sign-in'), app.demo.users.member);
    expect(await waiting()).toBe(0);
    const again = await enter(one.browser);
    expect(sidOf(again)).toBe(sidOf(one));
    await signOut(one.browser);
    expect(claimsOf((await receiver.until(1))[0]).sid).toBe(sidOf(one));
  });

  it('where it signed nobody in: of authorizations without openid', async () => {
    const browser = new Browser(app.url);
    const end = await authorize(app, party, app.demo.users.member, { browser, scope: 'profile', companies: [] });
    expectStatus(await redeem(app, party, end), 200);
    await signOut(browser);
    expect([await waiting(), receiver.tokens]).toEqual([0, []]);
  });

  it('once it wants to hear nothing, or was switched off', async () => {
    const one = await enter();
    await changeParty(developer, party, { backchannel_logout_uri: null });
    await signOut(one.browser);
    await untilNoneWaits();
    expect(receiver.tokens).toEqual([]);
  });

  it('after a day of failures', async () => {
    receiver.status = 503;
    const { browser } = await enter();
    await signOut(browser);
    await receiver.until(1);
    await app.database.execute('UPDATE client_sessions SET expires_at = 1');
    await hurry();
    await untilNoneWaits();
    expect(receiver.tokens.length).toBeLessThanOrEqual(2);
  });
});

describe('a session that has ended', () => {
  it('signs nobody in any more: its codes are void', async () => {
    const browser = new Browser(app.url);
    const end = await authorize(app, party, app.demo.users.member, { browser, scope: 'openid', companies: [] });
    await signOut(browser);
    const { status, body } = await redeem(app, party, end);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect(receiver.tokens).toEqual([]);
  });

  it('leaves connected apps connected', async () => {
    const one = await enter();
    await signOut(one.browser);
    await receiver.until(1);
    expect((await call(`${app.url}/oauth/userinfo`, one.access_token)).status).toBe(200);
    const form = { grant_type: 'refresh_token', refresh_token: one.refresh_token, ...credentials(party) };
    const { status, body } = await tokenRequest(app, form);
    expect([status, claimsOf(body.id_token as string).sid]).toEqual([200, sidOf(one)]);
  });
});

describe('backchannel_logout_uri', () => {
  it.each([
    'https://10.0.0.1/logout',
    'https://user:word@party.example/logout',
    'https://party.example/logout#part',
    'https://party.example:22/logout',
    '/logout',
    '',
  ])('is never %j', async (backchannel_logout_uri) => {
    const path = `${party.app.path}/clients/${party.client_id}`;
    expect(wrongFields(await developer.patch(path, { backchannel_logout_uri }))).toEqual(['backchannel_logout_uri']);
    expect((await developer.get(path)).body.backchannel_logout_uri).toBe(receiver.url);
  });
});

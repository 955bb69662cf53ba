import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wrongFields } from '../directory/people.js';
import { type Api, as, auditOf } from '../apps/api.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { type Answer, postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anOldToken, aParty, changeParty, claimsOf, type RelyingParty, signIn } from './relying-party.js';

const BACK = 'https://party.example/signed-out';

let app: TestApp;
let developer: Api;
let party: RelyingParty & Awaited<ReturnType<typeof aParty>>;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
  party = await aParty(developer, { post_logout_redirect_uris: [BACK, `${BACK}?tenant=1`] });
});
afterAll(() => app.close());

interface Visit {
  readonly browser: Browser;
  readonly id_token_hint: string;
}

/** A browser in which the app signed somebody in. */
async function aVisit(person: 'admin' | 'member' = 'admin', of: RelyingParty = party): Promise<Visit> {
  const browser = new Browser(app.url);
  const { id_token } = await signIn(app, of, app.demo.users[person], { browser });
  return { browser, id_token_hint: id_token };
}

const leave = (browser: Browser, parameters: Record<string, string> = {}): Promise<Answer> =>
  browser.get(`/oauth/logout?${new URLSearchParams(parameters).toString()}`);

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/sign-out')).text.includes('name="csrf_token"');

const locationOf = ({ headers }: Answer): string | null => headers.get('location');

const decide = (browser: Browser, page: Answer, decision = 'sign_out', change: Record<string, string> = {}) =>
  browser.post('/oauth/logout/confirmation', { ...hiddenFields(page.text), decision, ...change });

const asks = ({ text }: Answer): boolean => text.includes('action="/oauth/logout/confirmation"');

describe('an app that proves whom it speaks of (OpenID Connect RP-Initiated Logout)', () => {
  it('signs its person out at once, and gets them back with its state', async () => {
    const { browser, id_token_hint } = await aVisit();
    const state = `a b&c=d#é`;
    const end = await leave(browser, { id_token_hint, post_logout_redirect_uri: BACK, state });
    expect([end.status, locationOf(end)]).toEqual([303, `${BACK}?state=${encodeURIComponent(state)}`]);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('may do so with a token that has run out, and name itself as well', async () => {
    const { browser, id_token_hint } = await aVisit();
    const old = await anOldToken(app, id_token_hint);
    const end = await leave(browser, {
      id_token_hint: old,
      client_id: party.client_id,
      post_logout_redirect_uri: `${BACK}?tenant=1`,
      state: 's',
    });
    expect(locationOf(end)).toBe(`${BACK}?tenant=1&state=s`);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('may leave the person with us', async () => {
    const { browser, id_token_hint } = await aVisit();
    const end = await leave(browser, { id_token_hint, state: 'goes nowhere' });
    expect([end.status, locationOf(end)]).toEqual([200, null]);
    expect(end.text).toContain('You are signed out');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('may post: the browser comes back with its cookie', async () => {
    const { browser, id_token_hint } = await aVisit();
    const form = { id_token_hint, post_logout_redirect_uri: BACK, state: 's' };
    const posted = await postForm(`${app.url}/oauth/logout`, form);
    expect(posted.status).toBe(303);
    expect(await isSignedIn(browser)).toBe(true);
    expect(locationOf(await browser.get(locationOf(posted) ?? ''))).toBe(`${BACK}?state=s`);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('ends the session once, whatever is repeated', async () => {
    const { browser, id_token_hint } = await aVisit('member');
    const asked = { id_token_hint, post_logout_redirect_uri: BACK };
    const [session] = await app.database.query<{ id: string }>(
      'SELECT id FROM sessions WHERE user_id = ? ORDER BY created_at DESC, id LIMIT 1',
      [app.demo.users.member.id],
    );
    const ends = [await leave(browser, asked), await leave(browser, asked), await leave(browser, asked)];
    expect(ends.map(locationOf)).toEqual([BACK, BACK, BACK]);
    const events = (await auditOf(app, 'session', session.id)).filter(({ action }) => action === 'session.ended');
    expect(events).toHaveLength(1);
    const [{ client_id }] = await app.database.query<{ client_id: string }>(
      "SELECT client_id FROM audit_events WHERE subject_id = ? AND action = 'session.ended'",
      [session.id],
    );
    expect(client_id).toBe(party.client_id);
  });

  it('touches no other browser of the person', async () => {
    const [here, there] = [await aVisit(), await aVisit()];
    await leave(here.browser, { id_token_hint: here.id_token_hint });
    expect([await isSignedIn(here.browser), await isSignedIn(there.browser)]).toEqual([false, true]);
  });
});

describe('the person decides', () => {
  const unproven: [string, () => Promise<Record<string, string>>][] = [
    ['when nobody says who asks', async () => ({})],
    ['when the app only names itself', async () => ({ client_id: party.client_id, post_logout_redirect_uri: BACK })],
    [
      'when the app speaks of somebody else',
      async () => ({ id_token_hint: (await aVisit('member')).id_token_hint, post_logout_redirect_uri: BACK }),
    ],
  ];

  it.each(unproven)('%s', async (_, parametersOf) => {
    const { browser } = await aVisit();
    const parameters = await parametersOf();
    const page = await leave(browser, parameters);
    expect([page.status, asks(page), await isSignedIn(browser)]).toEqual([200, true, true]);
    const stay = await decide(browser, page, 'stay');
    expect([locationOf(stay), await isSignedIn(browser)]).toEqual([null, true]);
    const end = await decide(browser, await leave(browser, parameters));
    expect(await isSignedIn(browser)).toBe(false);
    expect(locationOf(end)).toBe(parameters.post_logout_redirect_uri ?? null);
  });

  it('on a form that nobody else can send', async () => {
    const { browser } = await aVisit();
    const parameters = { client_id: party.client_id, post_logout_redirect_uri: BACK };
    const page = await leave(browser, parameters);
    const foreign = hiddenFields((await leave((await aVisit()).browser, parameters)).text).csrf_token;
    const signOut = hiddenFields((await browser.get('/sign-out')).text).csrf_token;
    for (const csrf_token of ['', 'x', foreign, signOut]) {
      expect((await decide(browser, page, 'sign_out', { csrf_token })).status).toBe(403);
    }
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('and goes nowhere that the form was changed to', async () => {
    const { browser } = await aVisit();
    const page = await leave(browser, { client_id: party.client_id, post_logout_redirect_uri: BACK });
    const changed = { post_logout_redirect_uri: 'https://evil.example/' };
    const end = await decide(browser, page, 'sign_out', changed);
    expect([end.status, locationOf(end), await isSignedIn(browser)]).toEqual([400, null, true]);
  });

  it('and lets the browser go on to the app alone', async () => {
    const { browser } = await aVisit();
    const page = await leave(browser, { client_id: party.client_id, post_logout_redirect_uri: BACK });
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://party.example;");
  });

  it('in their language', async () => {
    const { browser } = await aVisit();
    const spanish = new Browser(app.url, {
      'Accept-Language': 'es',
      Cookie: `gh_session=${browser.cookie('gh_session')}`,
    });
    expect((await leave(spanish, { post_logout_redirect_uri: BACK })).text).toContain('Cerrar la sesión aquí');
  });
});

describe('where nobody is signed in', () => {
  it('an app that proves itself gets its person back, and one that does not a page with a link', async () => {
    const { id_token_hint } = await aVisit();
    const proven = await leave(new Browser(app.url), { id_token_hint, post_logout_redirect_uri: BACK });
    expect(locationOf(proven)).toBe(BACK);
    const page = await leave(new Browser(app.url), { client_id: party.client_id, post_logout_redirect_uri: BACK });
    expect([page.status, locationOf(page)]).toEqual([200, null]);
    expect(page.text).toContain(`href="${BACK}"`);
    expect((await leave(new Browser(app.url))).text).toContain('You are signed out');
  });
});

describe('a page, no redirect and no change is what comes of', () => {
  const wrong: [string, (visit: Visit) => Promise<Record<string, string>> | Record<string, string>, string][] = [
    ['an address that is not registered', () => ({ post_logout_redirect_uri: 'https://evil.example/' }), 'wrong place'],
    ['one that begins like it', () => ({ post_logout_redirect_uri: `${BACK}.evil.example` }), 'wrong place'],
    ['one with another query', () => ({ post_logout_redirect_uri: `${BACK}?x=1` }), 'wrong place'],
    ['one with another case', () => ({ post_logout_redirect_uri: BACK.toUpperCase() }), 'wrong place'],
    ['a script', () => ({ post_logout_redirect_uri: 'javascript:alert(1)' }), 'wrong place'],
    [
      'a redirect URI of the authorization',
      () => ({ post_logout_redirect_uri: party.redirect_uris[0] }),
      'wrong place',
    ],
    ['an address without an app', () => ({ id_token_hint: '', post_logout_redirect_uri: BACK }), 'wrong place'],
    ['a hint that is none', () => ({ id_token_hint: 'x' }), 'proves nothing'],
    [
      'a hint that is changed',
      ({ id_token_hint }) => ({ id_token_hint: `${id_token_hint.slice(0, -4)}AAAA` }),
      'proves nothing',
    ],
    [
      'a hint that is not signed',
      ({ id_token_hint }) => {
        const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
        return { id_token_hint: `${none}.${id_token_hint.split('.')[1]}.` };
      },
      'proves nothing',
    ],
    [
      'a hint of another issuer',
      async ({ id_token_hint }) => ({
        id_token_hint: await anOldToken(app, id_token_hint, { iss: 'https://evil.example' }),
      }),
      'proves nothing',
    ],
    ['an app that there is not', () => ({ id_token_hint: '', client_id: 'nobody-knows-me' }), 'not known here'],
    ['an app and the hint of another one', () => ({ client_id: app.demo.clients.web_app.client_id }), 'contradicts'],
    ['a state that is too long', () => ({ state: 's'.repeat(2_049) }), 'cannot be read'],
    ['a secret in the URL', () => ({ access_token: 'x' }), 'cannot be read'],
  ];

  it.each(wrong)('%s', async (_, changeOf, text) => {
    const visit = await aVisit();
    const { browser, id_token_hint } = visit;
    const asked = { id_token_hint, post_logout_redirect_uri: BACK, ...(await changeOf(visit)) };
    const answer = await leave(browser, asked);
    expect([answer.status, locationOf(answer), await isSignedIn(browser)]).toEqual([400, null, true]);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain(text);
    const { access_token: _inUrl, ...form } = asked as Record<string, string>;
    if (!_inUrl) expect((await postForm(`${app.url}/oauth/logout`, form)).status).toBe(400);
  });

  it('a parameter that is repeated', async () => {
    const { browser, id_token_hint } = await aVisit();
    const query = new URLSearchParams({ id_token_hint, post_logout_redirect_uri: BACK });
    query.append('post_logout_redirect_uri', 'https://evil.example/');
    const answer = await browser.get(`/oauth/logout?${query.toString()}`);
    expect([answer.status, locationOf(answer), await isSignedIn(browser)]).toEqual([400, null, true]);
  });

  it('an address that its developer took back', async () => {
    const own = await aParty(developer, { post_logout_redirect_uris: [BACK] });
    const { browser, id_token_hint } = await aVisit('admin', own);
    await changeParty(developer, own, { post_logout_redirect_uris: [] });
    const answer = await leave(browser, { id_token_hint, post_logout_redirect_uri: BACK });
    expect([answer.status, locationOf(answer), await isSignedIn(browser)]).toEqual([400, null, true]);
    expect(claimsOf(id_token_hint).aud).toBe(own.client_id);
  });
});

describe('the addresses to go on to', () => {
  it.each([
    ['http://party.example/'],
    ['urn:ietf:wg:oauth:2.0:oob'],
    ['javascript:alert(1)'],
    ['https://party.example/#part'],
    ['/signed-out'],
    ['https://user@party.example/'],
  ])('are never %s', async (uri) => {
    const path = `${party.app.path}/clients/${party.client_id}`;
    const answer = await developer.patch(path, { post_logout_redirect_uris: [BACK, uri] });
    expect(wrongFields(answer)).toEqual(['post_logout_redirect_uris.1']);
  });

  it('are shown, and changed as a whole', async () => {
    const own = await aParty(developer, { post_logout_redirect_uris: [BACK] });
    const path = `${own.app.path}/clients/${own.client_id}`;
    const stored = async () => (await developer.get(path)).body.post_logout_redirect_uris;
    expect(await stored()).toEqual([BACK]);
    await changeParty(developer, own, { post_logout_redirect_uris: ['http://localhost:3000/bye'] });
    expect(await stored()).toEqual(['http://localhost:3000/bye']);
    expect((await auditOf(app, 'client', own.client_id)).at(-1)?.text).toContain('http://localhost:3000/bye');
  });
});

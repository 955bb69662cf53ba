import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { Users } from '../../src/identity/index.js';
import { titleOf, whoIs } from '../accounts/invited.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { CLIENT, type Known, OddProvider, type Oddities, OTHER_KEYS } from './odd-provider.js';
import {
  begin,
  come,
  freshDomain,
  newBrowser,
  pathOf,
  proveDomain,
  register,
  type Registered,
  startSso,
  type SsoApp,
  traces,
} from './setting.js';

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let northwind: Registered;
let domainId: number;
const domain = freshDomain();
let people = 0;

const ada = (more: object = {}): Known => {
  const sub = `ada-${++people}`;
  return { sub, email: `${sub}@${domain}`, email_verified: true, name: 'Ada Bauer', ...more };
};

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  northwind = await register(admin, app.demo.companies.main.id, odd.issuer, { creates_members: true });
  domainId = await proveDomain(app, admin, northwind, domain);
});
afterEach(() => {
  odd.odd = {};
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

/** What a refusal is told by: a page, nobody signed in, nothing left behind. */
async function refused(come: () => Promise<Answer>, browser: Browser, status: number, title: string): Promise<void> {
  const before = await traces(app);
  const page = await come();
  expect([page.status, titleOf(page)]).toEqual([status, title]);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await whoIs(browser)).toBeUndefined();
  expect(await traces(app)).toEqual(before);
}

const refusedAt = (person: Known, status: number, title: string, provider = odd, at = northwind): Promise<void> => {
  const browser = newBrowser(app);
  return refused(() => come(browser, at, provider, person), browser, status, title);
};

const BROKEN = 'Your company’s sign-in does not work';
const OVER = 'This sign-in is over';
const FOREIGN = 'Your company does not speak for this e-mail';

describe('a state', () => {
  const callback = async (browser: Browser): Promise<string> =>
    pathOf(odd.authorize(await begin(browser, northwind), ada()));

  it('of another browser is refused, and stays good for its own', async () => {
    const victim = newBrowser(app);
    const path = await callback(victim);
    const other = newBrowser(app);
    await begin(other, northwind);
    await refused(() => other.get(path), other, 410, OVER);
    const nobody = newBrowser(app);
    await refused(() => nobody.get(path), nobody, 410, OVER);
    await victim.get(path);
    expect(await whoIs(victim)).toContain('Ada');
  });

  it('is good once: back button, reload and replay change nothing', async () => {
    const browser = newBrowser(app);
    const path = await callback(browser);
    await browser.get(path);
    const before = await traces(app);
    const page = await browser.get(path);
    expect([page.status, titleOf(page)]).toEqual([410, OVER]);
    expect(page.text).toContain('>Continue</a>');
    expect(await whoIs(browser)).toContain('Ada');
    expect(await traces(app)).toEqual(before);
  });

  it('of fifty who come with it at once lets one in', async () => {
    const browser = newBrowser(app);
    const path = await callback(browser);
    const cookie = `gh_browser=${browser.cookie('gh_browser')}`;
    const asked = odd.seen.length;
    const before = await traces(app);
    const one = (): Promise<Response> => fetch(app.url + path, { redirect: 'manual', headers: { Cookie: cookie } });
    const answers = await Promise.all(Array.from({ length: 50 }, one));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array<number>(49).fill(410)]);
    expect(odd.seen.length - asked).toBe(1);
    const { sessions, users, linked_identities } = await traces(app);
    expect([sessions, users, linked_identities]).toEqual([
      before.sessions + 1,
      before.users + 1,
      before.linked_identities + 1,
    ]);
  });

  it('runs out', async () => {
    const browser = newBrowser(app);
    const path = await callback(browser);
    await app.database.execute('UPDATE sso_flows SET expires_at = 1');
    await refused(() => browser.get(path), browser, 410, OVER);
  });

  it.each(['', 'x', 'x'.repeat(43), `${'A'.repeat(42)}%00`, '../../etc', 'x'.repeat(5_000)])(
    'that nobody gave is refused: %.20s',
    async (state) => {
      const browser = newBrowser(app);
      await begin(browser, northwind);
      const before = await traces(app);
      const page = await browser.get(`/sign-in/sso/${northwind.handle}/callback?code=x&state=${state}`);
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.status).toBeLessThan(500);
      expect(await traces(app)).toEqual(before);
    },
  );

  it('that is repeated is refused', async () => {
    const browser = newBrowser(app);
    const path = await callback(browser);
    const state = new URLSearchParams(path.split('?')[1]).get('state');
    await refused(() => browser.get(`${path}&state=${state}`), browser, 410, OVER);
  });

  it('does not survive a change of the settings, nor their end', async () => {
    const browser = newBrowser(app);
    const path = await callback(browser);
    expectStatus(await admin.patch(northwind.path, { active: false }), 200);
    await refused(() => browser.get(path), browser, 404, 'This sign-in is not available');
    expectStatus(await admin.patch(northwind.path, { active: true }), 200);
  });
});

describe('an answer of the authorization endpoint', () => {
  it.each<[string, (query: URLSearchParams) => void, number, string]>([
    [
      'that the person refused',
      (query) => query.set('error', 'access_denied'),
      403,
      'Your company did not sign you in',
    ],
    ['with an error', (query) => query.set('error', '<script>alert(1)</script>'), 400, BROKEN],
    ['of another issuer', (query) => query.set('iss', 'https://evil.example'), 400, BROKEN],
    ['without the issuer that was promised', (query) => query.delete('iss'), 400, BROKEN],
    ['with two issuers', (query) => query.append('iss', odd.issuer), 400, BROKEN],
    ['without a code', (query) => query.delete('code'), 400, BROKEN],
    ['with two codes', (query) => query.append('code', 'x'), 400, BROKEN],
    ['with a code of nobody', (query) => query.set('code', 'x'), 400, BROKEN],
  ])('%s is refused, and uses the state up', async (_what, change, status, title) => {
    const browser = newBrowser(app);
    const right = pathOf(odd.authorize(await begin(browser, northwind), ada()));
    const query = new URLSearchParams(right.split('?')[1]);
    change(query);
    const path = `${right.split('?')[0]}?${query.toString()}`;
    await refused(() => browser.get(path), browser, status, title);
    await refused(() => browser.get(right), browser, 410, OVER);
  });

  it('is not redeemed with the verifier of another sign-in', async () => {
    const browser = newBrowser(app);
    const stolen = new URL(odd.authorize(await begin(newBrowser(app), northwind), ada()));
    const mine = new URL(odd.authorize(await begin(browser, northwind), ada()));
    mine.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    await refused(() => browser.get(pathOf(mine.href)), browser, 400, BROKEN);
  });
});

describe('a provider that answers', () => {
  const seconds = (): number => Math.floor(Date.now() / 1000);

  it.each<[string, Oddities]>([
    ['with an error', { token: () => ({ status: 400, body: '{"error":"invalid_grant"}' }) }],
    ['with a fault of its own', { token: () => ({ status: 500, body: 'oops' }) }],
    ['with a page', { token: () => ({ body: '<!doctype html><script>alert(1)</script>' }) }],
    ['with a list', { token: () => ({ body: '[]' }) }],
    ['with null', { token: () => ({ body: 'null' }) }],
    ['with nothing', { token: () => ({ body: '' }) }],
    ['with far too much', { token: () => ({ body: JSON.stringify({ x: 'x'.repeat(200_000) }) }) }],
    ['with no access token', { token: (body) => ({ body: JSON.stringify({ ...body, access_token: undefined }) }) }],
    [
      'with an access token of two lines',
      { token: (body) => ({ body: JSON.stringify({ ...body, access_token: 'a\nb' }) }) },
    ],
    [
      'with an access token that fits no header',
      { token: (body) => ({ body: JSON.stringify({ ...body, access_token: '鍵' }) }) },
    ],
    ['with another kind of token', { token: (body) => ({ body: JSON.stringify({ ...body, token_type: 'mac' }) }) }],
    ['with no ID token', { token: (body) => ({ body: JSON.stringify({ ...body, id_token: undefined }) }) }],
    ['with an ID token that is none', { idToken: () => 'a.b.c' }],
    ['with an unsigned ID token', { idToken: (claims) => new UnsecuredJWT(claims).encode() }],
    ['with one that somebody else signed', { idToken: (claims) => odd.sign(claims, OTHER_KEYS.privateKey) }],
    ['with another nonce', { claims: (claims) => ({ ...claims, nonce: 'x' }) }],
    ['without a nonce', { claims: ({ nonce: _, ...claims }) => claims }],
    ['for another client', { claims: (claims) => ({ ...claims, aud: 'other' }) }],
    ['for several clients', { claims: (claims) => ({ ...claims, aud: ['gatehouse', 'other'] }) }],
    ['on behalf of another client', { claims: (claims) => ({ ...claims, azp: 'other' }) }],
    ['as another issuer', { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) }],
    ['too late', { claims: (claims) => ({ ...claims, exp: seconds() - 120 }) }],
    ['with one that never ends', { claims: ({ exp: _, ...claims }) => claims }],
    ['about nobody', { claims: ({ sub: _, ...claims }) => claims }],
    ['about an empty subject', { claims: (claims) => ({ ...claims, sub: '' }) }],
    ['about another subject at userinfo', { userinfo: (known) => ({ ...known, sub: 'somebody-else' }) }],
    ['about no subject at userinfo', { userinfo: ({ sub: _, ...known }) => known }],
    ['with garbage at userinfo', { userinfo: () => '\u0000\u0001garbage' }],
    ['with a list at userinfo', { userinfo: () => [] }],
  ])('%s signs nobody in', async (_what, oddities) => {
    odd.odd = oddities;
    await refusedAt(ada(), 400, BROKEN);
  });

  it('with an ID token signed by what it publishes as a secret signs nobody in', async () => {
    const published = await exportSPKI((await generateKeyPair('RS256', { extractable: true })).publicKey);
    const secret = new TextEncoder().encode(published);
    odd.odd = {
      idToken: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret),
    };
    await refusedAt(ada(), 400, BROKEN);
  });

  it.each<[string, object]>([
    ['a point that is on no curve', { x: 'AAAA', y: 'AAAA' }],
    ['half a point', { y: undefined }],
    ['another curve', { crv: 'P-384' }],
    ['an algorithm of secrets', { kty: 'oct', k: 'c2VjcmV0' }],
    ['no type', { kty: 7 }],
  ])('with a key that has %s signs nobody in', async (_what, key) => {
    odd.odd = { key };
    // Other settings: keys that were read before do not count.
    expectStatus(await admin.patch(northwind.path, { active: true }), 200);
    await refusedAt(ada(), 400, BROKEN);
    odd.odd = {};
    expectStatus(await admin.patch(northwind.path, { active: true }), 200);
  });

  it('not at all signs nobody in, and keeps nobody waiting for ever', async () => {
    odd.odd = { isSilent: true };
    await refusedAt(ada(), 400, BROKEN);
  });

  it.each<[string, object, number, string]>([
    ['without an e-mail', { email: undefined }, 403, 'Your e-mail is missing'],
    ['with an e-mail that is none', { email: 'no address' }, 403, 'Your e-mail is missing'],
    ['with a list of e-mails', { email: ['a@b.example'] }, 403, 'Your e-mail is missing'],
    ['with an e-mail it did not verify', { email_verified: false }, 403, 'Your e-mail is not verified'],
    ['without a word on that', { email_verified: undefined }, 403, 'Your e-mail is not verified'],
    ['with something that is not true', { email_verified: 1 }, 403, 'Your e-mail is not verified'],
  ])('%s signs nobody new in', async (_what, change, status, title) => {
    await refusedAt(ada(change), status, title);
  });

  it('with another domain signs nobody in', async () => {
    const { email } = app.demo.users.admin;
    const addresses = [email, `a@eu.${domain}`, `a@x${domain}`, `a@${domain}.evil.example`, 'a@localhost'];
    for (const address of addresses) await refusedAt(ada({ email: address }), 403, FOREIGN);
  });

  it('speaks Spanish to whoever reads Spanish', async () => {
    const browser = new Browser(app.url, { 'Accept-Language': 'es-MX' });
    odd.odd = { token: () => ({ body: 'garbage' }) };
    expect(titleOf(await come(browser, northwind, odd, ada()))).toBe('El inicio de sesión de su empresa no funciona');
  });
});

describe('the account of somebody', () => {
  it('is not that of a new person who was given their address', async () => {
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    await refusedAt({ ...person, sub: 'the-new-one' }, 403, 'This account is somebody else’s');
  });

  it('is that of the new subject once administrators unlinked the former one, who is signed out', async () => {
    const [person, former] = [ada(), newBrowser(app)];
    await come(former, northwind, odd, person);
    const path = `${northwind.path}/linked_identities`;
    const listed = expectStatus(await admin.get(path), 200).body as { user_id: number; subject: string }[];
    const link = listed.find(({ subject }) => subject === person.sub);
    expect(link).toMatchObject({ name: 'Ada Bauer', email_address: person.email });
    const { other } = app.demo.companies;
    const foreign = path.replace(/\d+(?=\/identity)/, String(other.id));
    for (const wrong of [`${path}/999999`, `${foreign}/${link?.user_id}`]) {
      expect((await admin.delete(wrong)).status).toBe(404);
    }
    expectStatus(await admin.delete(`${path}/${link?.user_id}`), 204);
    expect(await whoIs(former)).toBeUndefined();
    const browser = newBrowser(app);
    await come(browser, northwind, odd, { ...person, sub: 'the-same-person-anew' });
    expect(await whoIs(browser)).toContain(person.email);
    await refusedAt(person, 403, 'This account is somebody else’s');
  });

  it('is not reached by another case of their subject', async () => {
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    await refusedAt({ ...person, sub: person.sub.toUpperCase() }, 403, 'This account is somebody else’s');
  });

  it('is closed to the provider once it has an address elsewhere', async () => {
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    const elsewhere = `left-${people}@elsewhere.example`;
    await app.database.execute('UPDATE users SET email = ?, email_key = ? WHERE email_key = ?', [
      elsewhere,
      elsewhere,
      person.email ?? '',
    ]);
    await refusedAt(person, 403, FOREIGN);
  });

  it('that is blocked stays blocked', async () => {
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    const user = await app.app.get(Users).findByEmail(person.email ?? '');
    await app.app.get(Users).block(user?.id ?? 0);
    await refusedAt(person, 403, 'This account is blocked');
  });

  it('does not come into being where the company adds nobody', async () => {
    expectStatus(await admin.patch(northwind.path, { creates_members: false }), 200);
    await refusedAt(ada(), 403, 'You have no account here');
    expectStatus(await admin.patch(northwind.path, { creates_members: true }), 200);
  });
});

describe('another company', () => {
  it('does not reach accounts of a domain that it has not proven, whatever its provider says', async () => {
    const other = await OddProvider.start();
    const at = await register(admin, app.demo.companies.other.id, other.issuer, {
      creates_members: true,
      email_addresses_are_authoritative: true,
    });
    await refusedAt(ada(), 403, FOREIGN, other, at);
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    await refusedAt(person, 403, FOREIGN, other, at);
    expectStatus(await admin.post(`${at.path}/domains`, { domain }), 201);
    await refusedAt(person, 403, FOREIGN, other, at);
    await other.stop();
  });
});

describe('what was linked', () => {
  it('ends with the proof of the domain: sessions too', async () => {
    const [person, browser] = [ada(), newBrowser(app)];
    await come(browser, northwind, odd, person);
    expectStatus(await admin.delete(`${northwind.path}/domains/${domainId}`), 204);
    expect(await whoIs(browser)).toBeUndefined();
    await refusedAt(person, 403, FOREIGN);
    domainId = await proveDomain(app, admin, northwind, domain);
    await come(browser, northwind, odd, person);
    expect(await whoIs(browser)).toContain('Ada');
  });

  it('ends where the provider becomes another, whose subjects are other people', async () => {
    const [person, browser] = [ada(), newBrowser(app)];
    await come(browser, northwind, odd, person);
    const other = await OddProvider.start();
    expectStatus(await admin.patch(northwind.path, { issuer: other.issuer, ...CLIENT }), 200);
    expect(await whoIs(browser)).toBeUndefined();
    const stranger = newBrowser(app);
    await come(stranger, northwind, other, ada({ sub: person.sub, name: 'Somebody Else' }));
    expect(await whoIs(stranger)).toContain('Somebody Else');
    expectStatus(await admin.patch(northwind.path, { issuer: odd.issuer, ...CLIENT }), 200);
    await other.stop();
  });

  it('ends with the provider', async () => {
    const [person, browser] = [ada(), newBrowser(app)];
    await come(browser, northwind, odd, person);
    expectStatus(await admin.delete(northwind.path), 204);
    expect(await whoIs(browser)).toBeUndefined();
    expect((await newBrowser(app).get(`/sign-in/sso/${northwind.handle}`)).status).toBe(404);
  });
});

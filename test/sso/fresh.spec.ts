import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { titleOf, whoIs } from '../accounts/invited.js';
import { type Api, as } from '../apps/api.js';
import { addTotp, aProtectedPerson, codeOf, forgetUsed, SECURITY, verify } from '../factors/a-factor.js';
import { authorizeUrl } from '../browser/people.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { type Known, OddProvider } from './odd-provider.js';
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
} from './setting.js';

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let northwind: Registered;
let plain: Registered;
const [domain, plainDomain] = [freshDomain(), freshDomain()];
let people = 0;

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  northwind = await register(admin, app.demo.companies.main.id, odd.issuer, { creates_members: true });
  await proveDomain(app, admin, northwind, domain);
  const { issuer } = odd;
  const endpoints = {
    issuer: null,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
  };
  plain = await register(admin, app.demo.companies.main.id, issuer, { ...endpoints, creates_members: true });
  await proveDomain(app, admin, plain, plainDomain);
});
beforeEach(async () => {
  odd.odd = {};
  await app.database.execute('DELETE FROM throttles');
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const ada = (at = domain): Known & { readonly email: string } => {
  const sub = `ada-${++people}`;
  return { sub, email: `${sub}@${at}`, email_verified: true, name: 'Ada Bauer' };
};

const seconds = (ago: number): number => Math.floor(Date.now() / 1000) - ago;

/** Signs in at the provider where a page of ours leads to; the page at the end. */
async function signInFrom(browser: Browser, page: Answer, at: Registered, person: Known): Promise<Answer> {
  const [, way] = new RegExp(`href="(/sign-in/sso/${at.handle}[^"]*)"`).exec(page.text) ?? [];
  if (!way) throw new Error(`No way to the company: ${page.text.slice(0, 3_000)}`);
  const leaving = await browser.get(way.replaceAll('&amp;', '&'));
  const [, start] = /href="([^"]*\/start[^"]*)"/.exec(leaving.text) ?? [];
  const answer = await browser.get(start.replaceAll('&amp;', '&'));
  const location = answer.headers.get('location');
  return location?.startsWith(odd.issuer) ? browser.get(pathOf(odd.authorize(location, person))) : answer;
}

/** Where an app sends somebody of whom it wants a new sign-in: the page that they see, and how it goes on. */
async function askedAnew(browser: Browser, change = { prompt: 'login' }): Promise<{ page: Answer; returnTo: string }> {
  const { url } = authorizeUrl(app.url, app.demo.clients.web_app, change);
  const page = await browser.get(pathOf(url));
  return { page, returnTo: hiddenFields(page.text).return_to };
}

/** The whole way by the provider without ID tokens, which does not name itself either. */
async function comeByPlain(browser: Browser, person: Known): Promise<void> {
  const back = new URL(odd.authorize(await begin(browser, plain), person));
  back.searchParams.delete('iss');
  await browser.get(pathOf(back.href));
}

const isConsent = ({ text }: Answer): boolean => text.includes('name="decision"');

describe('a new sign-in that an app asks for', () => {
  it('is asked of the provider so that it has to tell its time (OpenID Connect Core §3.1.2.1)', async () => {
    const browser = newBrowser(app);
    const { returnTo } = await askedAnew(browser);
    const { searchParams } = new URL(await begin(browser, northwind, returnTo));
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', '0']);
  });

  it('is done where the provider says that it happened now, give or take what clocks differ', async () => {
    for (const authTime of [seconds(0), seconds(40), seconds(-40)]) {
      const browser = newBrowser(app);
      const { returnTo } = await askedAnew(browser);
      odd.odd = { authTime };
      const back = odd.authorize(await begin(browser, northwind, returnTo), ada());
      expect(isConsent(await browser.get(pathOf(back)))).toBe(true);
    }
  });

  it.each([
    ['from an earlier one', () => ({ authTime: seconds(120) })],
    ['without a time', () => ({ authTime: null })],
  ])('is not done by an answer %s, and the page tells what to do', async (_, oddity) => {
    for (const change of [{ prompt: 'login' }, { max_age: '600' }] as { prompt: string }[]) {
      const browser = newBrowser(app);
      const { returnTo } = await askedAnew(browser, change);
      odd.odd = oddity();
      const page = await browser.get(pathOf(odd.authorize(await begin(browser, northwind, returnTo), ada())));
      expect([page.status, titleOf(page)]).toEqual([403, 'Your company did not ask you again']);
      expect(page.text).toContain('Sign out there, then try again');
      expect(await whoIs(browser)).toBeUndefined();
    }
  });

  it.each([
    ['is no number', { auth_time: 'now' }],
    ['lies ahead', { auth_time: 4_000_000_000 }],
    ['is no time', { auth_time: -1 }],
  ])('is not done by a time that %s', async (_, claim) => {
    const browser = newBrowser(app);
    odd.odd = { claims: (claims) => ({ ...claims, ...(claim as object) }) };
    const page = await come(browser, northwind, odd, ada());
    expect([page.status, titleOf(page)]).toEqual([400, 'Your company’s sign-in does not work']);
  });

  it('is not done by a sign-in at the provider that began before', async () => {
    const browser = newBrowser(app);
    const earlier = odd.authorize(await begin(browser, northwind), ada());
    const { returnTo } = await askedAnew(browser);
    await browser.get(pathOf(earlier));
    expect(await whoIs(browser)).toContain('Ada Bauer');
    expect(titleOf(await browser.get(returnTo))).toBe('Sign in');
  });

  it('is not done by one that had proven its first factor before', async () => {
    const [person, browser] = [await aProtectedPerson(app), newBrowser(app)];
    const half = await browser.signIn(await browser.get('/sign-in'), person);
    const { returnTo } = await askedAnew(browser);
    await forgetUsed(app, person);
    await verify(browser, half, { code: codeOf(person.key) });
    expect(await whoIs(browser)).toContain(person.email);
    expect(titleOf(await browser.get(returnTo))).toBe('Sign in');
  });
});

describe('somebody who came by an old sign-in of their provider', () => {
  it.each([
    ['earlier', () => ({ authTime: seconds(3_600) })],
    ['untold', () => ({ authTime: null })],
  ])('is let in, and asked anew before what is dangerous (%s)', async (_, oddity) => {
    const [person, browser] = [ada(), newBrowser(app)];
    odd.odd = oddity();
    await come(browser, northwind, odd, person);
    expect(await whoIs(browser)).toContain(person.email);
    const asked = await browser.get(`${SECURITY}/password`);
    expect(titleOf(asked)).toBe('Sign in');
    const refused = await signInFrom(browser, asked, northwind, person);
    expect(titleOf(refused)).toBe('Your company did not ask you again');
    odd.odd = {};
    expect(titleOf(await signInFrom(browser, asked, northwind, person))).toBe('Change the password');
  });

  it('does not get younger by a second factor', async () => {
    const [person, first] = [ada(), newBrowser(app)];
    await come(first, northwind, odd, person);
    const { key } = await addTotp(first);
    await app.database.execute('UPDATE totp_factors SET last_step = 0');
    const browser = newBrowser(app);
    odd.odd = { authTime: seconds(3_600) };
    const half = await come(browser, northwind, odd, person);
    await verify(browser, half, { code: codeOf(key) });
    expect(await whoIs(browser)).toContain(person.email);
    expect(titleOf(await browser.get(`${SECURITY}/totp`))).toBe('Sign in');
  });
});

describe('a provider without ID tokens', () => {
  it('lets people in, and proves no new sign-in: nobody is sent there for one', async () => {
    const [person, browser] = [ada(plainDomain), newBrowser(app)];
    await comeByPlain(browser, person);
    expect(await whoIs(browser)).toContain(person.email);
    const page = await signInFrom(browser, await browser.get(`${SECURITY}/password`), plain, person);
    expect([page.status, titleOf(page)]).toEqual([403, 'Your company’s sign-in cannot prove this']);
    expect(page.text).toContain('connect it by OpenID Connect');
    const { returnTo } = await askedAnew(newBrowser(app));
    expect(await begin(browser, plain, returnTo)).toBe('');
  });

  it('proves none either where the wish for one was left out', async () => {
    const [person, browser] = [ada(plainDomain), newBrowser(app)];
    await comeByPlain(browser, person);
    await comeByPlain(browser, person);
    expect(titleOf(await browser.get(`${SECURITY}/password`))).toBe('Sign in');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { titleOf, whoIs } from '../accounts/invited.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aPerson, type Person } from '../directory/people.js';
import {
  addTotp,
  aProtectedPerson,
  codeOf,
  forgetUsed,
  keepCodes,
  type Protected,
  verify,
} from '../factors/a-factor.js';
import { Browser } from '../support/browser.js';
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
  traces,
} from './setting.js';

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let northwind: Registered;
let domainId: number;
const domain = freshDomain();
let people = 0;

const ada = (): Known => {
  const sub = `ada-${++people}`;
  return { sub, email: `${sub}@${domain}`, email_verified: true, name: 'Ada Bauer' };
};

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  northwind = await register(admin, app.demo.companies.main.id, odd.issuer, { creates_members: true });
  domainId = await proveDomain(app, admin, northwind, domain);
});
afterEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(async () => {
  await odd.stop();
  await app.close();
});

/** Named by hand, no provider promises to name itself in its answers (RFC 9207 §3). */
const byHand = ({ issuer }: OddProvider): Record<string, unknown> => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  userinfo_endpoint: `${issuer}/userinfo`,
});

describe('a provider that passes people on to that of another company (RFC 9700 §4.4)', () => {
  it('is not handed the code that the other one issued', async () => {
    const evil = await OddProvider.start();
    expectStatus(await admin.patch(northwind.path, byHand(odd)), 200);
    const at = await register(admin, app.demo.companies.other.id, evil.issuer, byHand(evil));
    const [victim, attacker] = [newBrowser(app), newBrowser(app)];
    // What the attacker began at Northwind, with the state of what the victim began at the attacker's provider.
    const own = new URL(await begin(attacker, northwind));
    const ownState = own.searchParams.get('state') ?? '';
    const lured = new URL(await begin(victim, at));
    own.searchParams.set('state', lured.searchParams.get('state') ?? '');
    const back = new URL(odd.authorize(own.href, ada()));
    back.searchParams.delete('iss');
    const before = await traces(app);
    const page = await victim.get(pathOf(back.href));
    expect([page.status, titleOf(page)]).toEqual([400, 'Your company’s sign-in does not work']);
    expect(evil.seen).toEqual([]);
    expect(await traces(app)).toEqual(before);
    // Nor is the state good at the redirect URI of its own provider any more.
    back.searchParams.set('state', lured.searchParams.get('state') ?? '');
    back.pathname = new URL(lured.searchParams.get('redirect_uri') ?? '').pathname;
    expect((await victim.get(pathOf(back.href))).status).toBe(410);
    expect(ownState).not.toBe('');
    await evil.stop();
    expectStatus(await admin.patch(northwind.path, { issuer: odd.issuer }), 200);
  });
});

describe('a page of another site', () => {
  const led = (site: string): Browser => new Browser(app.url, { 'Sec-Fetch-Site': site });

  it.each(['cross-site', 'same-site'])('that is %s signs nobody in without a click of theirs', async (site) => {
    const before = await app.database.query('SELECT hash FROM sso_flows');
    for (const path of ['?return_to=/docs', '/start?return_to=/docs']) {
      const page = await led(site).get(`/sign-in/sso/${northwind.handle}${path}`);
      expect([page.status, titleOf(page)]).toEqual([200, 'Sign in at Northwind ID']);
      expect(page.text).not.toContain('http-equiv="refresh"');
      expect(page.text).toContain(`href="/sign-in/sso/${northwind.handle}/start?return_to=%2Fdocs"`);
    }
    expect(await app.database.query('SELECT hash FROM sso_flows')).toEqual(before);
  });

  it.each(['same-origin', 'none'])('is none where the browser says %s', async (site) => {
    const page = await led(site).get(`/sign-in/sso/${northwind.handle}`);
    expect(page.text).toContain('http-equiv="refresh"');
    expect(await begin(led(site), northwind)).toContain(`${odd.issuer}/authorize?`);
  });
});

describe('a session that a provider began', () => {
  /** Somebody with an authenticator app, known at the provider. */
  async function protectedHere(): Promise<{ person: Protected; known: Known }> {
    const person = await aProtectedPerson(app);
    return { person, known: await movedHere(person) };
  }

  async function movedHere({ id }: Person): Promise<Known> {
    const known = ada();
    const sql = 'UPDATE users SET email = ?, email_key = ? WHERE principal_id = ?';
    await app.database.execute(sql, [known.email ?? '', known.email ?? '', id]);
    return known;
  }

  const provenAgain = async (): Promise<void> => {
    expectStatus(await admin.delete(`${northwind.path}/domains/${domainId}`), 204);
    domainId = await proveDomain(app, admin, northwind, domain);
  };

  it('ends with the domain also where a second factor came in between', async () => {
    const [{ person, known }, browser] = [await protectedHere(), newBrowser(app)];
    const page = await come(browser, northwind, odd, known);
    expect(titleOf(page)).toBe('One more step');
    await verify(browser, page, { code: codeOf(person.key) });
    expect(await whoIs(browser)).toContain(known.email);
    expect((await app.app.get(Users).findByEmail(known.email ?? ''))?.id).toBe(person.id);
    await provenAgain();
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('does not begin where the domain went while the second factor was asked for', async () => {
    const [{ person, known }, browser] = [await protectedHere(), newBrowser(app)];
    const page = await come(browser, northwind, odd, known);
    await provenAgain();
    const over = await verify(browser, page, { code: codeOf(person.key) });
    expect(titleOf(over)).toBe('This sign-in is over');
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('ends with the domain also where a second factor was added to it', async () => {
    const [person, browser] = [await aPerson(app), newBrowser(app)];
    const known = await movedHere(person);
    await come(browser, northwind, odd, known);
    const { answer } = await addTotp(browser);
    await keepCodes(browser, answer);
    expect(await whoIs(browser)).toContain(known.email);
    await provenAgain();
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('is nobody else’s: what began with a password goes on when the domain goes', async () => {
    const person = await aProtectedPerson(app);
    const { email, password } = { email: (await movedHere(person)).email ?? '', password: person.password };
    await forgetUsed(app, person);
    const browser = newBrowser(app);
    const page = await browser.signIn(await browser.get('/sign-in'), { email, password });
    await verify(browser, page, { code: codeOf(person.key) });
    await provenAgain();
    expect(await whoIs(browser)).toContain(email);
  });
});

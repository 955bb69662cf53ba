import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { titleOf, whoIs } from '../accounts/invited.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { addTotp, codeOf, forgetUsed, verify } from '../factors/a-factor.js';
import { addPasskey } from '../factors/a-passkey.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { type Known, OddProvider } from './odd-provider.js';
import {
  begin,
  come,
  freshDomain,
  newBrowser,
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
const domain = freshDomain();
let people = 0;

const ada = (): Known & { readonly email: string } => {
  const sub = `ada-${++people}`;
  return { sub, email: `${sub}@${domain}`, email_verified: true, name: 'Ada Bauer' };
};

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  northwind = await register(admin, app.demo.companies.main.id, odd.issuer, { creates_members: true });
  await proveDomain(app, admin, northwind, domain);
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const idOf = async (email: string): Promise<number> => (await app.app.get(Users).findByEmail(email))?.id ?? 0;

const unlink = async ({ email }: { email: string }): Promise<unknown> =>
  expectStatus(await admin.delete(`${northwind.path}/linked_identities/${await idOf(email)}`), 204);

/** Somebody from the provider with an app that shows codes, in the browser in which they added it. */
async function withTotp(): Promise<{ person: Known & { email: string }; browser: Browser; key: Buffer }> {
  const [person, browser] = [ada(), newBrowser(app)];
  await come(browser, northwind, odd, person);
  const { key } = await addTotp(browser);
  await forgetUsed(app, { id: await idOf(person.email) });
  return { person, browser, key };
}

describe('somebody from a provider who has a second factor', () => {
  it('is asked for it, and the session ends with the provider as others do', async () => {
    const { person, key } = await withTotp();
    const browser = newBrowser(app);
    const half = await come(browser, northwind, odd, person);
    expect([titleOf(half), await whoIs(browser)]).toEqual(['One more step', undefined]);
    await verify(browser, half, { code: codeOf(key) });
    expect(await whoIs(browser)).toContain(person.email);
    await unlink(person);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('is signed out of the session in which the factor was added', async () => {
    const [person, browser] = [ada(), newBrowser(app)];
    await come(browser, northwind, odd, person);
    await addPasskey(app, browser);
    await addTotp(browser);
    expect(await whoIs(browser)).toContain(person.email);
    await unlink(person);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('does not end a sign-in that waited while the provider was left', async () => {
    const { person, key } = await withTotp();
    const browser = newBrowser(app);
    const half = await come(browser, northwind, odd, person);
    await unlink(person);
    expect((await verify(browser, half, { code: codeOf(key) })).status).toBe(410);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('leaves the sign-ins of others alone who wait meanwhile', async () => {
    const [one, other] = [await withTotp(), await withTotp()];
    const browser = newBrowser(app);
    const half = await come(browser, northwind, odd, one.person);
    await unlink(other.person);
    await verify(browser, half, { code: codeOf(one.key) });
    expect(await whoIs(browser)).toContain(one.person.email);
  });

  it('may end the session of the provider, too, when they sign out', async () => {
    const { browser } = await withTotp();
    const end = await browser.post('/sign-out', hiddenFields((await browser.get('/sign-out')).text));
    expect(end.text).toContain(`${odd.issuer}/end`);
  });
});

describe('an app that wants a new sign-in', () => {
  const promptFor = async (parameters: Record<string, string>): Promise<string | null> => {
    const { client_id, redirect_uris } = app.demo.clients.web_app;
    const query = { response_type: 'code', client_id, redirect_uri: redirect_uris[0], ...parameters };
    const browser = newBrowser(app);
    const page: Answer = await browser.get(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
    const { return_to } = hiddenFields(page.text);
    return new URL(await begin(browser, northwind, return_to)).searchParams.get('prompt');
  };

  const anew: Record<string, string>[] = [
    { prompt: 'login' },
    { prompt: 'select_account' },
    { max_age: '0' },
    { max_age: '600' },
  ];

  it.each(anew)('with %j gets one of the provider, too, where nobody is signed in here', async (parameters) => {
    expect(await promptFor(parameters)).toBe('login');
  });

  it('is the only one that does', async () => {
    expect(await promptFor({})).toBeNull();
    expect(await promptFor({ prompt: 'consent' })).toBeNull();
  });
});

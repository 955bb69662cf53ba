import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { anApp, aPromotedVersion } from '../apps/an-app.js';
import { type Api, as } from '../apps/api.js';
import { credentials, type Tokens, tokenRequest } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { faultsOf } from './accessibility.js';
import { Chromium, screenshot } from './chromium.js';
import { type ListeningApp, listeningApp } from './listening-app.js';
import { authorizeUrl, follow, LOOKS, signIn } from './people.js';

interface Client {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
}

let app: TestApp;
let chromium: Chromium;
let there: ListeningApp;
let developer: Api;
let webApp: Client;
let issuer: string;

beforeAll(async () => {
  [app, chromium, there] = await Promise.all([startApp(), Chromium.launch(), listeningApp()]);
  issuer = app.configuration.issuer;
  developer = await as(app, 'developer');
  webApp = await publish('Field Reports');
});
afterEach(async () => {
  const problems = chromium.takeProblems();
  await chromium.forget();
  expect(problems).toEqual([]);
});
afterAll(async () => {
  await chromium.close();
  await Promise.all([app.close(), there.close()]);
});

/** A confidential app that listens at `http://localhost`; installed nowhere. */
async function publish(name: string): Promise<Client> {
  const redirect_uris = [`http://localhost:${there.port}/callback`];
  const { production_client } = await aPromotedVersion(developer, await anApp(developer, { name, redirect_uris }));
  return { ...production_client, redirect_uris } as Client;
}

/** Somebody comes from the app, signs in, and stands before the consent page. */
async function askConsent(
  client: Client,
  user: keyof TestApp['demo']['users'] = 'admin',
  options: { change?: Record<string, string>; look?: BrowserContextOptions } = {},
): Promise<{ page: Page; verifier: string }> {
  const page = await chromium.visitor(options.look ?? LOOKS.light);
  const { url, verifier } = authorizeUrl(issuer, client, { prompt: 'consent', ...options.change });
  await page.goto(url);
  await signIn(page, app.demo.users[user]);
  return { page, verifier };
}

const allow = (page: Page): Promise<void> => follow(page.locator('button[value=allow]'));
const deny = (page: Page): Promise<void> => follow(page.locator('button[value=deny]'));

async function redeem(client: Client, code: string, verifier: string, redirectUri: string): Promise<Tokens> {
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
  const answer = await tokenRequest(app, { ...form, ...credentials(client) });
  expect(answer.status).toBe(200);
  return answer.body as Tokens;
}

const companiesOf = async ({ access_token }: Tokens): Promise<number[]> =>
  (await call(`${app.url}/oauth/token/info`, access_token)).body.companies;

const parametersOf = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams);

describe('the consent page', () => {
  it('leads to the app with a code, the state and the issuer when allowed', async () => {
    const state = 'a&b=c <"\'> ü+%20';
    const { page, verifier } = await askConsent(webApp, 'admin', { change: { state } });
    await page.getByLabel(app.demo.companies.main.name).check();
    await allow(page);
    expect(await page.locator('h1').innerText()).toBe('The app');
    expect(page.url()).toMatch(`${webApp.redirect_uris[0]}?`);
    const { code, ...rest } = parametersOf(page);
    expect(rest).toEqual({ state, iss: issuer });
    const tokens = await redeem(webApp, code, verifier, webApp.redirect_uris[0]);
    expect(await companiesOf(tokens)).toEqual([app.demo.companies.main.id]);
  });

  it('leads to the app with an error, the state and the issuer when denied', async () => {
    const { page } = await askConsent(webApp, 'admin', { change: { state: 'kept' } });
    await deny(page);
    expect(page.url()).toMatch(`${webApp.redirect_uris[0]}?`);
    expect(parametersOf(page)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String),
      state: 'kept',
      iss: issuer,
    });
  });

  it.each(['allow', 'deny'] as const)('leads back to a native app at whichever port: %s', async (decision) => {
    const client = app.demo.clients.native_app;
    const redirect_uri = `http://127.0.0.1:${there.port}/callback`;
    const { page, verifier } = await askConsent(client, 'member', { change: { redirect_uri } });
    await follow(page.locator(`button[value=${decision}]`));
    expect(page.url()).toMatch(`${redirect_uri}?`);
    const { code, error } = parametersOf(page);
    expect(error).toBe(decision === 'deny' ? 'access_denied' : undefined);
    if (decision === 'allow') await redeem(client, code, verifier, redirect_uri);
  });

  it('leads straight on after sign-in where the person consented before', async () => {
    const client = await publish('Known App');
    const first = await askConsent(client);
    await first.page.getByLabel(app.demo.companies.main.name).check();
    await allow(first.page);
    const again = await askConsent(client, 'admin', { change: { prompt: '' } });
    expect(again.page.url()).toMatch(`${client.redirect_uris[0]}?`);
    expect(await redeem(client, parametersOf(again.page).code, again.verifier, client.redirect_uris[0])).toBeDefined();
  });

  it('connects the companies that were chosen, and no other', async () => {
    const client = await publish('Chosen App');
    const { main, other } = app.demo.companies;
    const { page, verifier } = await askConsent(client);
    const names = (await page.locator('.choice').allInnerTexts()).map((text) => text.split('\n')[0]);
    expect(names).toEqual([main.name, other.name]);
    expect(await page.locator('.choice :checked').count()).toBe(0);
    await page.getByLabel(other.name).check();
    await allow(page);
    const tokens = await redeem(client, parametersOf(page).code, verifier, client.redirect_uris[0]);
    expect(await companiesOf(tokens)).toEqual([other.id]);
  });

  it('tells a member that an administrator must install the app', async () => {
    const { page } = await askConsent(webApp, 'outsider');
    expect(await page.locator('.choice').innerText()).toContain('your administrators will be asked');
    await screenshot(page, 'consent-needs-administrator');
  });

  it('tells somebody without a company that there is nothing to connect', async () => {
    const { page } = await askConsent(webApp, 'developer');
    expect(await page.locator('.notice').innerText()).toContain('no company');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'consent-without-company');
  });

  it('lets another person take over', async () => {
    const { page } = await askConsent(webApp);
    await follow(page.getByRole('link', { name: 'Use another account' }));
    await signIn(page, app.demo.users.member);
    expect(await page.locator('.account').innerText()).toContain('Marco');
    await deny(page);
  });

  it('cannot be answered twice by going back, and the first answer stays good', async () => {
    const { page, verifier } = await askConsent(webApp);
    await allow(page);
    const { code } = parametersOf(page);
    await page.goBack();
    expect(await page.locator('h1').innerText()).toBe('This request is no longer open');
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 400')]);
    await screenshot(page, 'error-no-longer-open');
    await redeem(webApp, code, verifier, webApp.redirect_uris[0]);
  });

  it('shows names, state and parameters of an app as text', async () => {
    const evil = `"'><img src=x onerror="document.title='bad'"><script>document.title='bad'</script>`;
    const client = await publish(evil.slice(0, 80));
    const { page } = await askConsent(client, 'admin', { change: { state: evil, error: evil, ui_locales: evil } });
    expect(await page.locator('h1').innerText()).toContain('<img src=x onerror=');
    expect(await page.locator('main img, script').count()).toBe(0);
    expect(await page.title()).toMatch(/^Connect "'><img .* · Gatehouse$/);
    await deny(page);
    expect(parametersOf(page)).toMatchObject({ error: 'access_denied', state: evil });
  });
});

describe('the page with the code', () => {
  const change = { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' };

  it('shows a code that the app can redeem', async () => {
    const client = app.demo.clients.web_app;
    const { page, verifier } = await askConsent(client, 'admin', { change });
    await allow(page);
    expect(await page.locator('h1').innerText()).toBe('Authorization code:');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'code');
    await redeem(client, await page.locator('#authorization_code').innerText(), verifier, change.redirect_uri);
  });

  it('says why there is none', async () => {
    const { page } = await askConsent(app.demo.clients.web_app, 'admin', { change });
    await deny(page);
    expect(await page.locator('main').innerText()).toContain('access_denied');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'code-denied');
  });
});

describe('a link that cannot be trusted', () => {
  it.each([
    ['an unknown app', { client_id: '<script>document.title=1</script>' }, 'This app is not known here'],
    ['a foreign redirect URI', { redirect_uri: 'PORT/elsewhere' }, 'This link leads to the wrong place'],
    ['a dangerous redirect URI', { redirect_uri: 'javascript:document.title=1' }, 'This link leads to the wrong place'],
  ] as const)('gets a page that can be read and leads nowhere: %s', async (_, change, heading) => {
    const before = there.visits.length;
    const origin = `http://localhost:${there.port}`;
    const given = Object.entries(change).map(([name, value]) => [name, value.replace('PORT', origin)]);
    for (const [name, look] of Object.entries(LOOKS)) {
      const page = await chromium.visitor({ ...look, locale: 'en-US' });
      await page.goto(authorizeUrl(issuer, webApp, Object.fromEntries(given)).url);
      expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 400')]);
      expect(new URL(page.url()).origin).toBe(issuer);
      expect(await page.locator('h1').innerText()).toBe(heading);
      expect(await page.locator('script').count()).toBe(0);
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, `error-${heading.split(' ').slice(0, 2).join('-').toLowerCase()}-${name}`);
    }
    expect(there.visits.length).toBe(before);
  });

  it('cannot show a page of ours in a frame', async () => {
    const { page } = await askConsent(webApp);
    for (const path of [new URL(page.url()).pathname + new URL(page.url()).search, '/sign-in', '/', '/docs']) {
      await page.goto(`http://localhost:${there.port}/frame?${encodeURIComponent(issuer + path)}`);
      expect(page.frames().map((frame) => frame.url())).toEqual([page.url(), 'chrome-error://chromewebdata/']);
      const problems = chromium.takeProblems();
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toMatch(/frame-ancestors|X-Frame-Options|BLOCKED_BY_RESPONSE/);
    }
  });
});

describe.each(Object.entries(LOOKS))('in the look "%s"', (name, look) => {
  it('the consent page can be read and used', async () => {
    const { clients } = app.demo;
    const everything = 'profile email tools:admin directory:manage apps:manage audit:read';
    for (const [client, change] of [
      [clients.swagger, { scope: everything }],
      [clients.data_connector, {}],
    ] as const) {
      const { page } = await askConsent(client, 'admin', { change: change, look });
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, `consent-${client === clients.swagger ? 'docs' : 'app'}-${name}`);
    }
  });
});

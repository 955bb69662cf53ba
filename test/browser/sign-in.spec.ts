import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/start-app.js';
import { faultsOf, tabStops, VISIBLE } from './accessibility.js';
import { Chromium, screenshot } from './chromium.js';
import { authorizeUrl, follow, LOOKS, signIn } from './people.js';

let app: TestApp;
let chromium: Chromium;
let issuer: string;

beforeAll(async () => {
  [app, chromium] = await Promise.all([startApp(), Chromium.launch()]);
  issuer = app.configuration.issuer;
});
afterEach(async () => {
  const problems = chromium.takeProblems();
  await chromium.forget();
  expect(problems).toEqual([]);
});
afterAll(async () => {
  await chromium.close();
  await app.close();
});

const STATUS_401 = expect.stringContaining('status of 401');

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

/** An authorization whose code is shown on a page; it always asks. */
const codeRequest = (): string =>
  authorizeUrl(issuer, app.demo.clients.web_app, { redirect_uri: OUT_OF_BAND, prompt: 'consent' }).url;

async function openSignIn(path = '/sign-in', look = LOOKS.light): Promise<Page> {
  const page = await chromium.visitor(look);
  await page.goto(issuer + path);
  return page;
}

const headingOf = (page: Page): Promise<string> => page.locator('h1').innerText();

describe('the sign-in page', () => {
  it('answers a wrong password and an unknown e-mail with the same words, and keeps the e-mail', async () => {
    const page = await openSignIn();
    const answers: string[] = [];
    for (const email of [app.demo.users.admin.email, 'nobody@demo.test']) {
      await signIn(page, { email, password: 'wrong' });
      expect(chromium.takeProblems()).toEqual([STATUS_401]);
      expect(await page.getByLabel('E-mail').inputValue()).toBe(email);
      expect(await page.getByLabel('Password').inputValue()).toBe('');
      answers.push((await page.locator('main').innerHTML()).replaceAll(email, '').replace(/value="[^"]{40,}"/g, ''));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(await page.getByRole('alert').innerText()).toContain('do not match');
  });

  it('tells who failed too often to wait', async () => {
    const page = await openSignIn();
    for (let failed = 0; failed < 10; failed += 1) await signIn(page, { email: 'locked@demo.test', password: 'wrong' });
    expect(chromium.takeProblems()).toEqual(Array(10).fill(STATUS_401));
    await signIn(page, { email: 'locked@demo.test', password: 'wrong' });
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 429')]);
    expect(await page.getByRole('alert').innerText()).toContain('too many failed attempts');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sign-in-throttled');
  });

  it('leads on to where a person wanted to go', async () => {
    const page = await openSignIn('/sign-in?return_to=%2Fsign-out');
    await signIn(page, app.demo.users.admin);
    expect(page.url()).toBe(`${issuer}/sign-out`);
    expect(await headingOf(page)).toBe('Sign out');
  });

  it.each(['https://attacker.example/', '//attacker.example/', '/\\attacker.example', 'javascript:alert(1)'])(
    'leads nobody to %s',
    async (target) => {
      const page = await openSignIn(`/sign-in?return_to=${encodeURIComponent(target)}`);
      await signIn(page, app.demo.users.admin);
      expect(page.url()).toBe(`${issuer}/`);
    },
  );

  it('tells who is signed in already, and lets them go on', async () => {
    const page = await openSignIn();
    await signIn(page, app.demo.users.admin);
    await page.goto(`${issuer}/sign-in?return_to=%2Fsign-out`);
    expect(await page.locator('.notice').innerText()).toContain('Alba Administrator');
    await screenshot(page, 'sign-in-again');
    await follow(page.getByRole('link', { name: 'Continue' }));
    expect(page.url()).toBe(`${issuer}/sign-out`);
  });

  it('keeps its cookies from scripts and from posts of other sites', async () => {
    const page = await openSignIn();
    await signIn(page, app.demo.users.admin);
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name).sort()).toEqual(['gh_browser', 'gh_device', 'gh_session']);
    for (const cookie of cookies)
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', domain: 'localhost' });
  });

  it('shows what it was given as text', async () => {
    const evil = '"><img src=x onerror="document.title=1"><script>document.title=2</script>';
    const query = new URLSearchParams({ login_hint: evil, return_to: `/"${evil}` });
    const page = await openSignIn(`/sign-in?${query.toString()}`);
    expect(await page.getByLabel('E-mail').inputValue()).toBe(evil);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toBe('Sign in · Gatehouse');
  });

  it('speaks Spanish to those who prefer it', async () => {
    const page = await openSignIn('/sign-in', { locale: 'es-ES' });
    expect(await headingOf(page)).toBe('Iniciar sesión');
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    await signIn(page, { email: app.demo.users.admin.email, password: 'wrong' });
    expect(chromium.takeProblems()).toEqual([STATUS_401]);
    expect(await page.getByRole('alert').innerText()).toContain('no coinciden');
    await signIn(page, app.demo.users.admin);
    expect(await headingOf(page)).toBe('Bienvenido');
  });
});

describe('signing out', () => {
  it('ends the session, for the back button and for a copy of the cookie too', async () => {
    const page = await openSignIn();
    await signIn(page, app.demo.users.admin);
    expect(await page.locator('main').innerText()).toContain('Alba Administrator');
    const cookies = await page.context().cookies();
    await follow(page.getByRole('button', { name: 'Sign out' }));
    expect(page.url()).toBe(`${issuer}/sign-in`);
    await page.goBack();
    expect(page.url()).toBe(`${issuer}/`);
    expect(await page.locator('main').innerText()).not.toContain('Alba');
    const thief = await chromium.visitor();
    await thief.context().addCookies(cookies);
    await thief.goto(`${issuer}/`);
    expect(await thief.locator('main').innerText()).not.toContain('Alba');
  });

  it('asks first where a link led to it', async () => {
    const page = await openSignIn('/sign-in?return_to=%2Fsign-out');
    await signIn(page, app.demo.users.admin);
    await follow(page.getByRole('link', { name: 'Stay signed in' }));
    expect(await page.locator('main').innerText()).toContain('Alba Administrator');
    await page.goto(`${issuer}/sign-out`);
    await follow(page.getByRole('button', { name: 'Sign out' }));
    await page.goto(`${issuer}/sign-out`);
    expect(await page.locator('main').innerText()).toContain('Nobody is signed in');
  });
});

describe('the way from an app to its code', () => {
  it('can be walked by keyboard alone, and one sees where one is', async () => {
    const page = await chromium.visitor();
    await page.goto(codeRequest());
    await page.locator('#email:focus').waitFor();
    await page.keyboard.type(app.demo.users.admin.email);
    expect(await tabStops(page, 1)).toEqual([{ name: 'Password', outline: VISIBLE }]);
    await page.keyboard.type(app.demo.users.admin.password);
    expect(await tabStops(page, 1)).toEqual([{ name: 'Sign in', outline: VISIBLE }]);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    const stops = await tabStops(page, 4);
    expect(stops.map(({ name }) => name)).toEqual([
      'Use another account',
      app.demo.companies.main.name,
      app.demo.companies.other.name,
      'Allow',
    ]);
    expect(new Set(stops.map(({ outline }) => outline))).toEqual(new Set([VISIBLE]));
    await screenshot(page, 'consent-focus');
    await page.keyboard.press('Enter');
    await page.locator('#authorization_code').waitFor();
  });

  it('can be walked without JavaScript', async () => {
    const page = await chromium.visitor({ javaScriptEnabled: false });
    await page.goto(codeRequest());
    await signIn(page, app.demo.users.admin);
    await follow(page.getByRole('button', { name: 'Allow' }));
    expect(await page.locator('#authorization_code').innerText()).toMatch(/^ghac_/);
    await page.goto(`${issuer}/`);
    await follow(page.getByRole('button', { name: 'Sign out' }));
    expect(await headingOf(page)).toBe('Sign in');
  });
});

describe.each(Object.entries(LOOKS))('in the look "%s"', (name, look) => {
  it.each(['/', '/sign-in', '/sign-out'])('%s can be read and used by a stranger', async (path) => {
    const page = await openSignIn(path, look);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `stranger-${path.slice(1) || 'home'}-${name}`);
  });

  it('a failed sign-in can be read', async () => {
    const page = await openSignIn('/sign-in', look);
    await signIn(page, { email: app.demo.users.member.email, password: 'wrong' });
    expect(chromium.takeProblems()).toEqual([STATUS_401]);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `sign-in-failed-${name}`);
  });

  it('the pages of somebody signed in can be read and used', async () => {
    const page = await openSignIn('/sign-in', look);
    await signIn(page, app.demo.users.admin);
    for (const path of ['/', '/sign-in', '/sign-out']) {
      await page.goto(issuer + path);
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, `signed-in-${path.slice(1) || 'home'}-${name}`);
    }
  });
});

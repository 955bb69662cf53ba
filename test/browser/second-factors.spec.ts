import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { aPerson } from '../directory/people.js';
import { amrOf, aProtectedPerson, codeOf } from '../factors/a-factor.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { faultsOf } from './accessibility.js';
import { Chromium, screenshot } from './chromium.js';
import { follow, LOOKS, signIn } from './people.js';

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

const SECURITY = '/account/security';

const pathOf = (page: Page): string => page.url().slice(issuer.length);

async function open(path: string, look: BrowserContextOptions = LOOKS.light): Promise<Page> {
  const page = await chromium.visitor(look);
  await page.goto(issuer + path);
  return page;
}

/** The page's device, which makes and uses passkeys without asking; how to let it fail to know its person. */
async function aDevice(page: Page, isUserVerified = true): Promise<(isVerified: boolean) => Promise<unknown>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  });
  return (isVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: isVerified });
}

async function seen(page: Page, name: string): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  await screenshot(page, name);
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${issuer}/sign-out`);
  await follow(page.locator('main form button[type=submit]'));
}

describe('a passkey', () => {
  it.each(Object.keys(LOOKS))('can be added, and signs in alone and beside a password, as %s', async (look) => {
    const person = await aPerson(app);
    const page = await open(`/sign-in?return_to=${encodeURIComponent(SECURITY)}`, LOOKS[look]);
    await aDevice(page);
    await signIn(page, person);
    await seen(page, `security-empty-${look}`);
    await follow(page.locator(`a[href="${SECURITY}/passkey"]`));
    await seen(page, `passkey-add-${look}`);
    await page.locator('#name').fill('Laptop');
    await follow(page.locator('form[data-passkey] button'));
    expect(pathOf(page)).toBe(`${SECURITY}/recovery-codes`);
    expect(await amrOf(app, person)).toBe('pwd hwk user mfa');
    await seen(page, `recovery-codes-${look}`);
    await follow(page.locator('main form button[type=submit]'));
    await seen(page, `security-passkey-${look}`);
    await signOut(page);

    await page.goto(`${issuer}/sign-in?return_to=${encodeURIComponent(SECURITY)}`);
    await seen(page, `sign-in-passkey-${look}`);
    await follow(page.locator('form[data-passkey] button'));
    expect(pathOf(page)).toBe(SECURITY);
    expect(await amrOf(app, person)).toBe('hwk user mfa');
    await signOut(page);

    await page.goto(`${issuer}/sign-in?return_to=${encodeURIComponent(SECURITY)}`);
    await signIn(page, person);
    expect(pathOf(page)).toBe('/sign-in/verify');
    await seen(page, `verify-passkey-${look}`);
    await follow(page.locator('form[data-passkey] button'));
    expect(pathOf(page)).toBe(SECURITY);
    expect(await amrOf(app, person)).toBe('pwd hwk user mfa');
    await page.goBack();
    expect(await page.locator('h1').innerText()).not.toContain('One more step');
    chromium.takeProblems();
  });

  it('is not added by a device that does not know its person, and one can try again', async () => {
    const person = await aPerson(app);
    const page = await open(`/sign-in?return_to=${encodeURIComponent(`${SECURITY}/passkey`)}`);
    const verify = await aDevice(page, false);
    await signIn(page, person);
    await page.locator('form[data-passkey] button').click();
    await page.locator('[data-passkey-problem]:not([hidden])').waitFor();
    await seen(page, 'passkey-failed');
    expect(await app.database.query('SELECT id FROM passkeys WHERE user_id = ?', [person.id])).toEqual([]);
    await verify(true);
    await follow(page.locator('form[data-passkey] button'));
    expect(pathOf(page)).toBe(`${SECURITY}/recovery-codes`);
  });

  it('that nobody here knows signs nobody in', async () => {
    const page = await open('/sign-in');
    await aDevice(page);
    await signIn(page, await aPerson(app));
    await page.goto(`${issuer}${SECURITY}/passkey`);
    await follow(page.locator('form[data-passkey] button'));
    await signOut(page);
    await app.database.execute('DELETE FROM passkeys');
    await follow(page.locator('form[data-passkey] button'));
    expect(await page.getByRole('alert').first().innerText()).toContain('not known here');
    await seen(page, 'sign-in-passkey-unknown');
  });

  it('is not offered without JavaScript, and everything else works', async () => {
    const person = await aProtectedPerson(app);
    const page = await open('/sign-in', { javaScriptEnabled: false });
    expect(await page.locator('form[data-passkey]').isVisible()).toBe(false);
    await page.locator('input[type=email]').fill(person.email);
    await page.locator('input[type=password]').fill(person.password);
    await follow(page.locator('form[action="/sign-in"] button[type="submit"]'));
    await page.locator('#code').fill(codeOf(person.key));
    await follow(page.locator('button').first());
    expect(pathOf(page)).toBe('/');
    await page.goto(`${issuer}${SECURITY}/passkey`);
    expect(await page.locator('main').innerText()).toContain('cannot use passkeys');
  });
});

describe('an authenticator app', () => {
  it.each(Object.keys(LOOKS))('can be added, used, lost and removed as %s', async (look) => {
    const person = await aPerson(app);
    const page = await open(`/sign-in?return_to=${encodeURIComponent(`${SECURITY}/totp`)}`, LOOKS[look]);
    await signIn(page, person);
    await seen(page, `totp-add-${look}`);
    expect(await page.evaluate<number>("document.querySelector('img.qr').naturalWidth")).toBeGreaterThan(0);
    const shown = (await page.locator('#key').innerText()).replaceAll(' ', '');
    const bits = [...shown].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'));
    const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
    await page.locator('#code').fill('000000');
    await follow(page.locator('main form button[type=submit]'));
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
    await seen(page, `totp-wrong-${look}`);
    await page.locator('#code').fill(codeOf(key, -1));
    await follow(page.locator('main form button[type=submit]'));
    const [code] = await page.locator('.codes code').allInnerTexts();
    await follow(page.locator('main form button[type=submit]'));
    await seen(page, `security-totp-${look}`);
    await signOut(page);

    await signIn(page, person);
    await seen(page, `verify-${look}`);
    await page.locator('#code').fill('000000');
    await follow(page.locator('button').first());
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 401')]);
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('summary').click();
    await page.locator('#recovery_code').fill(code);
    await seen(page, `verify-recovery-${look}`);
    await follow(page.locator('details button'));
    expect(pathOf(page)).toBe('/');
    await page.goto(`${issuer}/sign-in/verify`);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 410')]);
    await seen(page, `verify-over-${look}`);

    await page.goto(issuer + SECURITY);
    await follow(page.locator('a[href*="/remove?"]'));
    await seen(page, `factor-remove-${look}`);
    await follow(page.locator('main form button[type=submit]'));
    expect(pathOf(page)).toBe(`${SECURITY}?done=removed`);
    await follow(page.locator(`a[href^="${SECURITY}/password"]`));
    await seen(page, `own-password-${look}`);
    await page.locator('#current_password').fill(person.password);
    await page.locator('#password').fill('password1');
    await follow(page.locator('main form button[type=submit]'));
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
    await seen(page, `own-password-wrong-${look}`);
  });
});

it('asks again before something dangerous, and comes back', async () => {
  const person = await aProtectedPerson(app);
  const page = await open('/sign-in');
  await signIn(page, person);
  await page.locator('#code').fill(codeOf(person.key));
  await follow(page.locator('button').first());
  await app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - 601000');
  await page.goto(`${issuer}${SECURITY}/password`);
  await seen(page, 'step-up');
  expect(await page.locator('input[type=email]').inputValue()).toBe(person.email);
});

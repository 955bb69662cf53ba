import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { invite } from '../accounts/invited.js';
import { linkIn, mailsArrived } from '../accounts/mailbox.js';
import { type Api, as } from '../apps/api.js';
import { aPerson } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { faultsOf } from './accessibility.js';
import { Chromium, screenshot } from './chromium.js';
import { follow, LOOKS, signIn } from './people.js';

let app: TestApp;
let chromium: Chromium;
let admin: Api;
let main: number;
let issuer: string;

beforeAll(async () => {
  [app, chromium] = await Promise.all([startApp(), Chromium.launch()]);
  issuer = app.configuration.issuer;
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
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

const headingOf = (page: Page): Promise<string> => page.locator('h1').innerText();

async function open(path: string, look: BrowserContextOptions = LOOKS.light): Promise<Page> {
  const page = await chromium.visitor(look);
  await page.goto(issuer + path);
  return page;
}

describe('an invitation', () => {
  it.each(Object.keys(LOOKS))('can be read and answered as %s', async (look) => {
    const { link } = await invite(app, admin, main);
    const page = await open(link, LOOKS[look]);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `invitation-${look}`);
    await page.locator('#password').fill('short');
    await follow(page.locator('button[value=join]'));
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
    expect(await page.getByRole('alert').innerText()).toContain('8');
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('#password').fill('long enough for us');
    await follow(page.locator('button[value=join]'));
    expect(page.url()).toBe(`${issuer}/invitation/accepted`);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `invitation-accepted-${look}`);
    await page.goto(`${issuer}/`);
    expect(await page.locator('main').innerText()).toContain('Ada Bauer');
  });

  it('leads somebody with an account through the sign-in page and back', async () => {
    const person = await aPerson(app);
    const { link } = await invite(app, admin, main, person.email);
    const page = await open(link);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'invitation-sign-in');
    await follow(page.getByRole('link', { name: 'Sign in to accept' }));
    await signIn(page, person);
    expect(page.url()).toBe(issuer + link);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'invitation-accept');
    await follow(page.getByRole('button', { name: 'Accept' }));
    expect(await headingOf(page)).toBe('You are in');
    await page.goto(issuer + link);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 410')]);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'invitation-gone');
  });

  it('tells somebody else to sign out first', async () => {
    const { link } = await invite(app, admin, main);
    const page = await open('/sign-in');
    await signIn(page, app.demo.users.member);
    await page.goto(issuer + link);
    expect(await page.locator('.notice').innerText()).toContain('for another address');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'invitation-foreign');
  });

  it('can be declined', async () => {
    const { link } = await invite(app, admin, main);
    const page = await open(link);
    await follow(page.getByRole('button', { name: 'Decline' }));
    expect(await headingOf(page)).toBe('Invitation declined');
    expect(await faultsOf(page)).toEqual([]);
  });
});

describe('a forgotten password', () => {
  it.each(Object.keys(LOOKS))('can be replaced as %s', async (look) => {
    const person = await aPerson(app);
    const page = await open('/sign-in', LOOKS[look]);
    await follow(page.locator('a[href="/password-reset"]'));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `password-reset-${look}`);
    await page.locator('#email').fill(person.email);
    await follow(page.locator('button[type=submit]'));
    expect(page.url()).toBe(`${issuer}/password-reset/sent`);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `password-reset-sent-${look}`);
    const [mail] = await mailsArrived(app, person.email);
    const link = linkIn(mail, issuer);
    await page.goto(issuer + link);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `new-password-${look}`);
    await page.locator('#password').fill('a new long password');
    await follow(page.locator('button[type=submit]'));
    expect(page.url()).toBe(`${issuer}/new-password/changed`);
    expect(await faultsOf(page)).toEqual([]);
    await follow(page.locator('a[href="/sign-in"]'));
    await signIn(page, { email: person.email, password: 'a new long password' });
    expect(page.url()).toBe(`${issuer}/`);
    await page.goto(issuer + link);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 410')]);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `new-password-gone-${look}`);
  });
});

describe('an e-mail address', () => {
  it.each(Object.keys(LOOKS))('can be confirmed as %s', async (look) => {
    const person = await aPerson(app);
    const page = await open('/account/security', LOOKS[look]);
    await signIn(page, person);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `security-unconfirmed-${look}`);
    await follow(page.locator('form[action$=confirm-email] button'));
    await page.goto(issuer + linkIn((await mailsArrived(app, person.email))[0], issuer));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `confirm-email-${look}`);
    await follow(page.locator('form[action$=confirm-email] button'));
    expect(page.url()).toBe(`${issuer}/account/security?done=confirmed`);
    expect(await page.locator('form[action$=confirm-email]').count()).toBe(0);
    await screenshot(page, `security-confirmed-${look}`);
  });
});

describe('an account', () => {
  it.each(Object.keys(LOOKS))('can be closed by its owner as %s', async (look) => {
    const person = await aPerson(app);
    const page = await open('/sign-in?return_to=/account/security', LOOKS[look]);
    await signIn(page, person);
    await follow(page.locator('a[href="/account/security/close"]'));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `account-close-${look}`);
    await page.locator('#email').fill('somebody@demo.test');
    await follow(page.locator('button[type=submit]'));
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('#email').fill(person.email);
    await follow(page.locator('button[type=submit]'));
    expect(page.url()).toBe(`${issuer}/account/security/close/closed`);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `account-closed-${look}`);
    await page.goto(`${issuer}/account/security`);
    expect(page.url()).toContain('/sign-in');
  });
});

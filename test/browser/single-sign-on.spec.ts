import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Api, as, expectStatus } from '../apps/api.js';
import { newestLinkOf } from '../sso/links.js';
import { RealProvider } from '../sso/real-provider.js';
import { freshDomain, proveDomain, register, type Registered, startSso, type SsoApp } from '../sso/setting.js';
import { faultsOf } from './accessibility.js';
import { Chromium, screenshot } from './chromium.js';
import { follow, LOOKS } from './people.js';

let app: SsoApp;
let admin: Api;
let real: RealProvider;
let northwind: Registered;
let chromium: Chromium;
let issuer: string;
const domain = freshDomain();

beforeAll(async () => {
  [app, chromium] = await Promise.all([startSso(), Chromium.launch()]);
  issuer = app.configuration.issuer;
  real = await RealProvider.start(issuer);
  admin = await as(app, 'admin');
  northwind = await register(admin, app.demo.companies.main.id, real.issuer, { creates_members: true });
  real.knows(northwind.handle);
  await proveDomain(app, admin, northwind, domain);
  real.people.set('ada', { email: `ada@${domain}`, email_verified: true, name: 'Ada Bauer' });
  real.people.set('kim', { email: 'kim@elsewhere.example', email_verified: true, name: 'Kim' });
});
afterEach(async () => {
  // What the provider's pages complain of, and where they look for fonts, is not ours.
  const isTheirs = (problem: string): boolean => problem.includes(real.issuer) || problem.includes('//fonts.');
  const problems = chromium.takeProblems().filter((problem) => !isTheirs(problem));
  await chromium.forget();
  expect(problems).toEqual([]);
});
afterAll(async () => {
  await chromium.close();
  await real.stop();
  await app.close();
});

const headingOf = (page: Page): Promise<string> => page.locator('h1').innerText();

/** From our sign-in page to the provider's, by the e-mail alone. */
async function goThere(page: Page, email: string): Promise<void> {
  await page.goto(`${issuer}/sign-in`);
  await page.locator('input[type=email]').fill(email);
  await page.locator('button[value=company]').click();
  await page.waitForURL(`${real.issuer}/**`);
}

/** Through the provider's pages, and back. */
async function comeBack(page: Page, login: string): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/interaction|sign-in\/sso\/\w+\/callback|localhost/);
  const consent = page.locator('input[name=prompt][value=consent]');
  if ((await consent.count()) > 0) await page.locator('button[type=submit]').click();
  await page.waitForURL(`${issuer}/**`);
}

describe('somebody whose company has its own sign-in', () => {
  it('types their e-mail, signs in there, comes back, and signs out of both', async () => {
    const page = await chromium.visitor(LOOKS.light);
    await goThere(page, `ada@${domain}`);
    await comeBack(page, 'ada');
    expect(page.url()).toBe(`${issuer}/`);
    expect(await page.locator('main').innerText()).toContain(`Ada Bauer (ada@${domain})`);
    await page.goto(`${issuer}/sign-out`);
    await follow(page.locator('button[type=submit]'));
    expect(await headingOf(page)).toBe('You are signed out');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sso-signed-out');
    await follow(page.getByRole('link', { name: 'Sign out of Northwind ID, too' }));
    expect(page.url()).toContain(`${real.issuer}/session/end`);
  });

  it('finds a page that is over when they go back', async () => {
    const page = await chromium.visitor(LOOKS.light);
    const passed: string[] = [];
    page.on('request', (request) => {
      if (/\/sign-in\/sso\/\w+\/callback/.test(request.url())) passed.push(request.url());
    });
    await goThere(page, `ada@${domain}`);
    await comeBack(page, 'ada');
    await page.goto(passed[0]);
    expect(chromium.takeProblems().at(-1)).toContain('status of 410');
    expect(await headingOf(page)).toBe('This sign-in is over');
    expect(await faultsOf(page)).toEqual([]);
    await follow(page.getByRole('link', { name: 'Continue' }));
    expect(await page.locator('main').innerText()).toContain('Ada Bauer');
  });

  it('reads why, when their company sends somebody whom it may not', async () => {
    const page = await chromium.visitor(LOOKS['small-dark-spanish']);
    await goThere(page, `kim@${domain}`);
    await comeBack(page, 'kim');
    expect(chromium.takeProblems().at(-1)).toContain('status of 403');
    expect(await headingOf(page)).toBe('Su empresa no responde de este correo');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sso-refused-small-dark-spanish');
  });
});

describe('the pages of single sign-on', () => {
  it.each(Object.keys(LOOKS))('can be read and used as %s', async (look) => {
    const page = await chromium.visitor(LOOKS[look]);
    await page.goto(`${issuer}/sign-in`);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `sso-sign-in-${look}`);
    await page.locator('input[type=email]').fill('ada@nowhere.example');
    await follow(page.locator('button[value=company]'));
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `sso-no-company-${look}`);
    await page.goto(`${issuer}/sign-in?login_hint=ada@${domain}`);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `sso-offered-${look}`);
    // Stays where it would lead on by itself.
    await page.route('**/start?*', (route) => route.fulfill({ status: 204 }));
    await page.goto(`${issuer}/sign-in/sso/${northwind.handle}`);
    expect(await headingOf(page)).toContain('Northwind ID');
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `sso-leaving-${look}`);
    chromium.takeProblems();
  });

  it('ask those who run a domain, and thank them', async () => {
    const asked = freshDomain();
    const { id } = expectStatus(await admin.post(`${northwind.path}/domains`, { domain: asked }), 201).body as {
      id: number;
    };
    expectStatus(await admin.post(`${northwind.path}/domains/${id}/actions/send_confirmation`, {}), 202);
    const page = await chromium.visitor(LOOKS.phone);
    await page.goto(issuer + (await newestLinkOf(app, `postmaster@${asked}`)));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'sso-domain-confirmation');
    await follow(page.locator('button[type=submit]'));
    expect(await headingOf(page)).toBe('The domain is confirmed');
    expect(await faultsOf(page)).toEqual([]);
  });
});

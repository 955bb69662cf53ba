import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Api, as, expectStatus } from '../apps/api.js';
import { CLIENT } from '../sso/odd-provider.js';
import { RealProvider } from '../sso/real-provider.js';
import { freshDomain, proveDomain, register, type Registered, startSso, type SsoApp } from '../sso/setting.js';
import { Chromium } from './chromium.js';
import { expectFit } from './fit.js';
import { follow, LOOKS, signIn } from './people.js';

let app: SsoApp;
let admin: Api;
let real: RealProvider;
let ours: Registered;
let losing: number;
let chromium: Chromium;
let base: string;

beforeAll(async () => {
  [app, chromium] = await Promise.all([startSso(), Chromium.launch()]);
  real = await RealProvider.start(app.configuration.issuer);
  admin = await as(app, 'admin');
  const main = app.demo.companies.main.id;
  base = `${app.configuration.issuer}/console/companies/${main}/single-sign-on`;
  ours = await register(admin, main, real.issuer, { creates_members: true });
  await proveDomain(app, admin, ours, freshDomain());
  losing = await proveDomain(app, admin, ours, freshDomain());
  expectStatus(await admin.post(`${ours.path}/domains`, { domain: freshDomain() }), 201);
  const sql = `UPDATE email_domains SET missing_since = ${app.database.dialect.now}, missed_checks = 2 WHERE id = ?`;
  await app.database.execute(sql, [losing]);
});
afterEach(async () => {
  const problems = chromium.takeProblems();
  await chromium.forget();
  expect(problems).toEqual([]);
});
afterAll(async () => {
  await chromium.close();
  await real.stop();
  await app.close();
});

const SIZES = { wide: { width: 1280, height: 800 }, small: { width: 360, height: 740 } };

/** As people see the pages of single sign-on: wide and small, light and dark, in both languages. */
const SEEN: typeof LOOKS = {
  ...LOOKS,
  wide: { viewport: SIZES.wide },
  'wide-dark-spanish': { viewport: SIZES.wide, colorScheme: 'dark', locale: 'es-MX' },
  small: { viewport: SIZES.small, isMobile: true },
  'small-dark': { viewport: SIZES.small, isMobile: true, colorScheme: 'dark' },
  'small-spanish': { viewport: SIZES.small, isMobile: true, locale: 'es-MX' },
};

async function open(url: string, look: string): Promise<Page> {
  const page = await chromium.visitor(SEEN[look]);
  await page.goto(url);
  await signIn(page, app.demo.users.admin);
  return page;
}

describe.each(Object.keys(SEEN))('single sign-on in the console as %s', (look) => {
  it('is looked after', async () => {
    const page = await open(base, look);
    await expectFit(page, `sign-on-list-${look}`);
    const empty = base.replace(/companies\/\d+/, `companies/${app.demo.companies.sandbox.id}`);
    await page.goto(empty);
    await expectFit(page, `sign-on-empty-${look}`);
    for (const [name, path] of [
      ['provider', ''],
      ['change', '/change'],
      ['delete', '/delete'],
      ['enforce', '/enforce'],
      ['review', `/enforce/review?administrators=${app.demo.users.admin.id}`],
      ['domain-losing', `/domains/${losing}`],
      ['domain', `/domains/${losing + 1}`],
    ]) {
      await page.goto(`${base}/${ours.id}${path}`);
      await expectFit(page, `sign-on-${name}-${look}`);
    }
    await follow(page.locator('form[action$="/verify"] button'));
    await expectFit(page, `sign-on-domain-refused-${look}`);
    await page.goto(`${base}/${ours.id}`);
    await follow(page.locator('form[action$="/test"] button'));
    await expectFit(page, `sign-on-tested-${look}`);
    await page.goto(`${base}/${ours.id}`);
    await page.locator('.ask > summary').press('Enter');
    await expectFit(page, `sign-on-asked-${look}`);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 409')]);
  });

  it('is set up, with faults beside the fields', async () => {
    const page = await open(`${base}/new`, look);
    await expectFit(page, `sign-on-new-${look}`);
    await page.locator('#name').fill(`Contoso ${look}`);
    await page.locator('input[value=hand]').check();
    await page.locator('#client_id').fill(CLIENT.client_id);
    await page.locator('#client_secret').fill('known to two');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `sign-on-new-refused-${look}`);
    expect(await page.content()).not.toContain('known to two');
    expect(await page.locator('#name').inputValue()).toBe(`Contoso ${look}`);
    await page.locator('input[value=discover]').check();
    await page.locator('#issuer').fill(real.issuer);
    await page.locator('#client_secret').fill('known to two');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `sign-on-registered-${look}`);
    expect(await page.content()).not.toContain('known to two');
    await page.locator('#domain').fill('gmail.com');
    await follow(page.locator('form[action$="/domains"] button'));
    await expectFit(page, `sign-on-domain-fault-${look}`);
    const own = page.url().replace(/\/domains$/, '');
    await page.goto(`${own}/delete`);
    await follow(page.locator('button.button-danger'));
    expect(page.url()).toContain('done=provider_deleted');
    expect(chromium.takeProblems()).toEqual([1, 2].map(() => expect.stringContaining('status of 422')));
  });
});

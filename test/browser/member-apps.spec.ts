import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { aConnector, aUserApp, install, type PromotedApp } from '../app-management/installing.js';
import { listInMarketplace } from '../apps/an-app.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { Chromium } from './chromium.js';
import { expectFit } from './fit.js';
import { follow, LOOKS, signIn } from './people.js';

let app: TestApp;
let chromium: Chromium;
let main: number;
let admin: Api;
let member: Api;

beforeAll(async () => {
  [app, chromium] = await Promise.all([startApp(), Chromium.launch()]);
  main = app.demo.companies.main.id;
  [admin, member] = [await as(app, 'admin'), await as(app, 'member')];
  await fill();
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

async function listed(made: PromotedApp): Promise<PromotedApp> {
  await listInMarketplace(app, made.app);
  return made;
}

const POWERFUL = {
  components: ['user', 'service_account'],
  permissions: { company: { directory: 'admin' }, project: { rfis: 'standard' } },
};

/** An app in each state that a member meets, and a request in each, in two companies. */
async function fill(): Promise<void> {
  const { id, email } = app.demo.users.member;
  await app.app.get(Members).add(app.demo.companies.other.id, id, { lastName: 'Member', email });
  const developer = await as(app, 'developer');
  const [had, own, refused] = [
    await listed(await aUserApp(developer)),
    await listed(await aUserApp(developer)),
    await listed(await aConnector(developer)),
  ];
  await install(admin, main, { version_key: had.version.production_version_key });
  const policies = `/companies/${main}/app_management/policies`;
  expectStatus(await admin.put(`${policies}/${own.app.id}`, { policy: 'allowed', reason: '' }), 200);
  expectStatus(await member.post(`/companies/${main}/app_installations`, { app_id: own.app.id }), 201);
  await wish(refused.app.id, 'To fill in the directory.');
  const [denied] = (await member.get(`/companies/${main}/installation_requests`)).body as { id: number }[];
  const answer = { notes: 'We keep the directory ourselves.' };
  expectStatus(await admin.post(`/companies/${main}/installation_requests/${denied.id}/deny`, answer), 200);
  const reason = 'It copies drawings to servers abroad.';
  expectStatus(await admin.put(`${policies}/${refused.app.id}`, { policy: 'denied', reason }), 200);
  await wish(app.demo.clients.not_installed.app_id, 'For the site diary.\nEvery evening.');
}

const wish = async (app_id: number, notes: string): Promise<void> =>
  void expectStatus(await member.post(`/companies/${main}/installation_requests`, { app_id, notes }), 201);

describe.each(Object.keys(LOOKS))('the pages of a member as %s', (look) => {
  it('lead from the account to an app, ask for it, and tell what became of it', async () => {
    const developer = await as(app, 'developer');
    const powerful = await listed(await aConnector(developer, POWERFUL));
    const free = await listed(await aUserApp(developer));
    const policy = { policy: 'allowed', reason: '' };
    expectStatus(await admin.put(`/companies/${main}/app_management/policies/${free.app.id}`, policy), 200);
    const page = await chromium.visitor(LOOKS[look]);
    await page.goto(`${app.configuration.issuer}/account/apps`);
    await signIn(page, app.demo.users.member);
    await expectFit(page, `member-account-${look}`);
    await follow(page.locator('main a[href="/account/companies"]'));
    await expectFit(page, `member-companies-${look}`);
    const apps = `/account/companies/${main}/apps`;
    await follow(page.locator(`main a[href="${apps}"]`));
    await expectFit(page, `member-apps-${look}`);
    await follow(page.locator(`main a[href="${apps}/ask?app_id=${free.app.id}"]`));
    await expectFit(page, `member-install-${look}`);
    await page.goto(`${app.configuration.issuer}${apps}/ask?app_id=${powerful.app.id}`);
    await expectFit(page, `member-ask-${look}`);
    await page.locator('#notes').fill('So that nobody types names twice.');
    await page.locator('input[name=project_ids]').first().check();
    await follow(page.locator(`form[action="${apps}/ask"] button[type=submit]`));
    await expectFit(page, `member-requests-${look}`);
    await follow(page.locator('main form button[type=submit]').first());
    expect(await page.locator('[role=status]').count()).toBe(1);
    await page.goto(`${app.configuration.issuer}${apps}/ask?app_id=987654`);
    await expectFit(page, `member-refused-${look}`);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
  });
});

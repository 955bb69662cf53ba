import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aConnector, connectorTerms, install } from '../app-management/installing.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { clientToken, userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { Chromium } from './chromium.js';
import { expectFit } from './fit.js';
import { follow, LOOKS, signIn } from './people.js';

let app: TestApp;
let chromium: Chromium;
let main: number;
let wish: number;
let configured: number;
let configuration: number;
let gone: number;
let webhook: number;
let delivery: number;

beforeAll(async () => {
  [app, chromium] = await Promise.all([startApp(), Chromium.launch()]);
  main = app.demo.companies.main.id;
  await fill();
  await fillMore(await as(app, 'admin'));
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

/** Something to look at: calls, a request, connected apps. */
async function fill(): Promise<void> {
  const member = await as(app, 'member');
  const asked = { app_id: app.demo.clients.not_installed.app_id, notes: 'For the site diary.' };
  wish = (await member.post(`/companies/${main}/installation_requests`, asked)).body.id as number;
  await userTokens(app, app.demo.clients.web_app, app.demo.users.admin, { companies: [main] });
  const token = await clientToken(app, app.demo.service_account);
  const rest = `${app.url}/rest/v1.0`;
  for (const path of ['/me', `/projects/${app.demo.projects.tower.id}/rfis`, '/me', `/companies/${main}/users`])
    await call(rest + path, token, { company: main });
}

const SCHEMA = {
  type: 'object',
  properties: {
    inbox: { type: 'string', format: 'uri', title: 'Inbox', description: 'Where daily reports are sent.' },
    greeting: { type: 'string', title: 'Greeting', maxLength: 1000 },
    retries: { type: 'integer', title: 'Retries', minimum: 0, maximum: 5 },
    photos: { type: 'boolean', title: 'With photos' },
    mode: { type: 'string', title: 'Mode', enum: ['fast', 'careful'] },
  },
  required: ['inbox', 'mode'],
};

/** More to look at: a configured app, a webhook with a delivery. */
async function fillMore(admin: Api): Promise<void> {
  const permissions = { company: {}, project: { rfis: 'standard' } };
  const made = await aConnector(await as(app, 'developer'), {
    components: ['user', 'service_account'],
    permissions,
    configuration: { schema: SCHEMA, company: true },
  });
  const terms = { version_key: made.version.production_version_key };
  const approved = { approved_permissions: { 'project.rfis': 'standard' } };
  const permitted_projects = { mode: 'selected', project_ids: [app.demo.projects.tower.id] };
  configured = (await install(admin, main, { ...terms, ...approved, permitted_projects })).id;
  await fillWithFormer(admin);
  const values = { inbox: 'https://diary.example/in', mode: 'fast', retries: 2, photos: true };
  const place = { title: 'North sites', project_ids: [app.demo.projects.tower.id] };
  const draft = { app_installation_id: configured, instance_configuration: values, ...place };
  configuration = (await admin.post(`/companies/${main}/app_configurations`, draft)).body.id as number;
  const hook = {
    url: 'https://hooks.example.com/gatehouse',
    event_types: ['app.installed'],
    description: 'Operations',
  };
  webhook = (await admin.post(`/companies/${main}/webhooks`, hook)).body.id as number;
  delivery = (await admin.post(`/companies/${main}/webhooks/${webhook}/ping`)).body.id as number;
}

/** An app that was uninstalled after the company took from it. */
async function fillWithFormer(admin: Api): Promise<void> {
  const former = await aConnector(await as(app, 'developer'));
  gone = (await install(admin, main, connectorTerms(former, app.demo.projects.tower.id))).id;
  const narrower = { approved_permissions: { 'company.directory': 'none' } };
  expectStatus(await admin.post(`/companies/${main}/app_installations/${gone}/advice/apply`, narrower), 200);
  const uninstalled = { company_id: main, app_installation: { status: 'uninstalled' } };
  expectStatus(await admin.patch(`/app_installations/${gone}`, uninstalled), 200);
}

/** Opens a page as somebody of the demo, who signs in on the way. */
async function open(path: string, look = 'light', user: keyof TestApp['demo']['users'] = 'admin'): Promise<Page> {
  const page = await chromium.visitor(LOOKS[look]);
  await page.goto(app.configuration.issuer + path);
  await signIn(page, app.demo.users[user]);
  return page;
}

describe.each(Object.keys(LOOKS))('the console as %s', (look) => {
  it('lets choose a company', async () => {
    const page = await open('/console', look);
    await expectFit(page, `console-companies-${look}`);
  });

  it('shows the apps of a company', async () => {
    const page = await open(`/console/companies/${main}/apps`, look);
    await expectFit(page, `console-apps-${look}`);
    await page.reload();
    await page.locator('details.menu-end summary').click();
    await expectFit(page, `console-menu-${look}`);
  });

  it('shows an app, and what may be decided about it', async () => {
    const base = `/console/companies/${main}/apps`;
    const page = await open(`${base}/${app.demo.clients.data_connector.installation_id}`, look);
    await expectFit(page, `console-app-${look}`);
    for (const [name, path] of [
      ['projects', `${base}/${app.demo.clients.data_connector.installation_id}/projects`],
      ['uninstall', `${base}/${app.demo.clients.data_connector.installation_id}/uninstall`],
      ['market', `${base}/install`],
      ['install', `${base}/install?app_id=${app.demo.clients.not_installed.app_id}`],
      ['settings', `${base}/settings`],
    ]) {
      await page.goto(app.configuration.issuer + path);
      await expectFit(page, `console-${name}-${look}`);
    }
  });

  it('takes permissions from an app, and tells of one that is there already', async () => {
    const base = `/console/companies/${main}/apps`;
    const page = await open(`${base}/${configured}/permissions`, look);
    await expectFit(page, `console-permissions-${look}`);
    await page.locator('main select').first().selectOption('project.rfis:none');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-take-${look}`);
    await page.goto(`${app.configuration.issuer}${base}/install?app_id=${app.demo.clients.web_app.app_id}`);
    await expectFit(page, `console-held-${look}`);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 409')]);
  });

  it('installs an app anew, with what it had chosen already, and not without a project', async () => {
    const page = await open(`/console/companies/${main}/apps/${gone}`, look);
    await expectFit(page, `console-uninstalled-${look}`);
    await follow(page.locator('main a[href*="/install?app_id="]'));
    await expectFit(page, `console-anew-${look}`);
    await page.locator('main input[name=project_ids]:checked').uncheck();
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-no-project-${look}`);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
  });

  it('asks before it keeps out an app that is installed', async () => {
    const page = await open(`/console/companies/${main}/apps/settings`, look);
    await page.locator('#app_id').selectOption(String(app.demo.clients.web_app.app_id));
    await page.locator('input[name=policy][value=denied]').check();
    await follow(page.locator('main form:has(#app_id) button[type=submit]'));
    await expectFit(page, `console-keep-out-${look}`);
  });

  it('shows service accounts, their permissions, and a secret once', async () => {
    const base = `/console/companies/${main}/service-accounts`;
    const page = await open(`${base}/new`, look);
    await expectFit(page, `console-new-account-${look}`);
    await page.locator('#name').fill('Site sensors');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-secret-${look}`);
    const secret = await page.locator('#client-secret').innerText();
    await page.reload();
    expect(await page.locator('main').innerText()).not.toContain(secret);
    await page.goBack();
    expect(await page.content()).not.toContain(secret);
    for (const [name, path] of [
      ['accounts', ''],
      ['account', `/${app.demo.service_account.id}`],
      ['account-project', `/${app.demo.service_account.id}/projects/${app.demo.projects.tower.id}`],
      ['account-delete', `/${app.demo.service_account.id}/delete`],
    ]) {
      await page.goto(app.configuration.issuer + base + path);
      await expectFit(page, `console-${name}-${look}`);
    }
    await page.goto(`${app.configuration.issuer}${base}/${app.demo.service_account.id}`);
    for (const question of await page.locator('.ask > summary').all()) await question.click();
    await expectFit(page, `console-account-asked-${look}`);
    await page.reload();
    const matrix = page.locator('table.matrix');
    expect(await matrix.isVisible()).toBe(false);
    await page.locator('details:has(#permissions) summary').press('Enter');
    expect(await matrix.isVisible()).toBe(true);
    await expectFit(page, `console-account-permissions-${look}`);
    await page.reload();
    await page.locator('a[href="#permissions"]').click();
    expect(await matrix.isVisible()).toBe(true);
  });

  it('configures an app, with faults beside the fields', async () => {
    const base = `/console/companies/${main}/apps/${configured}/configurations`;
    const page = await open(base, look);
    await expectFit(page, `console-configurations-${look}`);
    await page.goto(`${app.configuration.issuer}${base}/${configuration}`);
    await expectFit(page, `console-configuration-${look}`);
    await page.goto(`${app.configuration.issuer}${base}/new`);
    await page.locator('#title').fill('South sites');
    await page.locator('#value-inbox').fill('nowhere');
    await page.locator('#value-mode').selectOption('careful');
    await follow(page.locator('main form button[type=submit]').first());
    await expectFit(page, `console-configuration-refused-${look}`);
    await page.locator('#value-inbox').fill('https://diary.example/in');
    await page.locator('input[value=all_projects]').check();
    await follow(page.locator('main form button[type=submit]').first());
    expect(await page.locator('main').innerText()).toContain('South sites');
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
  });

  it('gives keys, sets the credential policy, and says who may do what', async () => {
    const accounts = `/console/companies/${main}/service-accounts`;
    const page = await open(`${accounts}/policy`, look);
    await expectFit(page, `console-policy-${look}`);
    await page.goto(`${app.configuration.issuer}${accounts}/${app.demo.service_account.id}/keys/new`);
    await expectFit(page, `console-new-key-${look}`);
    await page.locator('#key').fill('no key');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-key-refused-${look}`);
    await page.goto(`${app.configuration.issuer}/console/companies/${main}/access`);
    await expectFit(page, `console-access-${look}`);
    await page.locator('#who').selectOption(String(app.demo.users.member.id));
    await page.locator('#project').selectOption(String(app.demo.projects.tower.id));
    await page.locator('#tool').selectOption('project.rfis');
    await page.locator('#level').selectOption('admin');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-access-answer-${look}`);
    await page.locator('#app').selectOption(String(app.demo.clients.not_installed.app_id));
    await page.locator('#project').selectOption(String(app.demo.projects.bridge.id));
    await follow(page.locator('main form button[type=submit]'));
    expect(await page.locator('.obstacles li').count()).toBe(4);
    await expectFit(page, `console-access-obstacles-${look}`);
    await page.locator('#project').selectOption('');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-access-refused-${look}`);
    const refused: unknown = expect.stringContaining('status of 422');
    expect(chromium.takeProblems()).toEqual([refused, refused]);
  });

  it('looks after webhooks', async () => {
    const base = `/console/companies/${main}/webhooks`;
    const page = await open(base, look);
    await expectFit(page, `console-webhooks-${look}`);
    for (const [name, path] of [
      ['new-webhook', '/new'],
      ['webhook', `/${webhook}`],
      ['delivery', `/${webhook}/deliveries/${delivery}`],
    ]) {
      await page.goto(app.configuration.issuer + base + path);
      await expectFit(page, `console-${name}-${look}`);
    }
    await page.goto(`${app.configuration.issuer}${base}/${webhook}`);
    await page.locator('.ask > summary').press('Enter');
    expect(await page.locator('.ask .button-danger').isVisible()).toBe(true);
    await expectFit(page, `console-webhook-asked-${look}`);
    await page.goto(`${app.configuration.issuer}${base}/new`);
    await page.locator('input[value="app.installed"]').check();
    await page.locator('#url').fill('https://hooks.example.com/both');
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-webhook-both-${look}`);
    await page.locator('input[value="app.installed"]').uncheck();
    await page.locator('#url').fill(`https://hooks.example.com/${look}`);
    await follow(page.locator('main form button[type=submit]'));
    await expectFit(page, `console-webhook-secret-${look}`);
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 422')]);
  });

  it('shows usage, the audit trail, the account and security', async () => {
    const company = `/console/companies/${main}`;
    const page = await open(`${company}/usage`, look);
    await expectFit(page, `console-usage-${look}`);
    await page.goto(`${app.configuration.issuer}${company}/audit`);
    await expectFit(page, `console-audit-${look}`);
    await follow(page.locator('main table a').first());
    await expectFit(page, `console-event-${look}`);
    for (const [name, path] of [
      ['requests', `${company}/requests`],
      ['request', `${company}/requests/${wish}`],
      ['account-apps', '/account/apps'],
      ['sessions', '/account/sessions'],
      ['security', '/security'],
    ]) {
      await page.goto(app.configuration.issuer + path);
      await expectFit(page, `console-${name}-${look}`);
    }
  });

  it('turns nobody away without a word', async () => {
    const page = await open('/console', look, 'member');
    await expectFit(page, `console-nothing-${look}`);
  });
});

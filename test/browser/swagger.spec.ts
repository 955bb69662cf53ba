import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
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

async function openDocs(origin = issuer): Promise<Page> {
  const page = await chromium.visitor(LOOKS.light);
  await page.goto(`${origin}/docs`);
  await page.locator('.opblock-tag').first().waitFor();
  return page;
}

/** Presses Authorize and decides in the popup, with nothing filled in but what only a person can know. */
async function authorize(page: Page, decision: 'allow' | 'deny' = 'allow'): Promise<void> {
  await page.locator('.auth-wrapper .authorize').click();
  const popupOpens = page.waitForEvent('popup');
  await screenshot(page, 'docs-dialog');
  await page.locator('.modal-ux .authorize').last().click();
  const popup = await popupOpens;
  await signIn(popup, app.demo.users.admin);
  await screenshot(popup, 'docs-popup');
  await popup.getByLabel(app.demo.companies.other.name).uncheck();
  const closes = popup.waitForEvent('close');
  await popup.locator(`button[value=${decision}]`).click();
  await closes;
}

/** Opens the dialog's first section, that of the authorization just made, and closes it. */
async function confirmAuthorized(page: Page): Promise<void> {
  await page.locator('.modal-ux button', { hasText: 'Logout' }).waitFor();
  await screenshot(page, 'docs-authorized');
  await page.locator('.modal-ux .btn-done').first().click();
}

const operation = (page: Page, method: string, path: string): Locator =>
  page.locator(`.opblock-${method}`, { has: page.locator(`[data-path="${path}"]`) });

/** Opens the part of the page where an operation stands; the page begins with every part closed. */
async function openPart(page: Page, method: string, path: string): Promise<void> {
  const { body } = await send(`${issuer}/openapi.json`);
  const part = page.locator(`.opblock-tag[data-tag="${body.paths[path][method].tags[0]}"]`);
  if ((await part.getAttribute('data-is-open')) !== 'true') await part.click();
}

/** Opens an operation for trying it out. */
async function open(page: Page, method: string, path: string): Promise<Locator> {
  await openPart(page, method, path);
  const block = operation(page, method, path);
  await block.locator('.opblock-summary-control').click();
  await block.locator('.try-out__btn').click();
  return block;
}

const fill = (block: Locator, parameter: string, value: string | number): Promise<void> =>
  block.locator(`tr[data-param-name="${parameter}"] input`).fill(String(value));

/** Presses Execute; the answer as the page shows it. */
async function execute(block: Locator): Promise<{ status: string; body: string }> {
  await block.locator('.execute').click();
  const live = block.locator('.live-responses-table .response');
  const status = await live.locator('.response-col_status').innerText();
  return {
    status: status.trim(),
    body: await live.locator('.response-col_description .microlight').first().innerText(),
  };
}

describe('the documentation page', () => {
  it('signs a person in by the Authorize button and calls the API as them', async () => {
    const page = await openDocs();
    await screenshot(page, 'docs');
    await authorize(page);
    await confirmAuthorized(page);
    const me = await open(page, 'get', '/rest/v1.0/me');
    const { status, body } = await execute(me);
    expect(status).toBe('200');
    expect(JSON.parse(body)).toEqual({
      id: app.demo.users.admin.id,
      login: app.demo.users.admin.email,
      name: 'Alba Administrator',
    });
  });

  it('lets an administrator create a service account, in a company that was chosen only', async () => {
    const page = await openDocs();
    await authorize(page);
    await confirmAuthorized(page);
    const path = '/rest/v1.0/companies/{companyId}/service_accounts';
    const create = await open(page, 'post', path);
    await fill(create, 'companyId', app.demo.companies.main.id);
    // The body is the page's own example.
    const created = await execute(create);
    expect(created.status).toBe('201');
    const { id, client_secret } = JSON.parse(created.body);
    expect(client_secret).toMatch(/^ghcs_/);
    const list = await open(page, 'get', path);
    await fill(list, 'companyId', app.demo.companies.main.id);
    const { status, body } = await execute(list);
    expect(status).toBe('200');
    expect(JSON.parse(body)).toContainEqual(expect.objectContaining({ id, created_by: app.demo.users.admin.id }));
    await fill(list, 'companyId', app.demo.companies.other.id);
    await list.locator('.execute').click();
    await list.locator('.live-responses-table').getByText('company_not_granted').first().waitFor();
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 403')]);
  });

  it('says so when the person denies', async () => {
    const page = await openDocs();
    await authorize(page, 'deny');
    expect(await page.locator('.modal-ux .errors').innerText()).toContain('access_denied');
    expect(await page.locator('.modal-ux button', { hasText: 'Logout' }).count()).toBe(0);
  });

  it('leads whoever came by another name of this machine to the one that can sign in', async () => {
    const page = await openDocs(app.url);
    expect(page.url()).toBe(`${issuer}/docs`);
  });

  it('leads from the start page to the documentation and is ours to look at', async () => {
    const page = await chromium.visitor();
    await page.goto(`${issuer}/`);
    await follow(page.getByRole('link', { name: 'API documentation' }));
    expect(await page.title()).toBe('Gatehouse API');
    await page.locator('.opblock-tag').first().waitFor();
    expect(await page.locator('.topbar svg').first().isVisible()).toBe(false);
  });

  it('may run no scripts but its own and tells nobody where one came from', async () => {
    for (const path of ['/docs', '/docs/oauth2-redirect.html', '/docs/swagger-ui-init.js']) {
      const { status, headers } = await send(issuer + path);
      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';.*frame-ancestors/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});

describe('the OpenAPI document', () => {
  it('names every place in a path, and where else the company may be told', async () => {
    const { body } = await send(`${app.url}/openapi.json`);
    const places: string[] = [];
    for (const [path, item] of Object.entries<Record<string, { parameters?: Parameter[] }>>(body.paths)) {
      for (const { parameters = [] } of Object.values(item)) {
        const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
        expect([path, named.sort()]).toEqual([path, (path.match(/\{\w+\}/g) ?? []).sort()]);
        places.push(...named);
      }
    }
    expect(places).toContain('{companyId}');
    expect(places).toContain('{projectId}');
    expect(body.paths['/rest/v1.0/projects/{projectId}/rfis'].get.parameters).toContainEqual(
      expect.objectContaining({ name: 'Procore-Company-Id', in: 'header', required: false }),
    );
  });
});

interface Parameter {
  readonly name: string;
  readonly in: string;
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  anInstalledConnector,
  aUserApp,
  type Installed,
  install,
  type PromotedApp,
} from '../app-management/installing.js';
import { aPromotedVersion, CONNECTOR } from '../apps/an-app.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import type { Browser } from '../support/browser.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, textOf } from './visiting.js';

let app: TestApp;
let api: Api;
let developer: Api;
let main: number;
let apps: string;
let admin: Browser;
let installed: PromotedApp & Installed;
let base: string;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  apps = `/console/companies/${main}/apps`;
  [api, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  admin = await browserOf(app, 'admin');
});
beforeEach(async () => {
  installed = await anInstalledConnector(developer, api, main);
  base = `${apps}/${installed.id}`;
});
afterAll(() => app.close());

describe('the key of an app that the company has', () => {
  it('is told where it was typed, with the way to the app, and offers no form to install it', async () => {
    const key = installed.version.production_version_key;
    const page = await admin.get(`${apps}/install?version_key=${key}`);
    expect([page.status, textOf(page).includes('is installed in this company already')]).toEqual([409, true]);
    for (const part of [`href="${base}"`, `value="${key}"`, 'aria-invalid="true"']) expect(page.text).toContain(part);
    expect([page.text.includes(`href="${base}/upgrade"`), page.text.includes('name="approved"')]).toEqual([
      false,
      false,
    ]);
    expect((await admin.get(`${apps}/install?app_id=${installed.app.id}`)).status).toBe(409);
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    expect(textOf(await spanish.get(`${apps}/install?version_key=${key}`))).toContain('ya está instalada');
  });

  it('leads to the upgrade where it is newer, and to the review once the app is uninstalled', async () => {
    const { production_version_key: key } = await aPromotedVersion(developer, installed.app, '1.1.0', CONNECTOR);
    const newer = await admin.get(`${apps}/install?version_key=${key}`);
    expect([newer.status, newer.text.includes(`href="${base}/upgrade"`)]).toEqual([409, true]);
    expect((await admin.get(`${base}/upgrade`)).status).toBe(200);
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await api.patch(`/app_installations/${installed.id}`, uninstall), 200);
    expect((await admin.get(`${apps}/install?version_key=${key}`)).status).toBe(200);
  });

  it('is no obstacle where a member alone has the app, or another company', async () => {
    const { app: mine, version } = await aUserApp(developer);
    const path = `/companies/${main}/app_management/policies/${mine.id}`;
    expectStatus(await api.put(path, { policy: 'allowed', reason: '' }), 200);
    const body = { version_key: version.production_version_key };
    expectStatus(await (await as(app, 'member')).post(`/companies/${main}/app_installations`, body), 201);
    await install(api, app.demo.companies.other.id, body);
    expect((await admin.get(`${apps}/install?version_key=${body.version_key}`)).status).toBe(200);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anInstalledConnector, aUserApp, type Installed, type PromotedApp } from '../app-management/installing.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import type { Browser } from '../support/browser.js';
import { userTokens } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let api: Api;
let developer: Api;
let admin: Browser;
let main: number;
let apps: string;
let settings: string;
let policy: string;
let installed: PromotedApp & Installed;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  apps = `/console/companies/${main}/apps`;
  settings = `${apps}/settings`;
  policy = `${settings}/policy`;
  [api, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  admin = await browserOf(app, 'admin');
});
beforeEach(async () => {
  installed = await anInstalledConnector(developer, api, main, app.demo.projects.tower.id);
});
afterAll(() => app.close());

async function keepOut(app_id: number, more: object = {}): Promise<Answer> {
  const { csrf_token } = fieldsOf(await admin.get(settings), policy);
  return admin.post(policy, {
    csrf_token,
    app_id: String(app_id),
    policy: 'denied',
    reason: 'Too <b>curious</b>.',
    ...more,
  });
}
const statusOf = async (id = installed.id): Promise<string> =>
  (await api.get(`/companies/${main}/app_installations`)).body.find((one: { id: number }) => one.id === id)
    .status as string;
const policyOf = async (app_id = installed.app.id): Promise<object | undefined> =>
  (await api.get(`/companies/${main}/app_management/policies?per_page=100`)).body.find(
    (one: { app_id: number }) => one.app_id === app_id,
  );
const tileOf = ({ text }: Answer, link: string): string =>
  text.split('<li class="tile">').find((tile) => tile.includes(`href="${link}"`)) ?? '';

describe('the decision to keep an app out', () => {
  it('names no app before one is chosen', async () => {
    const { text } = await admin.get(settings);
    expect(text).toMatch(/<select id="app_id" name="app_id" required>\s*<option value="">Choose an app<\/option>/);
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    expect((await spanish.get(settings)).text).toContain('<option value="">Elija una aplicación</option>');
    expect((await keepOut(0, { app_id: '' })).status).toBe(404);
  });

  it('is asked about where the app is installed, with what ends, and changes nothing before the answer', async () => {
    const { app_id, installation_id: id = 0 } = app.demo.clients.web_app;
    await userTokens(app, app.demo.clients.web_app, app.demo.users.member, { companies: [main] });
    const review = await keepOut(app_id);
    expect(review.status).toBe(200);
    for (const words of ['is uninstalled at once', 'People whose connection stops working: 1', 'stays uninstalled'])
      expect(textOf(review)).toContain(words);
    expect(review.text).toContain('Too &lt;b&gt;curious&lt;/b&gt;.');
    expect([await statusOf(id), await policyOf(app_id)]).toEqual(['active', undefined]);
    expect(tileOf(await admin.get(apps), `${apps}/${id}`)).not.toContain('Kept out');
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    const fields = { ...fieldsOf(await spanish.get(settings), policy), app_id: String(app_id), policy: 'denied' };
    expect(textOf(await spanish.post(policy, fields))).toContain('se desinstala de inmediato');
    const done = await submit(admin, review, policy);
    expect([done.status, locationOf(done)]).toEqual([303, `${settings}?done=policy`]);
    expect(await statusOf(id)).toBe('uninstalled');
    expect(await policyOf(app_id)).toMatchObject({ policy: 'denied', reason: 'Too <b>curious</b>.' });
    expect(tileOf(await admin.get(apps), `${apps}/${id}`)).toContain('Kept out');
  });

  it('is asked about where members alone have the app, and counts them', async () => {
    const { app: mine, version } = await aUserApp(developer);
    const path = `/companies/${main}/app_management/policies/${mine.id}`;
    expectStatus(await api.put(path, { policy: 'allowed', reason: '' }), 200);
    const body = { version_key: version.production_version_key };
    const own = expectStatus(
      await (await as(app, 'member')).post(`/companies/${main}/app_installations`, body),
      201,
    ).body;
    const review = await keepOut(mine.id);
    expect([review.status, textOf(review).includes('lose it at once: 1')]).toEqual([200, true]);
    expect(textOf(review)).not.toContain('It is installed here');
    expect((await submit(admin, review, policy)).status).toBe(303);
    expect(await statusOf(own.id as number)).toBe('uninstalled');
  });

  it('is not asked about where nobody has the app, nor where it is let in', async () => {
    expect(locationOf(await keepOut(installed.app.id, { policy: 'allowed' }))).toBe(`${settings}?done=policy`);
    expect(await statusOf()).toBe('active');
    expect(locationOf(await keepOut(app.demo.clients.not_installed.app_id))).toBe(`${settings}?done=policy`);
  });

  it('holds for what the page showed alone: not for what was uninstalled, or is confirmed by hand', async () => {
    const review = await keepOut(installed.app.id);
    for (const seen of ['', 'x', 'true']) expect((await submit(admin, review, policy, { seen })).status).toBe(412);
    expect((await submit(admin, review, policy, { csrf_token: '' })).status).toBe(403);
    expect((await submit(admin, review, policy, { app_id: '987654' })).status).toBe(404);
    expect([await statusOf(), await policyOf()]).toEqual(['active', undefined]);
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await api.patch(`/app_installations/${installed.id}`, uninstall), 200);
    const late = await submit(admin, review, policy);
    expect([late.status, textOf(late).includes('Somebody else changed this')]).toEqual([412, true]);
    expect(await policyOf()).toBeUndefined();
  });

  it('is taken back without bringing the app back, and says so before and after', async () => {
    expect((await submit(admin, await keepOut(installed.app.id), policy)).status).toBe(303);
    const page = await admin.get(settings);
    expect(textOf(page)).toContain('the app stays uninstalled until somebody installs it again');
    const fields = {
      csrf_token: fieldsOf(page, policy).csrf_token,
      app_id: String(installed.app.id),
      policy: 'undecided',
    };
    const back = await admin.post(policy, fields);
    expect(locationOf(back)).toBe(`${settings}?done=let_back`);
    expect(textOf(await admin.get(locationOf(back)))).toContain('It stays uninstalled until somebody installs it');
    expect([await statusOf(), await policyOf()]).toEqual(['uninstalled', undefined]);
    expect(tileOf(await admin.get(apps), `${apps}/${installed.id}`)).not.toContain('Kept out');
    expect((await admin.post(policy, fields)).status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aMember } from '../directory/people.js';
import { Browser } from '../support/browser.js';
import { managementToken } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { ClientRegistry } from '../../src/clients/index.js';
import { browserOf, locationOf, textOf } from './visiting.js';

let app: TestApp;
let main: number;
let other: number;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
});
afterAll(() => app.close());

const appsOf = (company: number | string): string => `/console/companies/${company}/apps`;

describe('the way in to the console', () => {
  it('leads somebody who is not signed in to the sign-in page, and back', async () => {
    const answer = await new Browser(app.url).get('/console');
    expect(answer.text).toContain('name="return_to" value="/console"');
  });

  it('offers an administrator the companies, and no more', async () => {
    const page = await (await browserOf(app, 'admin')).get('/console');
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('Harbour Construction');
    expect(textOf(page)).toContain('Other Builders');
    expect(textOf(page)).toContain('Harbour Sandbox');
  });

  it('tells somebody who manages nothing where to turn', async () => {
    const page = await (await browserOf(app, 'member')).get('/console');
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('You manage the apps of no company');
    expect(page.text).not.toContain('/console/companies/');
  });

  it('goes straight to the only company of somebody', async () => {
    const person = await aMember(app, other, { role: 'admin' });
    const answer = await (await browserOf(app, person)).get('/console');
    expect([answer.status, locationOf(answer)]).toEqual([303, appsOf(other)]);
  });

  it('speaks the language of the browser', async () => {
    const page = await (await browserOf(app, 'admin', { 'Accept-Language': 'es' })).get('/console');
    expect(textOf(page)).toContain('Elija la empresa');
  });
});

describe('the apps of a company at a glance', () => {
  it('show permissions, risk, projects and last use to its administrator', async () => {
    const page = await (await browserOf(app, 'admin')).get(appsOf(main));
    expect(page.status).toBe(200);
    const text = textOf(page);
    expect(text).toContain('Data Connector');
    expect(text).toContain('RFIs (projects): Standard');
    expect(text).toContain('Chosen projects');
    expect(text).toContain('Last used: Never');
    expect(text).not.toContain('Not Installed Yet');
  });

  it('are nobody else’s to see: 404 for who is no member, 403 for who may not', async () => {
    const outsider = await browserOf(app, 'outsider');
    expect((await outsider.get(appsOf(main))).status).toBe(404);
    expect((await outsider.get(appsOf(987_654))).status).toBe(404);
    expect((await outsider.get(appsOf(other))).status).toBe(403);
    const member = await browserOf(app, 'member');
    const refused = await member.get(appsOf(main));
    expect(refused.status).toBe(403);
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect(textOf(refused)).toContain('Your level on App Management is too low');
  });

  it.each(['0', '-1', 'x', '1e3', '9'.repeat(30), '%00'])('take no id like %s', async (id) => {
    const answer = await (await browserOf(app, 'admin')).get(appsOf(id));
    expect([400, 404]).toContain(answer.status);
  });

  it('are shown to somebody with a level that reads, without anything to change', async () => {
    const reader = await aMember(app, main, { levels: { 'company.app_management': 'read_only' } });
    const page = await (await browserOf(app, reader)).get(appsOf(main));
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/apps/install');
    expect(page.text).not.toContain('/service-accounts');
    expect(page.text).not.toContain('/audit');
  });

  it('refuse a status or a page that is none, and fill a page beyond the last with nothing', async () => {
    const admin = await browserOf(app, 'admin');
    expect((await admin.get(`${appsOf(main)}?page=0`)).status).toBe(422);
    expect((await admin.get(`${appsOf(main)}?status=nonsense`)).status).toBe(200);
    expect(textOf(await admin.get(`${appsOf(main)}?status=suspended`))).toContain('No app is suspended.');
    expect((await admin.get(`${appsOf(main)}?page=99`)).status).toBe(200);
  });

  it('ignore a message in the address that is not theirs', async () => {
    const page = await (await browserOf(app, 'admin')).get(`${appsOf(main)}?done=${encodeURIComponent('<b>hi</b>')}`);
    expect(page.text).not.toContain('hi</b>');
    expect(page.text).not.toContain('role="status"');
  });
});

describe('the door between pages and API', () => {
  it('lets no bearer token in to a page', async () => {
    const token = await managementToken(app, app.demo.users.admin, 'tools:admin', [main]);
    const answer = await call(`${app.url}${appsOf(main)}`, token);
    expect([answer.status, locationOf(answer)]).toEqual([303, expect.stringMatching(/^\/sign-in\?/)]);
  });

  it('lets no session in to the API', async () => {
    const admin = await browserOf(app, 'admin');
    const answer = await admin.get(`/rest/v1.0/companies/${main}/app_installations`);
    expect([answer.status, answer.body.code]).toEqual([401, 'missing_token']);
  });

  it('ends with the session: after signing out elsewhere the page asks to sign in', async () => {
    const [one, two] = await Promise.all([browserOf(app, 'admin'), browserOf(app, 'admin')]);
    await app.database.execute('DELETE FROM sessions WHERE user_id = ?', [app.demo.users.admin.id]);
    for (const browser of [one, two]) expect((await browser.get(appsOf(main))).text).toContain('name="return_to"');
  });

  it('can be shut by an operator who switches the console off', async () => {
    const admin = await browserOf(app, 'admin');
    const registry = app.app.get(ClientRegistry);
    const client = await registry.find('gatehouse-console');
    if (!client) throw new Error('There is no console.');
    await registry.setEnabled([client], false);
    expect((await admin.get(appsOf(main))).text).toContain('name="return_to"');
    await registry.setEnabled([client], true);
    expect((await admin.get(appsOf(main))).status).toBe(200);
  });

  it('counts no look at a page as use of the API', async () => {
    await (await browserOf(app, 'admin')).get(appsOf(main));
    const rows = await app.database.query("SELECT 1 FROM api_usage WHERE client_id = 'gatehouse-console'");
    expect(rows).toEqual([]);
  });

  it('gives nobody a token for the console', async () => {
    const query = new URLSearchParams({ client_id: 'gatehouse-console', response_type: 'code', redirect_uri: app.url });
    const page = await new Browser(app.url).get(`/oauth/authorize?${query.toString()}`);
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
  });

  it('is closed to a session of one factor where the company demands two', async () => {
    const admin = await browserOf(app, 'admin');
    const demand = (value: string): Promise<number> =>
      app.database.execute('UPDATE companies SET second_factor = ? WHERE id = ?', [value, main]);
    await demand('required');
    const refused = await admin.get(appsOf(main));
    expect([refused.status, textOf(refused).includes('signed in with a second factor')]).toEqual([403, true]);
    expect(refused.text).toContain('<a href="/account/security/strengthen?return_to=%2Fconsole');
    expect((await admin.get(appsOf(other))).status).toBe(200);
    await app.database.execute("UPDATE sessions SET amr = 'pwd otp mfa' WHERE user_id = ?", [app.demo.users.admin.id]);
    expect((await admin.get(appsOf(main))).status).toBe(200);
    await demand('optional');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, type Person } from '../directory/people.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit } from './visiting.js';

let app: TestApp;
let api: Api;
let main: number;
let accounts: string;

beforeAll(async () => {
  app = await startApp();
  api = await as(app, 'admin');
  main = app.demo.companies.main.id;
  accounts = `/console/companies/${main}/service-accounts`;
});
afterAll(() => app.close());

/** A browser in which an administrator signed in a while ago, as if it was left open or its session stolen. */
async function leftOpen(): Promise<{ person: Person; browser: Browser; grow: () => Promise<unknown> }> {
  const person = await aMember(app, main, { role: 'admin' });
  const browser = await browserOf(app, person);
  const sql = 'UPDATE sessions SET authenticated_at = authenticated_at - 700000 WHERE user_id = ?';
  return { person, browser, grow: () => app.database.execute(sql, [person.id]) };
}

const CONTACT = { contact_email: 'a@example.com' };

/** That the person is asked for a proof, and comes back to a page after it. */
function expectAsked(answer: Answer, page: string): void {
  expect(answer.text).toContain('prove once more that it is you');
  expect(hiddenFields(answer.text).return_to).toBe(page);
}

describe('a browser whose person proved long ago who they are', () => {
  it('still shows and changes what can be undone', async () => {
    const { browser, grow } = await leftOpen();
    await grow();
    const page = `/console/companies/${main}/apps/${app.demo.clients.web_app.installation_id}`;
    const shown = await browser.get(page);
    expect(shown.status).toBe(200);
    expect(locationOf(await submit(browser, shown, `${page}/suspend`))).toContain('done=suspended');
    expect(locationOf(await submit(browser, await browser.get(page), `${page}/resume`))).toContain('done=resumed');
  });

  it('deletes no service account, and goes on after a proof', async () => {
    const { id } = expectStatus(
      await api.post(`/companies/${main}/service_accounts`, { name: 'Kept', ...CONTACT }),
      201,
    ).body;
    const { person, browser, grow } = await leftOpen();
    const page = `${accounts}/${id}/delete`;
    const fields = fieldsOf(await browser.get(page), page);
    await grow();
    expectAsked(await browser.get(page), page);
    expectAsked(await browser.post(page, fields), `${accounts}/${id}`);
    expectStatus(await api.get(`/companies/${main}/service_accounts/${id}`), 200);
    await browser.signIn(await browser.get(page), person);
    expect(locationOf(await submit(browser, await browser.get(page), page))).toContain('done=deleted');
  });

  it('keeps no app out, which would uninstall it', async () => {
    const { browser, grow } = await leftOpen();
    const settings = `/console/companies/${main}/apps/settings`;
    const fields = fieldsOf(await browser.get(settings), `${settings}/policy`);
    await grow();
    const wish = { ...fields, app_id: String(app.demo.clients.web_app.app_id), policy: 'denied' };
    expectAsked(await browser.post(`${settings}/policy`, wish), settings);
    const rules = expectStatus(await api.get(`/companies/${main}/app_management/policies`), 200).body;
    expect(rules).toEqual([]);
  });

  it('is given no secret, neither of a new account nor of an old one', async () => {
    const { id } = expectStatus(
      await api.post(`/companies/${main}/service_accounts`, { name: 'Rotating', ...CONTACT }),
      201,
    ).body;
    const { browser, grow } = await leftOpen();
    const [fresh, page] = [`${accounts}/new`, `${accounts}/${id}`];
    const created = { ...fieldsOf(await browser.get(fresh), fresh), name: 'Sneaky', ...CONTACT };
    const rotated = { ...fieldsOf(await browser.get(page), `${page}/rotate`), overlap_seconds: '0' };
    await grow();
    expectAsked(await browser.get(fresh), fresh);
    expectAsked(await browser.post(fresh, created), accounts);
    expectAsked(await browser.post(`${page}/rotate`, rotated), page);
    const { body } = expectStatus(await api.get(`/companies/${main}/service_accounts?per_page=300`), 200);
    expect(body.map(({ name }: { name: string }) => name)).not.toContain('Sneaky');
    expect((await api.get(`/companies/${main}/service_accounts/${id}/secrets`)).body).toHaveLength(1);
  });

  it('adds no key and sets no policy, but shows the policy that is in force', async () => {
    const { id } = expectStatus(
      await api.post(`/companies/${main}/service_accounts`, { name: 'Keyless', ...CONTACT }),
      201,
    ).body;
    const { browser, grow } = await leftOpen();
    const [key, policy] = [`${accounts}/${id}/keys/new`, `${accounts}/policy`];
    const added = { ...fieldsOf(await browser.get(key), key), key: '{}' };
    const change = { allow_secrets: 'false', max_secret_age_days: '', grace_days: '0' };
    const set = { ...fieldsOf(await browser.get(policy), `${policy}/set`), ...change };
    await grow();
    expectAsked(await browser.get(key), key);
    expectAsked(await browser.post(key, added), `${accounts}/${id}/keys`);
    expect((await browser.get(policy)).status).toBe(200);
    expectAsked(await browser.post(`${policy}/set`, set), policy);
    expectStatus(await api.get(`/companies/${main}/credential_policy`), 200);
    expect((await api.get(`/companies/${main}/service_accounts/${id}/secrets`)).body).toHaveLength(1);
  });

  it('is given no secret of a webhook', async () => {
    const wish = { url: 'https://hooks.example.com/old', event_types: ['*'] };
    const { id } = expectStatus(await api.post(`/companies/${main}/webhooks`, wish), 201).body;
    const { browser, grow } = await leftOpen();
    const [fresh, page] = [`/console/companies/${main}/webhooks/new`, `/console/companies/${main}/webhooks/${id}`];
    const created = { ...fieldsOf(await browser.get(fresh), fresh), url: wish.url, hears: 'all' };
    const rotated = { ...fieldsOf(await browser.get(page), `${page}/rotate`), overlap_seconds: '0' };
    await grow();
    expectAsked(await browser.get(fresh), fresh);
    expectAsked(await browser.post(fresh, created), `/console/companies/${main}/webhooks`);
    expectAsked(await browser.post(`${page}/rotate`, rotated), page);
    const { body } = expectStatus(await api.get(`/companies/${main}/webhooks`), 200);
    expect(body.map((one: { secret_hints: unknown[] }) => one.secret_hints.length)).toEqual([1]);
  });

  it('uninstalls nothing', async () => {
    const { browser, grow } = await leftOpen();
    const app_ = `/console/companies/${main}/apps/${app.demo.clients.data_connector.installation_id}`;
    const fields = fieldsOf(await browser.get(`${app_}/uninstall`), `${app_}/uninstall`);
    await grow();
    expectAsked(await browser.post(`${app_}/uninstall`, fields), app_);
    const { body } = await api.get(`/companies/${main}/app_installations`);
    const installation = body.find(({ id }: { id: number }) => id === app.demo.clients.data_connector.installation_id);
    expect(installation.status).toBe('active');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, as } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import { clientToken, tokenRequest } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { askedBefore, browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let api: Api;
let main: number;
let base: string;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  base = `/console/companies/${main}/service-accounts`;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

const CONTACT = { contact_email: 'integrations@example.com' };

const secretIn = (page: Answer): string => /id="client-secret">([^<]+)</.exec(page.text)?.[1] ?? '';
const idIn = (answer: Answer): string => /service-accounts\/(\d+)/.exec(locationOf(answer))?.[1] ?? '';

/** Creates an account in the pages; its address, client id and secret. */
async function create(name: string): Promise<{ at: string; client_id: string; client_secret: string }> {
  const answer = await submit(admin, await admin.get(`${base}/new`), `${base}/new`, { ...CONTACT, name });
  const shown = await admin.get(locationOf(answer));
  const [, client_id] = /<code class="code-block">([^<]+)</.exec(shown.text) ?? [];
  return { at: `${base}/${idIn(answer)}`, client_id, client_secret: secretIn(shown) };
}

describe('a new service account', () => {
  it('shows its secret once: not on reload, not on the way back, not to anybody else', async () => {
    const form = await admin.get(`${base}/new`);
    const created = await submit(admin, form, `${base}/new`, { ...CONTACT, name: 'Nightly <export>' });
    expect([created.status, locationOf(created)]).toEqual([
      303,
      expect.stringMatching(/\/service-accounts\/\d+\/secret$/),
    ]);
    const cookie = created.headers.getSetCookie().find((text) => text.startsWith('gh_shown='));
    expect(cookie).toMatch(/HttpOnly/i);
    const shown = await admin.get(locationOf(created));
    expect(shown.status).toBe(200);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const client_secret = secretIn(shown);
    expect(client_secret).toMatch(/^ghcs_/);
    expect(decodeURIComponent(cookie ?? '')).not.toContain(client_secret);
    const again = await admin.get(locationOf(created));
    expect([again.status, locationOf(again)]).toEqual([303, expect.stringMatching(/done=secret_gone$/)]);
    const page = await admin.get(locationOf(again));
    expect(page.text).not.toContain(client_secret);
    expect(textOf(page)).toContain('A secret is shown once');
    expect(page.text).toContain('Nightly &lt;export&gt;');
  });

  it('is one, however often the form is sent, and none where the form was altered', async () => {
    const form = await admin.get(`${base}/new`);
    const count = async (): Promise<number> => (await api.get(`/companies/${main}/service_accounts`)).body.length;
    const before = await count();
    const first = await submit(admin, form, `${base}/new`, { ...CONTACT, name: 'Once' });
    const second = await submit(admin, form, `${base}/new`, { ...CONTACT, name: 'Once' });
    expect([second.status, locationOf(second)]).toEqual([303, `${base}/${idIn(first)}?done=repeated`]);
    const other = await submit(admin, form, `${base}/new`, { ...CONTACT, name: 'Twice' });
    expect([other.status, textOf(other).includes('sent before, with something else')]).toEqual([422, true]);
    const racing = await admin.get(`${base}/new`);
    const answers = await Promise.all(
      [1, 2, 3].map(() => submit(admin, racing, `${base}/new`, { ...CONTACT, name: 'Racing' })),
    );
    expect(answers.filter(({ status }) => status !== 303 && status !== 409)).toEqual([]);
    // Whoever was told to try again finds what the others did, or does it.
    expect((await submit(admin, racing, `${base}/new`, { ...CONTACT, name: 'Racing' })).status).toBe(303);
    expect(await count()).toBe(before + 2);
    for (const once of ['', 'x', '0'.repeat(500)])
      expect((await submit(admin, racing, `${base}/new`, { ...CONTACT, name: 'Never', once })).status).toBe(409);
    expect(await count()).toBe(before + 2);
  });

  it('needs a name and an address, and gets what was typed back', async () => {
    const form = await admin.get(`${base}/new`);
    const answer = await submit(admin, form, `${base}/new`, {
      name: ' ',
      contact_email: 'nobody',
      description: 'My "text"',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('My &quot;text&quot;');
    expect(answer.text.match(/aria-invalid="true"/g)).toHaveLength(2);
  });

  it('is for company administrators alone', async () => {
    const manager = await browserOf(app, await aMember(app, main, { levels: { 'company.app_management': 'admin' } }));
    for (const path of ['', '/new', `/${app.demo.service_account.id}`])
      expect((await manager.get(base + path)).status).toBe(403);
    expect((await (await browserOf(app, 'outsider')).get(base)).status).toBe(404);
  });
});

describe('the permissions of a service account', () => {
  it('are a matrix that is in force on the next call, and held against what was seen', async () => {
    const { at, ...client } = await create('Matrix');
    const projects = `/console/companies/${main}/service-accounts/${at.split('/').at(-1)}/projects`;
    const { tower } = app.demo.projects;
    const token = await clientToken(app, client);
    const rfis = (): Promise<Answer> =>
      call(`${app.url}/rest/v1.0/projects/${tower.id}/rfis`, token, { company: main });
    expect((await rfis()).status).toBe(404);
    const choice = await admin.get(`${projects}?project=${tower.id}`);
    expect(locationOf(choice)).toBe(`${projects}/${tower.id}`);
    const page = await admin.get(`${projects}/${tower.id}`);
    expect(page.text.match(/type="radio" name="level.project.rfis"/g)).toHaveLength(4);
    expect(page.text.match(/type="radio" name="level.project.admin"/g)).toHaveLength(2);
    const save = { 'level.project.rfis': 'read_only', 'level.project.drawings': 'none' };
    expect((await submit(admin, page, `${projects}/${tower.id}`, save)).status).toBe(303);
    expect((await rfis()).status).toBe(200);
    const late = await submit(admin, page, `${projects}/${tower.id}`, { 'level.project.rfis': 'admin' });
    expect([late.status, textOf(late).includes('Somebody else changed this')]).toEqual([412, true]);
    const now = await admin.get(`${projects}/${tower.id}`);
    expect(now.text).toMatch(/value="read_only" checked aria-label="RFIs: Read only"/);
    expect((await submit(admin, now, `${projects}/${tower.id}/remove`)).status).toBe(303);
    expect((await rfis()).status).toBe(404);
  });

  it('take levels, actions and the audit trail for the company, and nothing that there is not', async () => {
    const { at } = await create('Company');
    const id = at.split('/').at(-1);
    const form = `${at}/permissions`;
    const page = await admin.get(at);
    for (const wrong of [
      { 'level.company.directory': 'owner' },
      { 'level.company.nonsense': 'admin' },
      { 'level.project.rfis': 'admin' },
      { 'action.company.directory': 'fly' },
      { permission_template_id: '987654' },
      { permission_template_id: 'x' },
    ])
      expect([wrong, (await submit(admin, page, form, wrong as never)).status]).toEqual([wrong, 422]);
    const right = {
      'level.company.directory': 'read_only',
      'action.company.directory': ['create_users', 'edit_users'],
      audit_read: 'true',
    };
    expect((await submit(admin, page, form, right)).status).toBe(303);
    const { body } = await api.get(`/companies/${main}/service_accounts/${id}/permissions`);
    expect(body).toMatchObject({
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['create_users', 'edit_users'] },
      scopes: ['audit:read'],
    });
  });

  it('are folded under a line that says what was given, which no tool without a level counts for', async () => {
    const { at } = await create('Folded');
    const line = async (): Promise<string> => {
      const [, summary] = /<summary>((?:(?!<summary>).)*?)<\/summary>\s*<form class="top" id="permissions"/s.exec(
        (await admin.get(at)).text,
      ) ?? ['', ''];
      return summary.replace(/<[^>]*>/g, ' ').trim();
    };
    expect(await line()).toBe('Show or change: 0 of 24 tools');
    const given = {
      'level.company.directory': 'read_only',
      'level.company.reports': 'none',
      'action.company.directory': ['create_users'],
      audit_read: 'true',
    };
    expect((await submit(admin, await admin.get(at), `${at}/permissions`, given)).status).toBe(303);
    expect(await line()).toMatch(
      /^Show or change: 1 of 24 tools +Directory: Read only, Create users · It may read the/,
    );
    const parts = [...(await admin.get(at)).text.matchAll(/href="#(?!main)(\w+)"/g)].map(([, id]) => id);
    expect(parts).toHaveLength(6);
    for (const id of parts) expect((await admin.get(at)).text).toContain(`id="${id}"`);
  });

  it('reach no project of another company', async () => {
    const { depot } = app.demo.projects;
    const at = `${base}/${app.demo.service_account.id}/projects/${depot.id}`;
    expect([400, 404]).toContain((await admin.get(at)).status);
    const page = await admin.get(`${base}/${app.demo.service_account.id}`);
    const fields = fieldsOf(page, `${base}/${app.demo.service_account.id}/permissions`);
    expect([400, 404]).toContain((await admin.post(at, { ...fields, 'level.project.rfis': 'admin' })).status);
  });
});

describe('a service account', () => {
  it('gets a new secret while the old one works on, and loses one at once', async () => {
    const { at, ...client } = await create('Rotating');
    const rotate = `${at}/rotate`;
    const page = await admin.get(at);
    for (const wrong of [
      { overlap_seconds: '-1' },
      { overlap_seconds: '' },
      { overlap_seconds: '1', expires_on: '2000-01-01' },
    ])
      expect((await submit(admin, page, rotate, wrong as Record<string, string>)).status).toBe(422);
    const rotated = await submit(admin, page, rotate, { overlap_seconds: '86400' });
    const shown = await admin.get(locationOf(rotated));
    expect(textOf(shown)).toMatch(/The older secret works on until .* back to the account/);
    expect(textOf(shown)).not.toContain('set what it may do');
    const client_secret = secretIn(shown);
    expect(client_secret).not.toBe(client.client_secret);
    const again = await submit(admin, page, rotate, { overlap_seconds: '86400' });
    expect(locationOf(again)).toBe(`${at}?done=repeated`);
    for (const secret of [client.client_secret, client_secret])
      await clientToken(app, { ...client, client_secret: secret });
    const now = await admin.get(at);
    expect([...textOf(now).matchAll(/Last characters: (\S+)/g)].map(([, last]) => last)).toEqual([
      client_secret.slice(-4),
      client.client_secret.slice(-4),
    ]);
    expect(askedBefore(now, `${at}/revoke`)).toMatch(/^Revoke … \S{4} Whatever still uses this secret.* Revoke now/);
    const ids = [...now.text.matchAll(/name="secret_id" value="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    for (const secret_id of ['', 'x', 'a'.repeat(22)])
      expect((await submit(admin, now, `${at}/revoke`, { secret_id })).status).toBe(404);
    expect((await submit(admin, now, `${at}/revoke`, { secret_id: ids[1] })).status).toBe(303);
    const grant = { grant_type: 'client_credentials', ...client };
    expect((await tokenRequest(app, grant)).status).toBe(401);
  });

  it('keeps its older secrets at work where nobody chose when they end', async () => {
    const { at, ...client } = await create('Careless');
    const page = await admin.get(at);
    const [, overlap_seconds = '', label] = /<option value="(\d+)" selected>([^<]+)/.exec(page.text) ?? [];
    expect(label).toContain('Not yet: end them by hand');
    const shown = await admin.get(locationOf(await submit(admin, page, `${at}/rotate`, { overlap_seconds })));
    expect(secretIn(shown)).toMatch(/^ghcs_/);
    await clientToken(app, client);
    const { body } = await api.get(`/companies/${main}/service_accounts/${at.split('/').at(-1)}/secrets`);
    const ends = (body as { expires_at: string | null }[]).flatMap(({ expires_at: end }) => end ?? []);
    expect(ends).toHaveLength(1);
    expect(Date.parse(ends[0]) - Date.now()).toBeGreaterThan(89 * 86_400_000);
  });

  it('is switched off and on, renamed, and deleted after a question', async () => {
    const { at, ...client } = await create('Short-lived');
    const token = await clientToken(app, client);
    const me = (): Promise<Answer> => call(`${app.url}/rest/v1.0/me`, token, { company: main });
    const page = await admin.get(at);
    expect((await submit(admin, page, `${at}/details`, { ...CONTACT, name: 'Renamed' })).status).toBe(303);
    expect((await submit(admin, page, `${at}/details`, { ...CONTACT, name: '' })).status).toBe(422);
    expect(askedBefore(page, `${at}/deactivate`)).toMatch(/^Switch off … Whatever uses this account stops/);
    expect((await submit(admin, page, `${at}/deactivate`)).status).toBe(303);
    expect((await me()).status).toBe(401);
    const off = await admin.get(at);
    expect(textOf(off)).toContain('Switched off');
    expect((await submit(admin, off, `${at}/activate`)).status).toBe(303);
    const question = await admin.get(`${at}/delete`);
    expect(textOf(question)).toContain('Delete Renamed?');
    expect((await submit(admin, question, `${at}/delete`)).status).toBe(303);
    expect((await submit(admin, question, `${at}/delete`)).status).toBe(404);
    expect((await admin.get(at)).status).toBe(404);
  });

  it('of another company, of an app, or of nobody is 404', async () => {
    const elsewhere = `/console/companies/${app.demo.companies.other.id}/service-accounts`;
    const [connector] = (await api.get(`/companies/${main}/app_installations`)).body;
    for (const at of [
      `${elsewhere}/${app.demo.service_account.id}`,
      `${base}/${connector.id}`,
      `${base}/${app.demo.users.admin.id}`,
      `${base}/987654`,
    ])
      for (const path of ['', '/secret', '/delete']) expect((await admin.get(at + path)).status).toBe(404);
    const own = await admin.get(`${base}/${app.demo.service_account.id}`);
    const fields = fieldsOf(own, `${base}/${app.demo.service_account.id}/permissions`);
    for (const verb of ['permissions', 'rotate', 'revoke', 'deactivate', 'activate', 'delete', 'details']) {
      const form = { ...fields, once: 'a'.repeat(22), name: 'x', contact_email: 'x@example.com', overlap_seconds: '0' };
      const answer = await admin.post(`${elsewhere}/${app.demo.service_account.id}/${verb}`, form);
      expect([verb, answer.status]).toEqual([verb, 404]);
    }
  });
});

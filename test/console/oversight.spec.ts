import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventWords } from '../../src/console/audit/event-words.js';
import { fieldWords } from '../../src/console/audit/state-fields.js';
import { aUserApp } from '../app-management/installing.js';
import { as, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import { clientToken, userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let usage: string;
let audit: string;

beforeAll(async () => {
  app = await startApp();
  const main = app.demo.companies.main.id;
  admin = await browserOf(app, 'admin');
  usage = `/console/companies/${main}/usage`;
  audit = `/console/companies/${main}/audit`;
  const token = await clientToken(app, app.demo.service_account);
  const rfis = `${app.url}/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
  for (let calls = 0; calls < 3; calls += 1) await call(rfis, token, { company: main });
  await call(`${app.url}/rest/v1.0/companies/${main}/users`, token, { company: main });
});
afterAll(() => app.close());

describe('the usage page', () => {
  it('draws calls per day, and says the same in a table', async () => {
    const page = await admin.get(`${usage}?by=principal`);
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('4 calls, 1 of them refused or failed');
    expect(page.text).toMatch(/<svg class="chart"[^>]* role="img" aria-label="Calls per day/);
    expect(page.text).not.toMatch(/\sstyle=|<script/);
    expect(textOf(page)).toContain('Nightly export');
  });

  it.each([
    ['app', 'No app (service accounts of the company'],
    ['project', 'Harbour Tower'],
    ['route', 'GET /rest/v1.0/projects/{projectId}/rfis'],
    ['status', '403'],
  ])('tells calls apart by %s', async (by, words) => {
    expect(textOf(await admin.get(`${usage}?by=${by}`))).toContain(words);
  });

  it('is narrowed to one account, project or app', async () => {
    const text = textOf(await admin.get(`${usage}?principal_id=${app.demo.service_account.id}&by=project`));
    expect(text).toContain('Only Nightly export is shown.');
    expect(textOf(await admin.get(`${usage}?principal_id=${app.demo.users.admin.id}`))).toContain(
      'No calls in this time',
    );
    const foreign = textOf(await admin.get(`${usage}?principal_id=${app.demo.users.outsider.id}`));
    expect(foreign).toContain('Only what you came from is shown.');
    expect(foreign).not.toContain('Outsider');
    expect(textOf(await admin.get(`${usage}?project_id=${app.demo.projects.bridge.id}`))).toContain(
      'No calls in this time',
    );
  });

  it('leads from a line to the same days of that account, app or project alone', async () => {
    const page = await admin.get(`${usage}?by=principal`);
    const [, href] = /<a href="([^"]*)">Nightly export<\/a>/.exec(page.text) ?? [];
    const { searchParams } = new URL((href ?? '').replaceAll('&amp;', '&'), app.url);
    expect(searchParams.get('principal_id')).toBe(String(app.demo.service_account.id));
    const alone = textOf(await admin.get((href ?? '').replaceAll('&amp;', '&')));
    expect(alone).toContain('Only Nightly export is shown.');
    expect(alone).toContain('4 calls, 1 of them');
    expect((await admin.get(`${usage}?by=status`)).text).not.toMatch(/<a href="[^"]*">403<\/a>/);
  });

  it('gives the figures as a file', async () => {
    const file = await admin.get(`${usage}/file.csv?by=principal`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.text.split('\n')[0]).toContain('principal_id,principal,day,calls,errors');
    expect(file.text).toContain('Nightly export');
  });

  it('shows a quarter at most, and refuses days that are none', async () => {
    const far = await admin.get(`${usage}?from=2026-01-01&to=2026-11-01`);
    expect([far.status, far.headers.get('location')]).toEqual([303, expect.stringContaining('from=2026-08-02')]);
    for (const query of [
      'from=yesterday',
      'from=2026-02-31',
      'from=2026-03-01&to=2026-01-01',
      'app_id=x',
      'route=%3Cb%3E',
    ])
      expect((await admin.get(`${usage}?${query}`)).status).toBe(422);
    const backward = await admin.get(`${usage}?from=2026-03-01&to=2026-01-01&by=route`);
    expect(textOf(backward)).toContain('To: lies before from. Below are the last 30 days.');
    expect(backward.text).toMatch(/name="to" value="2026-01-01" aria-invalid="true"/);
    expect(backward.text).toContain('name="from" value="2026-03-01"');
    expect((await admin.get(`${usage}?by=nonsense&from=&to=`)).status).toBe(200);
  });

  it('is for readers of app management, of their own company', async () => {
    const reader = await aMember(app, app.demo.companies.main.id, {
      levels: { 'company.app_management': 'read_only' },
    });
    expect((await (await browserOf(app, reader)).get(usage)).status).toBe(200);
    expect((await (await browserOf(app, 'member')).get(usage)).status).toBe(403);
    expect((await (await browserOf(app, 'member')).get(`${usage}/file.csv`)).status).toBe(403);
    expect((await (await browserOf(app, 'outsider')).get(usage)).status).toBe(404);
    const { depot } = app.demo.projects;
    expect([400, 404]).toContain((await admin.get(`${usage}?project_id=${depot.id}`)).status);
  });
});

describe('the audit trail', () => {
  it('lists events, filters them, and shows one with before and after', async () => {
    const api = await as(app, 'admin');
    const id = app.demo.clients.web_app.installation_id;
    await api.post(`/companies/${app.demo.companies.main.id}/app_installations/${id}/suspend`);
    const list = await admin.get(`${audit}?action=installation.suspended&subject_id=${id}&subject_type=installation`);
    expect(textOf(list)).toContain('Alba Administrator');
    const [, path] = /href="(\/console\/companies\/\d+\/audit\/\d+)"/.exec(list.text) ?? [];
    const event = await admin.get(path);
    expect(event.status).toBe(200);
    for (const words of [
      'App suspended',
      'installation.suspended',
      'Gatehouse API documentation',
      'In use',
      'Suspended',
    ])
      expect(textOf(event)).toContain(words);
    const [, request] = /request_id=([\w-]+)"/.exec(event.text) ?? [];
    expect(textOf(await admin.get(`${audit}?request_id=${request}`))).toContain('App suspended');
    const today = new Date().toISOString().slice(0, 10);
    expect(textOf(await admin.get(`${audit}?from=${today}&to=${today}`))).toContain('App suspended');
    expect(textOf(await admin.get(`${audit}?to=2020-01-01`))).toContain('Nothing was found');
  });

  it('says in words what happened, and calls apps, people and projects by name', async () => {
    const { main } = app.demo.companies;
    const told = textOf(await admin.get(`${audit}?per_page=300`));
    for (const name of ['App installed', 'Member added', 'Project created', 'Harbour Tower', 'Marco Member'])
      expect(told).toContain(name);
    const actions = await app.database.query<{ action: string }>(
      'SELECT DISTINCT action FROM audit_events WHERE company_id = ?',
      [main.id],
    );
    for (const { action } of actions) expect(eventWords(action, 'en')).not.toBe(action);
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    expect(textOf(await spanish.get(`${audit}?action=installation.created`))).toContain('Aplicación instalada');
  });

  it('offers what happened, who and what to choose from, also what an address names beside that', async () => {
    const page = await admin.get(`${audit}?action=installation.&actor_id=${app.demo.users.admin.id}`);
    expect(page.text).toContain('<option value="installation." selected>installation.</option>');
    expect(page.text).toContain('<option value="installation.suspended">App suspended</option>');
    expect(page.text).toContain(`<option value="${app.demo.users.admin.id}" selected>`);
    expect(page.text).toContain('<option value="service_account">Service account</option>');
  });

  it('calls connections and what ends them by the app, and marks no field that one side alone tells of', async () => {
    const { main } = app.demo.companies;
    const { installation_id: id } = app.demo.clients.web_app;
    const api = await as(app, 'admin');
    await api.post(`/companies/${main.id}/app_installations/${id}/resume`);
    await userTokens(app, app.demo.clients.web_app, app.demo.users.member);
    expectStatus(await api.delete(`/companies/${main.id}/app_installations/${id}/connections`), 200);
    for (const action of ['grant.consented', 'installation.connections_ended'])
      expect(textOf(await admin.get(`${audit}?action=${action}`))).toContain('Site Web App');
    await api.post(`/companies/${main.id}/app_installations/${id}/suspend`);
    const list = await admin.get(`${audit}?action=installation.suspended`);
    const [, path] = /href="(\/console\/companies\/\d+\/audit\/\d+)"/.exec(list.text) ?? [];
    const event = (await admin.get(path)).text;
    const [changed, ...beside] = event.split('What it tells besides');
    expect(changed).toMatch(/State<\/th>\s*<td data-label="Before">.*In use.*\s*<td data-label="After">.*Suspended/);
    expect(changed).not.toContain('Where it runs');
    expect(beside.join()).toContain('Where it runs');
    await api.post(`/companies/${main.id}/app_installations/${id}/resume`);
  });

  it('tells what an event holds by words and names, in both languages', async () => {
    const { main } = app.demo.companies;
    const [connector] = await app.database.query<{ id: number | string }>(
      "SELECT id FROM audit_events WHERE company_id = ? AND action = 'installation.created' AND subject_id = ?",
      [main.id, String(app.demo.clients.data_connector.installation_id)],
    );
    const english = textOf(await admin.get(`${audit}/${connector.id}`));
    for (const words of [
      'Version 1.0.0',
      'Directory (company): Read only',
      'Data Connector (by itself)',
      'Harbour Tower',
    ])
      expect(english).toContain(words);
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    const page = textOf(await spanish.get(`${audit}/${connector.id}`));
    for (const words of ['Versión 1.0.0', 'Directorio (empresa): Solo lectura', 'Data Connector (por sí misma)'])
      expect(page).toContain(words);
  });

  it('names no app that does not concern the company, whatever a rule is about', async () => {
    const { main } = app.demo.companies;
    const stranger = await aUserApp(await as(app, 'developer'));
    const api = await as(app, 'admin');
    const rule = { policy: 'allowed', reason: 'by number' };
    expectStatus(await api.put(`/companies/${main.id}/app_management/policies/${stranger.app.id}`, rule), 200);
    const told = await admin.get(`${audit}?subject_type=app&subject_id=${stranger.app.id}`);
    expect(textOf(told)).toMatch(/App allowed Alba/);
    expect(told.text).not.toContain('Field Reports');
  });

  it('names an app that somebody asked for, and one whose permissions were taken away', async () => {
    const { main } = app.demo.companies;
    const asked = await aUserApp(await as(app, 'developer'));
    const member = await as(app, 'member');
    const wish = { version_key: asked.version.production_version_key };
    expectStatus(await member.post(`/companies/${main.id}/installation_requests`, wish), 201);
    expect(textOf(await admin.get(`${audit}?action=installation_request.raised`))).toMatch(
      /App requested .*Field Reports/,
    );
    const { installation_id: id } = app.demo.clients.data_connector;
    const narrower = { approved_permissions: { 'company.directory': 'none' } };
    const api = await as(app, 'admin');
    expectStatus(await api.post(`/companies/${main.id}/app_installations/${id}/advice/apply`, narrower), 200);
    expect(textOf(await admin.get(`${audit}?action=installation.narrowed`))).toContain('Data Connector');
  });

  it('calls an app that is kept out so, in the list and in the event', async () => {
    const { main } = app.demo.companies;
    const { app_id: id } = app.demo.clients.not_installed;
    const api = await as(app, 'admin');
    const rule = { policy: 'denied', reason: 'failing' };
    expectStatus(await api.put(`/companies/${main.id}/app_management/policies/${id}`, rule), 200);
    const list = await admin.get(`${audit}?subject_type=app&subject_id=${id}`);
    expect(textOf(list)).toMatch(/App kept out Alba/);
    const [, path] = /href="(\/console\/companies\/\d+\/audit\/\d+)"/.exec(list.text) ?? [];
    expect(textOf(await admin.get(path))).toMatch(/Rule Kept out Reason failing/);
  });

  it('has words for every field of every event', async () => {
    const states = await app.database.query<{ before_state: string | null; after_state: string | null }>(
      'SELECT before_state, after_state FROM audit_events WHERE company_id IS NOT NULL',
    );
    const fields = states
      .flatMap(({ before_state, after_state }) => [before_state, after_state])
      .flatMap((state) => Object.keys(JSON.parse(state ?? '{}') as object));
    expect(fields.length).toBeGreaterThan(0);
    for (const field of new Set(fields)) expect(fieldWords(field, 'en')).not.toBe(field);
  });

  it('leaves out what an event says nothing about', async () => {
    const { main } = app.demo.companies;
    const [created] = await app.database.query<{ id: number | string; after_state: string }>(
      "SELECT id, after_state FROM audit_events WHERE company_id = ? AND action = 'installation.created' LIMIT 1",
      [main.id],
    );
    expect(created.after_state).toContain('"service_account_id":null');
    const page = textOf(await admin.get(`${audit}/${created.id}`));
    expect(page).toContain('Where it runs');
    expect(page).not.toContain('Acts as');
  });

  it('tells an action that has no words by its code, whatever it is called', () => {
    for (const action of ['nothing.known', 'constructor', '__proto__', ''])
      expect(eventWords(action, 'es')).toBe(action);
  });

  it('pages, keeps its filter, and ignores what is empty', async () => {
    const first = await admin.get(`${audit}?action=&from=`);
    expect(first.status).toBe(200);
    const beyond = await admin.get(`${audit}?action=installation.&page=7`);
    expect(beyond.status).toBe(200);
  });

  it.each([
    'action=%3Cscript%3E',
    'actor_id=x',
    'from=tomorrow',
    'page=0',
    'subject_id=%27%20OR%201',
    'from=2026-03-01&to=2026-01-01',
  ])('refuses %s with words', async (query) => {
    const answer = await admin.get(`${audit}?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('<script');
  });

  it('is for administrators, and shows no event of another company', async () => {
    const manager = await aMember(app, app.demo.companies.main.id, { levels: { 'company.app_management': 'admin' } });
    expect((await (await browserOf(app, manager)).get(audit)).status).toBe(403);
    const [foreign] = await app.database.query<{ id: number | string }>(
      'SELECT MAX(id) AS id FROM audit_events WHERE company_id = ?',
      [app.demo.companies.other.id],
    );
    expect((await admin.get(`${audit}/${foreign.id}`)).status).toBe(404);
    expect((await admin.get(`${audit}/x`)).status).toBe(404);
  });

  it('is saved as a file, narrowed as the page is, with the end of the chain', async () => {
    const page = await admin.get(`${audit}?action=installation.&page=1`);
    expect(page.text).toContain(`href="${audit}/file.ndjson?action=installation."`);
    const file = await admin.get(`${audit}/file.ndjson?action=installation.`);
    expect(file.headers.get('content-type')).toContain('application/x-ndjson');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(file.headers.get('cache-control')).toBe('no-store');
    const lines = file.text.trim().split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ action: expect.stringMatching(/^installation\./) });
    expect(file.text).toMatch(/"chain_head":\{"length":\d+,"hash":[^}]+\}\}\n$/);
    for (const query of ['?from=tomorrow', '?from=2026-02-01&to=2026-01-01', '?actor_id=x'])
      expect([query, (await admin.get(`${audit}/file.ndjson${query}`)).status]).toEqual([query, 422]);
  });

  it('is saved by nobody but administrators of the company', async () => {
    const { main, other } = app.demo.companies;
    const manager = await browserOf(
      app,
      await aMember(app, main.id, { levels: { 'company.app_management': 'admin' } }),
    );
    expect((await manager.get(`${audit}/file.ndjson`)).status).toBe(403);
    expect((await (await browserOf(app, 'outsider')).get(`${audit}/file.ndjson`)).status).toBe(404);
    const elsewhere = await admin.get(`/console/companies/${other.id}/audit/file.ndjson`);
    expect(elsewhere.text).not.toContain(`"company_id":${main.id}`);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anInstalledConnector, type Installed, type PromotedApp } from '../app-management/installing.js';
import { CONNECTOR_PERMISSIONS } from '../apps/an-app.js';
import { type Api, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

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
  installed = await anInstalledConnector(developer, api, main, app.demo.projects.tower.id);
  base = `${apps}/${installed.id}`;
});
afterAll(() => app.close());

const approvedFor = async (id: number): Promise<object> =>
  (await api.get(`/app_installations/${id}`, main)).body.approved_permissions as object;
const narrowings = async (): Promise<unknown[]> =>
  (await auditOf(app, 'installation', installed.id)).filter(({ action }) => action === 'installation.narrowed');
const review = (...approved: string[]): Promise<Answer> => {
  const query = approved.map((one) => `approved=${encodeURIComponent(one)}`).join('&');
  return admin.get(`${base}/permissions/review?${query}`);
};
const take = (page: Answer, change: Record<string, string | string[]> = {}): Promise<Answer> =>
  submit(admin, page, `${base}/permissions/take`, change);

describe('single permissions of an app', () => {
  it('are chosen, looked at with what the app used, and taken from its next call on', async () => {
    const service = await asClient(app, installed.client);
    const rfis = `/projects/${app.demo.projects.tower.id}/rfis`;
    const rfi = { rfi: { subject: 'Beam', question: 'Which?' } };
    expectStatus(await service.get(rfis, main), 200);
    expect((await admin.get(base)).text).toContain(`href="${base}/permissions"`);
    const form = await admin.get(`${base}/permissions`);
    expect(textOf(form)).toContain('Used in the last 30 days: Read only');
    expect(textOf(form)).toContain('Not used in the last 30 days');
    expect(form.text).not.toContain('value="company.directory:standard"');
    const page = await review('company.directory:none', 'project.rfis:standard');
    for (const words of ['Directory (company)', 'Not seen in use', 'may need this'])
      expect(textOf(page)).toContain(words);
    expect([textOf(page).includes('RFIs (projects)'), textOf(page).includes('It stops working')]).toEqual([
      false,
      false,
    ]);
    const done = await take(page);
    expect([done.status, locationOf(done)]).toEqual([303, `${base}?done=taken`]);
    expect(await approvedFor(installed.id)).toEqual({ 'project.rfis': 'standard' });
    expect(outcome(await service.get(`/companies/${main}/users`, main))).toEqual([403, 'not_approved']);
    const needed = await review('project.rfis:none');
    for (const words of ['It stops working there', 'will be refused']) expect(textOf(needed)).toContain(words);
    expect(textOf(await review('project.rfis:read_only'))).not.toContain('It stops working there');
    expect((await take(needed)).status).toBe(303);
    expect(outcome(await service.post(rfis, rfi, main))).toEqual([403, 'not_approved']);
    expect(textOf(await admin.get(`${base}/permissions`))).toContain('no permissions of its own');
    expect(await narrowings()).toHaveLength(2);
  });

  it('are told as used by nobody only once they are counted for long enough', async () => {
    const day = 24 * 3_600_000;
    const then = Date.now() - 40 * day;
    await app.database.execute(
      'INSERT INTO api_usage (id, day, client_id, route, status, denial, tool, level, calls, last_at)' +
        " VALUES ('the first one', ?, 'somebody', 'unknown', 404, '', '', '', 1, ?)",
      [then, then],
    );
    await app.database.execute('UPDATE app_installations SET installed_at = ? WHERE id = ?', [then, installed.id]);
    await app.database.execute(
      "UPDATE audit_events SET created_at = ? WHERE subject_type = 'installation' AND subject_id = ?",
      [then, String(installed.id)],
    );
    const page = await review('company.directory:none');
    expect([textOf(page).includes('Nothing: it did not use it'), textOf(page).includes('may need this')]).toEqual([
      true,
      false,
    ]);
  });

  it('are taken once: a second click and another tab are told that it changed', async () => {
    const [one, two] = [await review('company.directory:none'), await review('project.rfis:none')];
    expect((await take(one)).status).toBe(303);
    for (const page of [one, two]) {
      const late = await take(page);
      expect([late.status, textOf(late).includes('Somebody else changed this')]).toEqual([412, true]);
      expect(late.text).toContain(`href="${base}/permissions"`);
    }
    expect(await approvedFor(installed.id)).toEqual({ 'project.rfis': 'standard' });
  });

  it('are not taken where nothing is chosen, and become no more by an altered form', async () => {
    const empty = await review('company.directory:read_only', 'project.rfis:standard');
    expect([empty.status, textOf(empty).includes('Choose a lower level')]).toEqual([422, true]);
    expect((await review()).status).toBe(200);
    for (const pair of ['project.rfis:admin', 'company.permissions:read_only', 'project.rfis:all', 'nonsense', ':'])
      expect([pair, (await review(pair)).status]).toEqual([pair, 422]);
    const page = await review('company.directory:none');
    for (const approved of [
      'project.rfis:admin',
      'company.permissions:admin',
      'nonsense',
      'project.rfis:standard',
      '',
    ]) {
      const answer = await take(page, { approved });
      expect([approved, answer.status]).toEqual([approved, 422]);
    }
    for (const seen of ['', 'x']) expect((await take(page, { seen })).status).toBe(412);
    expect((await take(page, { csrf_token: '' })).status).toBe(403);
    expect(await approvedFor(installed.id)).toEqual(CONNECTOR_PERMISSIONS);
    expect(await narrowings()).toEqual([]);
  });

  it('are not for people who only look, for other companies, or of an app that is gone', async () => {
    const levels = { 'company.app_management': 'read_only' } as const;
    const reader = await browserOf(app, await aMember(app, main, { levels }));
    const seen = await reader.get(base);
    expect([seen.status, seen.text.includes(`${base}/permissions`)]).toEqual([200, false]);
    const page = await review('company.directory:none');
    const fields = fieldsOf(page, `${base}/permissions/take`);
    for (const path of ['', '/review?approved=company.directory:none'])
      expect((await reader.get(`${base}/permissions${path}`)).status).toBe(403);
    const elsewhere = `/console/companies/${app.demo.companies.other.id}/apps/${installed.id}/permissions`;
    expect((await admin.get(elsewhere)).status).toBe(404);
    expect((await admin.post(`${elsewhere}/take`, fields)).status).toBe(404);
    for (const id of ['987654', 'x']) expect((await admin.get(`${apps}/${id}/permissions`)).status).toBe(404);
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await api.patch(`/app_installations/${installed.id}`, uninstall), 200);
    expect((await take(page)).status).toBe(409);
    expect((await review('company.directory:none')).status).toBe(409);
    const gone = await admin.get(`${base}/permissions`);
    expect([textOf(gone).includes('not installed any more'), gone.text.includes('<select')]).toEqual([true, false]);
    expect((await admin.get(base)).text).not.toContain(`${base}/permissions"`);
  });
});

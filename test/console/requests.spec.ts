import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import type { Browser } from '../support/browser.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, submit, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let member: Api;
let base: string;

beforeAll(async () => {
  app = await startApp();
  admin = await browserOf(app, 'admin');
  member = await as(app, 'member');
  base = `/console/companies/${app.demo.companies.main.id}/requests`;
});
afterAll(() => app.close());

async function aRequest(notes = 'For the <b>diary</b>.'): Promise<number> {
  const { main } = app.demo.companies;
  const wish = { app_id: app.demo.clients.not_installed.app_id, notes, project_ids: [app.demo.projects.tower.id] };
  return expectStatus(await member.post(`/companies/${main.id}/installation_requests`, wish), 201).body.id as number;
}

describe('requests', () => {
  it('are listed, denied once with a note, and then only told', async () => {
    const id = await aRequest();
    const list = await admin.get(base);
    expect(textOf(list)).toContain('Install Not Installed Yet');
    expect(textOf(list)).toContain('Requests 1');
    const page = await admin.get(`${base}/${id}`);
    expect(page.text).toContain('For the &lt;b&gt;diary&lt;/b&gt;.');
    expect(textOf(page)).toMatch(/It runs out on .* Not Installed Yet by \S/);
    const deny = `${base}/${id}/deny`;
    expect((await submit(admin, page, deny, { notes: 'x'.repeat(2_001) })).status).toBe(422);
    expect((await submit(admin, page, deny, { notes: 'We use another app.' })).status).toBe(303);
    const late = await submit(admin, page, deny);
    expect([late.status, textOf(late).includes('Somebody answered this request already')]).toEqual([409, true]);
    const answered = await admin.get(`${base}/${id}`);
    expect(textOf(answered)).toContain('We use another app.');
    expect(answered.text).not.toContain('/approve"');
    expect([textOf(answered).includes('runs out'), answered.text.includes('Open the page of')]).toEqual([false, false]);
  });

  it('are approved as the page showed them, and not with less or more', async () => {
    const id = await aRequest();
    const page = await admin.get(`${base}/${id}`);
    const approve = `${base}/${id}/approve`;
    const project_ids = String(app.demo.projects.tower.id);
    const terms = { ...fieldsOf(page, approve), mode: 'selected', project_ids };
    expect((await admin.post(approve, { ...terms, approved: 'project.rfis:read_only' })).status).toBe(409);
    expect((await admin.post(approve, { ...terms, approved: 'nonsense' })).status).toBe(409);
    const approved = [...page.text.matchAll(/name="approved" value="([^"]+)"/g)].map(([, value]) => value);
    const depot = String(app.demo.projects.depot.id);
    expect((await admin.post(approve, { ...terms, approved, project_ids: depot })).status).toBe(422);
    expect((await admin.post(approve, { ...terms, approved })).status).toBe(303);
    expect((await admin.post(approve, { ...terms, approved })).status).toBe(409);
    const [, link] = /<a href="([^"]+)">Open the page of/.exec((await admin.get(`${base}/${id}`)).text) ?? [];
    expect(textOf(await admin.get(link))).toContain('Not Installed Yet');
    expect(textOf(await admin.get(`${base.replace('requests', 'apps')}`))).toContain('Not Installed Yet');
  });

  it('are no affair of members, of other companies, or of ids that are none', async () => {
    const [request] = (await member.get(`/companies/${app.demo.companies.main.id}/installation_requests`)).body;
    expect((await (await browserOf(app, 'member')).get(base)).status).toBe(403);
    const elsewhere = `/console/companies/${app.demo.companies.other.id}/requests`;
    expect((await admin.get(`${elsewhere}/${request.id}`)).status).toBe(404);
    expect((await admin.get(`${base}/987654`)).status).toBe(404);
    expect((await admin.get(`${base}/x`)).status).toBe(404);
  });
});

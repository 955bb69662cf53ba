import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aConnector,
  aUserApp,
  anInstalledConnector,
  type Installed,
  install,
  type PromotedApp,
} from '../app-management/installing.js';
import { aPromotedVersion, CONNECTOR, CONNECTOR_PERMISSIONS } from '../apps/an-app.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let api: Api;
let developer: Api;
let member: Api;
let admin: Browser;
let spanish: Browser;
let main: number;
let tower: number;
let bridge: number;
let apps: string;
let requests: string;
let installed: PromotedApp & Installed;
let base: string;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  [tower, bridge] = [app.demo.projects.tower.id, app.demo.projects.bridge.id];
  apps = `/console/companies/${main}/apps`;
  requests = `/console/companies/${main}/requests`;
  [api, developer, member] = [await as(app, 'admin'), await as(app, 'developer'), await as(app, 'member')];
  admin = await browserOf(app, 'admin');
  spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
});
beforeEach(async () => {
  installed = await anInstalledConnector(developer, api, main, tower);
  base = `${apps}/${installed.id}`;
});
afterAll(() => app.close());

const change = async (id: number, status: string): Promise<unknown> =>
  expectStatus(await api.patch(`/app_installations/${id}`, { company_id: main, app_installation: { status } }), 200);
const uninstall = (): Promise<unknown> => change(installed.id, 'uninstalled');
const narrow = async (approved_permissions: object): Promise<unknown> =>
  expectStatus(
    await api.post(`/companies/${main}/app_installations/${installed.id}/advice/apply`, { approved_permissions }),
    200,
  );
const approvedNow = async (): Promise<object> =>
  (await api.get(`/app_installations/${installed.id}`, main)).body.approved_permissions as object;
const permittedNow = async (id = installed.id): Promise<unknown> =>
  (await api.get(`/companies/${main}/app_installations/${id}/permitted_projects`)).body;
const installPage = (): string => `${apps}/install?app_id=${installed.app.id}`;

/** The projects that a page has ticked. */
const chosenOn = ({ text }: Answer): number[] =>
  [...text.matchAll(/name="project_ids" value="(\d+)" checked/g)].map(([, id]) => Number(id));
const approvedOn = ({ text }: Answer): string[] =>
  [...text.matchAll(/name="approved" value="([^"]+)"/g)].map(([, value]) => value);

async function aRequest(project_ids: number[] = [], app_id: number = installed.app.id): Promise<number> {
  const wish = { app_id, notes: '', project_ids };
  return expectStatus(await member.post(`/companies/${main}/installation_requests`, wish), 201).body.id as number;
}

describe('a permission that was taken away', () => {
  it('comes back by the way that the page names, and by no other', async () => {
    const review = await admin.get(`${base}/permissions/review?approved=company.directory:none`);
    expect(textOf(review)).toContain('install it with “Install an app”');
    expect(textOf(await spanish.get(`${base}/permissions/review?approved=company.directory:none`))).toContain(
      'instálela con «Instalar una aplicación»',
    );
    expect((await submit(admin, review, `${base}/permissions/take`)).status).toBe(303);
    expect((await admin.get(base)).text).not.toContain(installPage());
    await uninstall();
    const page = await admin.get(base);
    expect(textOf(page)).toContain('Directory (company) was taken away');
    expect(page.text).toContain(`href="${installPage()}">Install it anew, with all permissions it asks for</a>`);
    expect(textOf(await spanish.get(base))).toContain('Instalarla desde cero, con todos los permisos que pide');
    expect((await submit(admin, page, `${base}/reinstall`)).status).toBe(303);
    expect(await approvedNow()).toEqual({ 'project.rfis': 'standard' });
    await uninstall();
    const anew = await admin.get(installPage());
    expect(textOf(anew)).toContain('When it was last installed here it had less: Directory (company) was taken away');
    expect(chosenOn(anew)).toEqual([tower]);
    const form = `${apps}/install`;
    const fields = { approved: approvedOn(anew), mode: 'selected', project_ids: String(tower) };
    expect(locationOf(await submit(admin, anew, form, fields))).toBe(`${base}?done=installed`);
    expect(await approvedNow()).toEqual(CONNECTOR_PERMISSIONS);
  });

  it('is not spoken of where nothing was taken, where an app acts for people alone, or to whoever only looks', async () => {
    await uninstall();
    const page = await admin.get(base);
    expect(textOf(page)).toContain('With the version, permissions and projects it had.');
    expect(textOf(page)).not.toContain('was taken away');
    expect(textOf(await admin.get(installPage()))).not.toContain('it had less');
    const levels = { 'company.app_management': 'read_only' } as const;
    const reader = await browserOf(app, await aMember(app, main, { levels }));
    expect((await reader.get(base)).text).not.toContain(`${apps}/install`);
    const people = await aUserApp(developer);
    const own = await install(api, main, { version_key: people.version.production_version_key });
    await change(own.id, 'uninstalled');
    expect((await admin.get(`${apps}/${own.id}`)).text).not.toContain(`${apps}/install`);
  });

  it('is told apart from one that an earlier version never asked for', async () => {
    await narrow({ 'project.rfis': 'read_only' });
    await uninstall();
    const larger = { ...CONNECTOR, permissions: { company: { directory: 'standard' }, project: { rfis: 'standard' } } };
    await aPromotedVersion(developer, installed.app, '1.1.0', larger);
    const text = textOf(await admin.get(installPage()));
    expect(text).toContain('RFIs (projects) was reduced to: Read only');
    expect(text).toContain('Directory (company): it had Read only, and did not ask for more');
    expect(text).not.toContain('was taken away');
  });
});

describe('a request for an app that the company had with less', () => {
  it('says so before it is approved, and begins with the former projects and bounds', async () => {
    await narrow({ 'company.directory': 'none' });
    const bound = { mode: 'selected', project_ids: [bridge], bind_users: true };
    expectStatus(await api.put(`/companies/${main}/app_installations/${installed.id}/permitted_projects`, bound), 200);
    await uninstall();
    const id = await aRequest([tower]);
    const page = await admin.get(`${requests}/${id}`);
    const [before] = textOf(page).split('Approve and install');
    expect(before).toContain('When it was last installed here it had less: Directory (company) was taken away');
    expect(before).toContain(`it could work in: ${app.demo.projects.bridge.name}`);
    expect(page.text).toContain(`href="${base}"`);
    expect(chosenOn(page)).toEqual([bridge]);
    expect(page.text).toMatch(/name="bind_users" value="true" checked/);
    expect(textOf(await spanish.get(`${requests}/${id}`))).toContain('Directorio (empresa): se le quitó');
    // The way with less is the one that the page names.
    expect((await submit(admin, await admin.get(base), `${base}/reinstall`)).status).toBe(303);
    expect([await approvedNow(), await permittedNow()]).toEqual([{ 'project.rfis': 'standard' }, bound]);
    const answered = textOf(await admin.get(`${requests}/${id}`));
    expect([answered.includes('Approved'), answered.includes('it had less')]).toEqual([true, false]);
  });

  it('for an upgrade tells what it would get back', async () => {
    await narrow({ 'company.directory': 'none' });
    await aPromotedVersion(developer, installed.app, '1.1.0', {
      ...CONNECTOR,
      permissions: { company: { directory: 'readonly' }, project: { rfis: 'admin' } },
    });
    const wish = { installation_id: installed.id, notes: '' };
    const { body } = expectStatus(await member.post(`/companies/${main}/installation_requests`, wish), 201);
    const text = textOf(await admin.get(`${requests}/${body.id as number}`));
    expect(text).toContain('It has less here at present: Directory (company) was taken away');
    expect(text).toContain('RFIs (projects): it had Standard, and did not ask for more');
    expect(text).not.toContain('When it was last installed');
  });

  it('says nothing of that where the company never had the app, though another company did', async () => {
    const { app_id } = app.demo.clients.not_installed;
    const elsewhere = `/console/companies/${app.demo.companies.other.id}/apps`;
    const form = await admin.get(`${elsewhere}/install?app_id=${app_id}`);
    const fields = { approved: approvedOn(form), mode: 'all_and_future' };
    const theirs = locationOf(await submit(admin, form, `${elsewhere}/install`, fields)).split('?')[0];
    const question = await admin.get(`${theirs}/uninstall`);
    expect((await submit(admin, question, `${theirs}/uninstall`)).status).toBe(303);
    const id = await aRequest([tower], app_id);
    const page = await admin.get(`${requests}/${id}`);
    expect(textOf(page)).not.toContain('last installed here');
    expect(chosenOn(page)).toEqual([tower]);
  });
});

describe('an app that works in projects by itself', () => {
  it('is not installed from the page without a project, which keeps what was chosen', async () => {
    const { version } = await aConnector(developer);
    const review = await admin.get(`${apps}/install?version_key=${version.production_version_key}`);
    const form = `${apps}/install`;
    const fields = { approved: approvedOn(review), mode: 'selected', bind_users: 'true' };
    const refused = await submit(admin, review, form, fields);
    expect([refused.status, textOf(refused).includes('Choose at least one project, or all')]).toEqual([422, true]);
    expect(refused.text).toMatch(/name="bind_users" value="true" checked/);
    expect(refused.text).toMatch(/aria-describedby="projects-wrong"/);
    expect(
      textOf(
        await submit(
          spanish,
          await spanish.get(`${apps}/install?version_key=${version.production_version_key}`),
          form,
          fields,
        ),
      ),
    ).toContain('Elija al menos un proyecto, o todos');
    const done = await submit(admin, refused, form, { ...fields, project_ids: String(bridge) });
    expect([done.status, locationOf(done)]).toEqual([303, expect.stringMatching(/done=installed$/)]);
    const [, id] = /apps\/(\d+)/.exec(locationOf(done)) ?? [];
    expect(await permittedNow(Number(id))).toEqual({ mode: 'selected', project_ids: [bridge], bind_users: true });
  });

  it('is installed for all projects without one, and one that acts for people, or in the company alone, without any', async () => {
    const everywhere = await aConnector(developer);
    const people = await aUserApp(developer);
    const company = await aConnector(developer, { ...CONNECTOR, permissions: { company: { directory: 'readonly' } } });
    for (const [{ version }, mode] of [
      [everywhere, 'all_and_future'],
      [people, 'selected'],
      [company, 'selected'],
    ] as const) {
      const review = await admin.get(`${apps}/install?version_key=${version.production_version_key}`);
      const fields = { approved: approvedOn(review), mode };
      expect((await submit(admin, review, `${apps}/install`, fields)).status).toBe(303);
    }
  });

  it('is not approved without a project either, until one is chosen; the API stays as it was', async () => {
    await uninstall();
    const id = await aRequest([tower]);
    const page = await admin.get(`${requests}/${id}`);
    const approve = `${requests}/${id}/approve`;
    const fields = { ...fieldsOf(page, approve), approved: approvedOn(page), mode: 'selected' };
    const refused = await admin.post(approve, fields);
    expect([refused.status, textOf(refused).includes('Choose at least one project, or all')]).toEqual([422, true]);
    expect(chosenOn(refused)).toEqual([]);
    expect(textOf(await admin.get(`${requests}/${id}`))).toContain('Open');
    expect((await admin.post(approve, { ...fields, project_ids: String(tower) })).status).toBe(303);
    expect((await admin.post(approve, fields)).status).toBe(409);
    const { version } = await aConnector(developer);
    const body = { version_key: version.production_version_key, approved_permissions: CONNECTOR_PERMISSIONS };
    expectStatus(await api.post(`/companies/${main}/app_installations`, body), 201);
  });
});

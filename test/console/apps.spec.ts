import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { anInstalledConnector } from '../app-management/installing.js';
import { aPromotedVersion, CONNECTOR } from '../apps/an-app.js';
import { type Api, as, auditOf } from '../apps/api.js';
import { aMember, type Person } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import { userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let api: Api;
let developer: Api;
let main: number;
let connector: number;
let base: string;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  connector = app.demo.clients.data_connector.installation_id ?? 0;
  base = `/console/companies/${main}/apps`;
  api = await as(app, 'admin');
  developer = await as(app, 'developer');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

const NOBODY = { role: 'member', levels: {}, actions: {}, permissionTemplateId: null } as const;

const pageOf = (id: number): string => `${base}/${id}`;
const stateOf = async (id: number): Promise<string> =>
  (await api.get(`/companies/${main}/app_installations`)).body.find((one: { id: number }) => one.id === id).status;

async function ofOthers(): Promise<number> {
  const other = app.demo.companies.other.id;
  const { version_key } = app.demo.clients.web_app;
  const { body } = await api.post(`/companies/${other}/app_installations`, { version_key });
  return body.id as number;
}

describe('the page of an app', () => {
  it('shows what was approved, its use, the projects and the ways to stop it', async () => {
    const page = await admin.get(pageOf(connector));
    expect(page.status).toBe(200);
    const text = textOf(page);
    for (const words of ['Data Connector', 'Too early to say', 'Harbour Tower', 'Nobody has connected the app here'])
      expect(text).toContain(words);
    for (const action of ['suspend', 'projects', 'uninstall'])
      expect(page.text).toContain(`${pageOf(connector)}/${action}`);
  });

  it('is 404 for the installation of another company, for none, and for what is no id', async () => {
    const foreign = await ofOthers();
    for (const id of [foreign, 987_654, 0]) expect((await admin.get(pageOf(id))).status).toBe(404);
    const fields = fieldsOf(await admin.get(pageOf(connector)), `${pageOf(connector)}/suspend`);
    for (const verb of ['suspend', 'resume', 'reinstall', 'uninstall', 'narrow', 'rollback', 'disconnect-all'])
      expect([verb, (await admin.post(`${pageOf(foreign)}/${verb}`, fields)).status]).toEqual([verb, 404]);
  });

  it('lets somebody who reads only look, and change nothing even with a form of their own', async () => {
    const reader = await browserOf(
      app,
      await aMember(app, main, { levels: { 'company.app_management': 'read_only' } }),
    );
    const page = await reader.get(pageOf(connector));
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/suspend');
    expect(textOf(page)).not.toContain('Harbour Tower');
    expect((await reader.post(`${pageOf(connector)}/suspend`, {})).status).toBe(403);
    for (const path of ['/projects', '/uninstall', '/upgrade'])
      expect((await reader.get(pageOf(connector) + path)).status).toBe(403);
    expect(await stateOf(connector)).toBe('active');
  });

  it('suspends once and resumes, and says in words when it was done already', async () => {
    const page = await admin.get(pageOf(connector));
    const suspend = `${pageOf(connector)}/suspend`;
    const done = await submit(admin, page, suspend);
    expect([done.status, locationOf(done)]).toEqual([303, `${pageOf(connector)}?done=suspended`]);
    const again = await submit(admin, page, suspend);
    expect(again.status).toBe(409);
    expect(textOf(again)).toContain('The app is suspended already');
    expect(again.text).toContain(`href="${pageOf(connector)}"`);
    const suspended = await admin.get(locationOf(done));
    expect(textOf(suspended)).toContain('It can do nothing in this company');
    expect((await submit(admin, suspended, `${pageOf(connector)}/resume`)).status).toBe(303);
    expect(await stateOf(connector)).toBe('active');
    const [event] = (await auditOf(app, 'installation', connector)).filter(({ action }) =>
      action.endsWith('.suspended'),
    );
    expect(event).toBeDefined();
    const rows = await app.database.query<{ client_id: string; actor_id: number | string }>(
      "SELECT client_id, actor_id FROM audit_events WHERE action = 'installation.suspended'",
    );
    expect(rows.map((row) => [row.client_id, Number(row.actor_id)])).toEqual([
      ['gatehouse-console', app.demo.users.admin.id],
    ]);
  });

  it('takes no form without a token, with another session’s token, or from another browser', async () => {
    const page = await admin.get(pageOf(connector));
    const suspend = `${pageOf(connector)}/suspend`;
    const { csrf_token } = fieldsOf(page, suspend);
    const elsewhere = await browserOf(app, 'admin');
    await elsewhere.get(base);
    for (const [browser, token] of [
      [admin, ''],
      [admin, `${csrf_token}x`],
      [elsewhere, csrf_token],
    ] as const) {
      const answer = await browser.post(suspend, { csrf_token: token });
      expect(answer.status).toBe(403);
      expect(textOf(answer)).toContain('This form is no longer valid');
    }
    await admin.signIn(await admin.get('/sign-in'), app.demo.users.admin);
    expect((await admin.post(suspend, { csrf_token })).status).toBe(403);
    expect(await stateOf(connector)).toBe('active');
  });

  it('does nothing for somebody whose session ended, or who was demoted, while the page was open', async () => {
    const person: Person = await aMember(app, main, { role: 'admin' });
    const browser = await browserOf(app, person);
    const page = await browser.get(pageOf(connector));
    await app.app.get(Members).setPermissions(main, person.id, NOBODY);
    expect((await submit(browser, page, `${pageOf(connector)}/suspend`)).status).toBe(403);
    const open = await admin.get(pageOf(connector));
    await app.database.execute('DELETE FROM sessions WHERE user_id = ?', [app.demo.users.admin.id]);
    const answer = await admin.post(`${pageOf(connector)}/suspend`, fieldsOf(open, `${pageOf(connector)}/suspend`));
    expect(textOf(answer)).toContain('Sign in');
    expect(await stateOf(connector)).toBe('active');
  });
});

describe('the permitted projects of an app', () => {
  const form = (): string => `${pageOf(connector)}/projects`;

  it('are chosen, all of them too, and are refused to whoever looked at an older state', async () => {
    const first = await admin.get(form());
    const { bridge, tower } = app.demo.projects;
    const both = await submit(admin, first, form(), {
      mode: 'selected',
      project_ids: [String(tower.id), String(bridge.id)],
    });
    expect(both.status).toBe(303);
    const late = await submit(admin, first, form(), { mode: 'all_and_future' });
    expect(late.status).toBe(412);
    expect(textOf(late)).toContain('Somebody else changed this');
    const permitted = await api.get(`/companies/${main}/app_installations/${connector}/permitted_projects`);
    expect(permitted.body).toEqual({ mode: 'selected', project_ids: [tower.id, bridge.id], bind_users: false });
    const everywhere = await submit(admin, await admin.get(form()), form(), {
      mode: 'all_and_future',
      bind_users: 'true',
    });
    expect(everywhere.status).toBe(303);
    expect(textOf(await admin.get(pageOf(connector)))).toContain('It may run in all projects');
    const back = await submit(admin, await admin.get(form()), form(), {
      mode: 'selected',
      project_ids: String(tower.id),
    });
    expect(back.status).toBe(303);
  });

  it('hold no project of another company, none that is none, and no mode that is none', async () => {
    const page = await admin.get(form());
    const { depot } = app.demo.projects;
    for (const change of [
      { mode: 'selected', project_ids: String(depot.id) },
      { mode: 'selected', project_ids: 'x' },
      { mode: 'everything' },
      { mode: ['selected', 'selected'] },
    ]) {
      const answer = await submit(admin, page, form(), change as never);
      expect(answer.status).toBe(422);
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });
});

describe('an app that is installed', () => {
  it('is looked at first, approved as shown, and then there', async () => {
    const { version_key } = app.demo.clients.not_installed;
    const market = await admin.get(`${base}/install`);
    expect(textOf(market)).toContain('Not Installed Yet');
    const review = await admin.get(`${base}/install?version_key=${version_key}`);
    expect(review.status).toBe(200);
    expect(textOf(review)).toContain('RFIs (projects)');
    const project_ids = String(app.demo.projects.tower.id);
    const fields = { ...fieldsOf(review, `${base}/install`), mode: 'selected', project_ids };
    const altered = await admin.post(`${base}/install`, { ...fields, approved: 'project.rfis:admin' });
    expect([altered.status, textOf(altered).includes('other permissions')]).toEqual([409, true]);
    const approved = [...review.text.matchAll(/name="approved" value="([^"]+)"/g)].map(([, value]) => value);
    const installed = await admin.post(`${base}/install`, { ...fields, approved });
    expect([installed.status, locationOf(installed)]).toEqual([303, expect.stringMatching(/done=installed$/)]);
    const twice = await admin.post(`${base}/install`, { ...fields, approved });
    expect([twice.status, textOf(twice).includes('installed in this company already')]).toEqual([409, true]);
  });

  it('has a key that exists, fits the company, and is of a listed app where an id names it', async () => {
    for (const query of [
      'version_key=nonsense',
      'version_key=7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55',
      'app_id=987654',
      'app_id=x',
    ])
      expect((await admin.get(`${base}/install?${query}`)).status).toBe(422);
    const sandbox = `/console/companies/${app.demo.companies.sandbox.id}/apps/install`;
    const answer = await admin.get(`${sandbox}?version_key=${app.demo.clients.web_app.version_key}`);
    expect([answer.status, textOf(answer).includes('Sandbox versions go to sandbox companies')]).toEqual([403, true]);
  });

  it('is upgraded with the permissions that the page showed, and rolled back once', async () => {
    const { app: mine, id } = await anInstalledConnector(developer, api, main, app.demo.projects.tower.id);
    expect((await admin.get(`${pageOf(id)}/upgrade`)).status).toBe(409);
    const larger = { ...CONNECTOR, permissions: { company: { directory: 'readonly' }, project: { rfis: 'admin' } } };
    await aPromotedVersion(developer, mine, '1.1.0', larger);
    const upgrade = `${pageOf(id)}/upgrade`;
    const page = await admin.get(upgrade);
    expect(textOf(page)).toContain('More than now');
    const fields = fieldsOf(page, upgrade);
    expect((await admin.post(upgrade, { ...fields, approved: 'project.rfis:admin' })).status).toBe(409);
    expect((await admin.post(upgrade, { ...fields, version_id: 'x' })).status).toBe(422);
    const approved = [...page.text.matchAll(/name="approved" value="([^"]+)"/g)].map(([, value]) => value);
    expect((await admin.post(upgrade, { ...fields, approved })).status).toBe(303);
    const twice = await admin.post(upgrade, { ...fields, approved });
    expect([twice.status, textOf(twice).includes('no newer version')]).toEqual([409, true]);
    const upgraded = await admin.get(pageOf(id));
    expect(textOf(upgraded)).toContain('Take the last upgrade back');
    expect((await submit(admin, upgraded, `${pageOf(id)}/rollback`)).status).toBe(303);
    expect((await submit(admin, upgraded, `${pageOf(id)}/rollback`)).status).toBe(409);
  });

  it('is uninstalled after a question, and comes back as it was', async () => {
    const id = app.demo.clients.native_app.installation_id ?? 0;
    const question = await admin.get(`${pageOf(id)}/uninstall`);
    expect(textOf(question)).toContain('Uninstall Site Native App?');
    expect((await submit(admin, question, `${pageOf(id)}/uninstall`)).status).toBe(303);
    const again = await submit(admin, question, `${pageOf(id)}/uninstall`);
    expect([again.status, textOf(again).includes('somebody uninstalled it meanwhile')]).toEqual([409, true]);
    const page = await admin.get(pageOf(id));
    expect((await submit(admin, page, `${pageOf(id)}/reinstall`)).status).toBe(303);
    expect((await submit(admin, page, `${pageOf(id)}/reinstall`)).status).toBe(409);
  });

  it('loses the connection of one person, and then of nobody else', async () => {
    const { access_token } = await userTokens(app, app.demo.clients.web_app, app.demo.users.member, {
      companies: [main],
    });
    const id = app.demo.clients.web_app.installation_id ?? 0;
    const page = await admin.get(pageOf(id));
    expect(textOf(page)).toContain('Marco Member');
    expect((await submit(admin, page, `${pageOf(id)}/disconnect`, { user_id: '987654' })).status).toBe(404);
    expect((await submit(admin, page, `${pageOf(id)}/disconnect`)).status).toBe(303);
    const answer = await call(`${app.url}/rest/v1.0/projects?company_id=${main}`, access_token);
    expect([answer.status, answer.body.code]).toEqual([403, 'company_not_granted']);
    expect((await submit(admin, page, `${pageOf(id)}/disconnect`)).status).toBe(404);
  });
});

describe('settings and policies', () => {
  const form = (): string => `${base}/settings`;

  it('are switched, unless somebody else was faster', async () => {
    const page = await admin.get(form());
    expect((await submit(admin, page, form(), { allow_user_installs: 'true' })).status).toBe(303);
    expect((await submit(admin, page, form(), {})).status).toBe(412);
    expect((await api.get(`/companies/${main}/app_management/settings`)).body.allow_user_installs).toBe(true);
  });

  it('keep an app out, show it, and take that back; unknown apps are 404', async () => {
    const page = await admin.get(form());
    const policy = `${form()}/policy`;
    const { csrf_token } = fieldsOf(page, policy);
    const app_id = String(app.demo.clients.not_installed.app_id);
    const review = await admin.post(policy, {
      csrf_token,
      app_id,
      policy: 'denied',
      reason: 'Sends <b>drawings</b> abroad.',
    });
    expect((await submit(admin, review, policy)).status).toBe(303);
    const shown = await admin.get(form());
    expect(shown.text).toContain('Sends &lt;b&gt;drawings&lt;/b&gt; abroad.');
    const refused = await admin.get(`${base}/install?app_id=${app_id}`);
    expect([refused.status, textOf(refused).includes('Your company decided against this app')]).toEqual([403, true]);
    expect((await submit(admin, shown, policy)).status).toBe(303);
    expect((await submit(admin, shown, policy)).status).toBe(404);
    for (const change of [{ app_id: '987654' }, { app_id: 'x' }, { app_id: '' }])
      expect((await admin.post(policy, { csrf_token, policy: 'denied', ...change })).status).toBe(404);
    expect((await admin.post(policy, { csrf_token, app_id, policy: 'maybe' })).status).toBe(422);
  });
});

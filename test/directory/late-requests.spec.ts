import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Companies, Members, type ProposedMember } from '../../src/directory/index.js';
import { Users } from '../../src/identity/index.js';
import {
  aConnector,
  anInstalledConnector,
  connectorTerms,
  type Installed,
  type PromotedApp,
} from '../app-management/installing.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { anAccount, type NewAccount } from '../service-accounts/accounts.js';
import { type Answer, call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aProject, outcome, type Person, signedIn } from './people.js';

const SCOPE = 'tools:admin directory:manage app_installations:manage service_accounts:manage';

/** What the requests of this file are about. */
interface Scene {
  readonly company: number;
  readonly project: number;
  readonly person: Person;
  readonly other: Person;
  /** Of the person, an administrator. */
  readonly api: Api;
  readonly account: NewAccount;
  readonly template: number;
  readonly installed: Installed;
  readonly notInstalled: PromotedApp;
}

let app: TestApp;
let scene: Scene;

beforeAll(async () => {
  app = await startApp();
  scene = await aScene();
});
afterAll(() => app.close());

async function aScene(): Promise<Scene> {
  const { id: company } = await app.app.get(Companies).create({ name: 'Late', environment: 'production' });
  const person = await aMember(app, company, { role: 'admin' });
  const other = await aMember(app, company, { role: 'admin' });
  const api = await signedIn(app, person, [company], SCOPE);
  const developer = await as(app, 'developer');
  const permission_template = { name: 'Late', type: 'company_tools', user_access_levels: {} };
  const template = await api.post(`/companies/${company}/permission_templates`, { permission_template });
  return {
    company,
    project: await aProject(api, company),
    person,
    other,
    api,
    account: await anAccount(api, company),
    template: expectStatus(template, 200).body.id as number,
    installed: await anInstalledConnector(developer, api, company),
    notInstalled: await aConnector(developer),
  };
}

/** Sends a request while `change` is about to be committed: the guard still finds what was, the work what is. */
async function sentBefore(change: () => Promise<unknown>, request: () => Promise<Answer>): Promise<Answer> {
  let commit!: () => void;
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  let answer!: Promise<Answer>;
  const changed = new Promise<void>((resolve, reject) => {
    const transaction = app.database.transaction(async () => {
      await change();
      resolve();
      await mayCommit;
    });
    transaction.catch(reject);
    void mayCommit.then(() => transaction);
  });
  await changed;
  try {
    answer = request();
    await sleep(200);
  } finally {
    commit();
  }
  return answer;
}

const inCompany = (path: string): string => `/companies/${scene.company}${path}`;

type Requests = [what: string, send: (api: Api) => Promise<Answer>][];

const requests: Requests = [
  [
    'makes themselves one again',
    (api) => api.put(inCompany(`/members/${scene.person.id}/permissions`), { role: 'admin' }),
  ],
  ['demotes another', (api) => api.put(inCompany(`/members/${scene.other.id}/permissions`), { role: 'member' })],
  ['deactivates another', (api) => api.patch(inCompany(`/users/${scene.other.id}`), { user: { is_active: false } })],
  ['invites', (api) => api.post(inCompany('/users'), { user: { last_name: 'New', email_address: 'late@demo.test' } })],
  ['renames the company', (api) => api.patch(inCompany(''), { name: 'Mine' })],
  ['adds a project', (api) => api.post(`/projects?company_id=${scene.company}`, { project: { name: 'Mine' } })],
  ['renames a project', (api) => api.patch(`/projects/${scene.project}`, { project: { name: 'Mine' } })],
  [
    'gives themselves a project',
    (api) => api.put(`/projects/${scene.project}/members/${scene.person.id}/permissions`, { role: 'admin' }),
  ],
  [
    'changes a template',
    (api) =>
      api.patch(inCompany(`/permission_templates/${scene.template}`), {
        permission_template: { user_access_levels: { 'company.directory': 'admin' } },
      }),
  ],
  [
    'creates a service account',
    (api) => api.post(inCompany('/service_accounts'), { name: 'Mine', contact_email: 'mine@demo.test' }),
  ],
  ['renames a service account', (api) => api.patch(scene.account.path, { name: 'Mine' })],
  ['takes a secret of a service account', (api) => api.post(`${scene.account.path}/secrets`, {})],
  [
    'raises a service account',
    (api) => api.put(`${scene.account.path}/permissions`, { levels: { 'company.directory': 'admin' } }),
  ],
  [
    'puts a service account into a project',
    (api) => api.put(`${scene.account.path}/projects/${scene.project}`, { levels: { 'project.rfis': 'admin' } }),
  ],
  ['deletes a service account', (api) => api.delete(scene.account.path)],
  ['suspends an app', (api) => api.post(inCompany(`/app_installations/${scene.installed.id}/suspend`))],
  ['rolls an app back', (api) => api.post(inCompany(`/app_installations/${scene.installed.id}/rollback`))],
  [
    'ends the connections of an app',
    (api) => api.delete(inCompany(`/app_installations/${scene.installed.id}/connections`)),
  ],
  [
    'keeps an app out',
    (api) => api.put(inCompany(`/app_management/policies/${scene.notInstalled.app.id}`), { policy: 'denied' }),
  ],
  ['lets members install', (api) => api.patch(inCompany('/app_management/settings'), { allow_user_installs: true })],
  [
    'permits an app everywhere',
    (api) =>
      api.put(inCompany(`/app_installations/${scene.installed.id}/permitted_projects`), { mode: 'all_and_future' }),
  ],
  [
    'narrows an app',
    (api) => api.post(inCompany(`/app_installations/${scene.installed.id}/advice/apply`), { project_ids: [] }),
  ],
  [
    'uninstalls an app',
    (api) =>
      api.patch(
        `/app_installations/${scene.installed.id}`,
        { app_installation: { status: 'uninstalled' } },
        scene.company,
      ),
  ],
  [
    'sends an idempotency token along',
    (api) =>
      call(`${app.url}/rest/v1.0${inCompany('/service_accounts')}`, api.token, {
        method: 'POST',
        json: { name: 'Mine', contact_email: 'mine@demo.test' },
        headers: { 'Idempotency-Token': 'late' },
      }),
  ],
];

const NOTHING = { levels: {}, actions: {}, permissionTemplateId: null };

const set = (permissions: Partial<ProposedMember>, { id } = scene.person): Promise<unknown> =>
  app.app.get(Members).setPermissions(scene.company, id, { role: 'member', ...NOTHING, ...permissions });

let count = 0;

async function aTemplate(user_access_levels: object): Promise<number> {
  const admin = await signedIn(app, scene.other, [scene.company]);
  const permission_template = { name: `Late ${++count}`, type: 'company_tools', user_access_levels };
  const created = await admin.post(inCompany('/permission_templates'), { permission_template });
  return expectStatus(created, 200).body.id as number;
}

/** How much the trail tells of the person. */
async function deeds(): Promise<number> {
  const sql = 'SELECT COUNT(*) AS deeds FROM audit_events WHERE actor_id = ?';
  const [{ deeds: count }] = await app.database.query<{ deeds: number }>(sql, [scene.person.id]);
  return Number(count);
}

describe('an administrator whose request waits while they are demoted', () => {
  it.each(requests)('is refused who %s', async (_what, send) => {
    await set({ role: 'admin' });
    expectStatus(await scene.api.get(inCompany('/service_accounts')), 200);
    const before = await deeds();
    const answer = await sentBefore(
      () => set({ role: 'member' }),
      () => send(scene.api),
    );
    expect(['insufficient_role', 'insufficient_level', 'not_found']).toContain(answer.body.code);
    expect(await deeds()).toBe(before);
  });

  it('asks for an app as a member may, where they would have installed it', async () => {
    await set({ role: 'admin' });
    expectStatus(await scene.api.get(inCompany('/service_accounts')), 200);
    const answer = await sentBefore(
      () => set({ role: 'member' }),
      () => scene.api.post(inCompany('/app_installations'), connectorTerms(scene.notInstalled)),
    );
    expect([answer.status, answer.body.status]).toEqual([202, 'pending']);
  });

  it('is refused as a stranger where they were deactivated', async () => {
    await set({ role: 'admin' });
    expectStatus(await scene.api.get(inCompany('/service_accounts')), 200);
    const [, makesThemselves] = requests[0];
    const members = app.app.get(Members);
    const answer = await sentBefore(
      () => members.deactivate(scene.company, scene.person.id),
      () => makesThemselves(scene.api),
    );
    expect(outcome(answer)).toEqual([404, 'not_found']);
    await members.activate(scene.company, scene.person.id);
    scene = { ...scene, api: await signedIn(app, scene.person, [scene.company], SCOPE) };
  });

  it('is refused with the token of an account that was blocked', async () => {
    await set({ role: 'admin' });
    const api = await signedIn(app, scene.person, [scene.company], SCOPE);
    expectStatus(await api.get(inCompany('/service_accounts')), 200);
    const answer = await sentBefore(
      async () => {
        await set({ role: 'admin' });
        await app.app.get(Users).block(scene.person.id);
      },
      () => requests[0][1](api),
    );
    expect(outcome(answer)).toEqual([401, 'invalid_token']);
    await app.app.get(Users).unblock(scene.person.id);
  });
});

describe('a request that waits while its caller’s level is lowered', () => {
  it('hands out no more than is left', async () => {
    const levels = { 'company.directory': 'read_only' };
    const actions = { 'company.directory': ['create_users'] };
    const person = await aMember(app, scene.company, { levels: { ...levels, 'company.home': 'standard' }, actions });
    const api = await signedIn(app, person, [scene.company]);
    const template = await aTemplate({ 'company.home': 'standard' });
    const invite = (n: number) =>
      api.post(inCompany('/users'), {
        user: { last_name: 'New', email_address: `new-${n}@demo.test`, company_permission_template_id: template },
      });
    expectStatus(await invite(1), 201);
    const answer = await sentBefore(
      () => set({ role: 'member', levels, actions }, person),
      () => invite(2),
    );
    expect(outcome(answer)).toEqual([403, 'exceeds_own_permissions']);
  });
});

describe('an administrator', () => {
  it('may give up being one: their own change is no reason to refuse it', async () => {
    await set({ role: 'admin' });
    const api = await signedIn(app, scene.person, [scene.company], SCOPE);
    const path = inCompany(`/members/${scene.person.id}/permissions`);
    expectStatus(await api.put(path, { role: 'member' }), 200);
    expect(outcome(await api.put(path, { role: 'admin' }))).toEqual([403, 'insufficient_role']);
  });
});

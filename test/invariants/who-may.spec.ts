import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aConnector, anInstalledConnector, install, selected } from '../app-management/installing.js';
import { anApp } from '../apps/an-app.js';
import { type Api, as, asClient, expectStatus } from '../apps/api.js';
import { aMember, aProjectMember, type Person, signedIn, through } from '../directory/people.js';
import { anAccount } from '../service-accounts/accounts.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

const SCOPES = 'tools:admin directory:manage apps:manage app_installations:manage service_accounts:manage audit:read';

const PEOPLE = ['admin', 'directory admin', 'app manager', 'project admin', 'member'] as const;
/** They hold what an app or account can be given at most, and no management scope. */
const MACHINES = ['app of an admin', 'app itself', 'service account'] as const;
const CALLERS = [...PEOPLE, ...MACHINES, 'admin elsewhere'] as const;
type Caller = (typeof CALLERS)[number];

const ADMINS: readonly Caller[] = ['admin', 'directory admin'];
const MANAGERS: readonly Caller[] = [...ADMINS, 'app manager'];
const HEADS: readonly Caller[] = [...ADMINS, 'project admin'];

/** One action of the table, sent so that it changes nothing where it is let in. */
interface Row {
  readonly action: string;
  readonly request: string;
  readonly json?: object;
  readonly may: readonly Caller[];
  /** What people hear who may not, if it is not that they lack the role. Machines lack the scope. */
  readonly people?: string;
}

let app: TestApp;
let callers: Record<Caller, Api>;
let words: Record<string, string | number>;
let owner: Api;

/** Ends the path of what there is not. */
const NOTHING = '/987654321';
const RENAMED = { name: 'Mine' };
const WRONG = { no_field_of_ours: true };
const manage = (action: string, request: string, json?: object): Row => ({ action, request, json, may: MANAGERS });
const administer = (action: string, request: string, json?: object): Row => ({ action, request, json, may: ADMINS });
const head = (action: string, request: string, json?: object): Row => ({ action, request, json, may: HEADS });

const ROWS: readonly Row[] = [
  manage('suspend an app', 'POST COMPANY/app_installations/INSTALLATION/suspend'),
  manage('resume an app', 'POST COMPANY/app_installations/INSTALLATION/resume'),
  manage('roll an upgrade back', 'POST COMPANY/app_installations/INSTALLATION/rollback'),
  manage('uninstall an app', 'PATCH /app_installations/GONE?company_id=MAIN', {
    app_installation: { status: 'uninstalled' },
  }),
  manage('approve a request', 'POST COMPANY/installation_requests/REQUEST/approve', WRONG),
  manage('deny a request', 'POST COMPANY/installation_requests/REQUEST/deny', WRONG),
  manage('permit projects', 'PUT COMPANY/app_installations/INSTALLATION/permitted_projects', WRONG),
  manage('read the permitted projects', 'GET COMPANY/app_installations/INSTALLATION/permitted_projects'),
  manage('switch user installs', 'PATCH COMPANY/app_management/settings', WRONG),
  manage('keep an app out', 'PUT COMPANY/app_management/policies/APP', WRONG),
  manage('end connections', 'DELETE COMPANY/app_installations/GONE/connections'),
  administer('create a service account', 'POST COMPANY/service_accounts', WRONG),
  administer('list service accounts', 'GET COMPANY/service_accounts'),
  administer('edit a service account', 'PATCH COMPANY/service_accounts/ACCOUNT', WRONG),
  administer('rotate a secret', 'POST COMPANY/service_accounts/ACCOUNT/secrets', WRONG),
  administer('revoke a secret', 'DELETE COMPANY/service_accounts/ACCOUNT/secrets/987654321'),
  administer('add a key', 'POST COMPANY/service_accounts/ACCOUNT/keys', WRONG),
  administer('delete a service account', 'DELETE COMPANY/service_accounts/987654321'),
  administer('set what a service account may', 'PUT COMPANY/service_accounts/ACCOUNT/permissions', WRONG),
  administer('add a service account to a project', 'PUT COMPANY/service_accounts/ACCOUNT/projects/TOWER', WRONG),
  administer('set the credential policy', 'PUT COMPANY/credential_policy', WRONG),
  administer('give roles and company levels', 'PUT COMPANY/members/MEMBER/permissions', { role: 'king' }),
  administer('read company levels', 'GET COMPANY/members/MEMBER/permissions'),
  administer('make a template', 'POST COMPANY/permission_templates', WRONG),
  administer('change a template', 'PATCH COMPANY/permission_templates/987654321', {}),
  administer('delete a template', 'DELETE COMPANY/permission_templates/987654321'),
  administer('change the company', 'PATCH COMPANY', { name: 7 }),
  administer('create a project', 'POST /projects?company_id=MAIN', {}),
  administer('edit or deactivate a project', 'PATCH /projects/TOWER', {}),
  administer('read the audit trail', 'GET COMPANY/audit_events'),
  administer('export the audit trail', 'GET COMPANY/audit_events/export'),
  head('set project levels', 'PUT /projects/TOWER/members/MEMBER/permissions', { role: 'king' }),
  head('switch the tools of a project', 'PATCH /projects/TOWER/tools', {}),
  {
    action: 'see the usage of apps',
    request: 'GET COMPANY/app_usage',
    may: [...MANAGERS, 'app of an admin', 'app itself', 'service account'],
    people: '403 insufficient_level',
  },
  {
    action: 'see the usage of apps in one project',
    request: 'GET COMPANY/app_usage?project_id=TOWER',
    may: [...MANAGERS, 'project admin', 'app of an admin', 'app itself', 'service account'],
    people: '403 insufficient_level',
  },
  {
    action: 'add people',
    request: 'POST COMPANY/users',
    json: WRONG,
    may: [...ADMINS, 'app of an admin', 'app itself', 'service account'],
    people: '403 insufficient_level',
  },
  {
    action: 'edit their company data',
    request: 'PATCH COMPANY/users/MEMBER',
    json: { user: { last_name: 7 } },
    may: [...ADMINS, 'app of an admin', 'app itself', 'service account'],
    people: '404 not_found',
  },
  { action: 'manage an app of others', request: 'PATCH /apps/APP', json: RENAMED, may: [], people: '404 not_found' },
  { action: 'read an app of others', request: 'GET /apps/APP', may: [], people: '404 not_found' },
];

beforeAll(async () => {
  app = await startApp();
  const { main } = app.demo.companies;
  const { tower } = app.demo.projects;
  const [admin, developer] = [await as(app, 'admin', SCOPES), await as(app, 'developer')];
  const levels = { app_management: 'admin', directory: 'admin' };
  const manifest = { components: ['user', 'service_account'], permissions: { company: levels, project: {} } };
  const approved = { 'company.app_management': 'admin', 'company.directory': 'admin' };
  const strong = await aConnector(developer, manifest);
  const version_key = strong.version.production_version_key;
  const terms = { version_key, approved_permissions: approved, permitted_projects: selected(tower.id) };
  await install(admin, main.id, terms);
  const [kept, gone] = [
    await anInstalledConnector(developer, admin, main.id, tower.id),
    await anInstalledConnector(developer, admin, main.id),
  ];
  const uninstalled = { company_id: main.id, app_installation: { status: 'uninstalled' } };
  expectStatus(await admin.patch(`/app_installations/${gone.id}`, uninstalled), 200);
  const account = await anAccount(admin, main.id);
  expectStatus(await admin.put(`${account.path}/permissions`, { levels: approved }), 200);
  const own = { levels: { 'project.admin': 'admin', 'project.directory': 'admin' } };
  expectStatus(await admin.put(`${account.path}/projects/${tower.id}`, own), 200);
  const member = await aProjectMember(app, tower);
  const asked = { version_key: (await aConnector(developer)).version.production_version_key };
  const asking = await signedIn(app, await aMember(app, main.id), [main.id], SCOPES);
  const request = expectStatus(await asking.post(`/companies/${main.id}/installation_requests`, asked), 201).body;
  owner = developer;
  const mine = await anApp(developer);
  words = {
    COMPANY: `/companies/${main.id}`,
    MAIN: main.id,
    TOWER: tower.id,
    INSTALLATION: kept.id,
    GONE: gone.id,
    REQUEST: request.id as number,
    APP: mine.id,
    ACCOUNT: account.id,
    MEMBER: (await aProjectMember(app, tower)).id,
  };
  const person = async (who: Person): Promise<Api> => signedIn(app, who, [main.id], SCOPES);
  const manager = await aProjectMember(app, tower);
  const path = `/companies/${main.id}/members/${manager.id}/permissions`;
  expectStatus(await admin.put(path, { levels: { 'company.app_management': 'admin' } }), 200);
  callers = {
    admin,
    'directory admin': await person(await aMember(app, main.id, { levels: { 'company.directory': 'admin' } })),
    'app manager': await person(manager),
    'project admin': await person(await aProjectMember(app, tower, { role: 'admin' })),
    member: await person(member),
    'app of an admin': await through(app, 'web_app', app.demo.users.admin),
    'app itself': await asClient(app, strong.client),
    'service account': await asClient(app, account),
    'admin elsewhere': await as(app, 'outsider', SCOPES),
  };
});
afterAll(() => app.close());

const filled = (text: string): string => text.replace(/[A-Z]{3,}/g, (word) => String(words[word] ?? word));

/** `ok` for everything that nobody hears but who was let in. */
async function heard(caller: Caller, { request, json, may }: Row): Promise<string> {
  const [method, path] = request.split(' ');
  const answer = await call(`${app.url}/rest/v1.0${filled(path)}`, callers[caller].token, {
    method,
    ...(json && { json }),
    company: app.demo.companies.main.id,
  });
  // Of what there is not, only they are told that.
  const wasFound = may.includes(caller) && request.endsWith(NOTHING) ? 404 : 422;
  const isIn = [200, 202, 204, 409, 422, wasFound].includes(answer.status);
  return isIn ? 'ok' : `${answer.status} ${answer.body?.code}`;
}

describe.each(ROWS)('who may $action', (row) => {
  const wanted = (caller: Caller): string => {
    if (row.may.includes(caller)) return 'ok';
    if (caller === 'admin elsewhere') return '404 not_found';
    const isMachine = (MACHINES as readonly string[]).includes(caller);
    return isMachine ? '403 insufficient_scope' : (row.people ?? '403 insufficient_role');
  };

  it.each(CALLERS)('%s', async (caller) => {
    expect(await heard(caller, row)).toBe(wanted(caller));
  });
});

describe('what only operators do', () => {
  const NONE = [404, 405, 422];

  it.each<[string, string, object | undefined]>([
    ['create a company', 'POST /companies', { name: 'Mine', environment: 'production' }],
    ['close a company', 'DELETE COMPANY', undefined],
    ['block an app', 'PATCH /apps/APP', { status: 'blocked' }],
    ['list an app in the marketplace', 'PATCH /apps/APP', { marketplace: true }],
    ['list an app by a route', 'POST /marketplace/apps', { uid: 'x' }],
    ['make a first-party client', 'POST /apps/APP/clients', { first_party: true }],
    ['block a person', 'PATCH COMPANY/users/MEMBER', { user: { enabled: false, status: 'blocked' } }],
    ['move a company to the other environment', 'PATCH COMPANY', { environment: 'sandbox' }],
  ])('has no route: %s', async (_what, request, json) => {
    const [method, path] = request.split(' ');
    const state = async () => [
      await app.database.query('SELECT id, environment, active FROM companies ORDER BY id'),
      await app.database.query('SELECT id, status, marketplace FROM apps ORDER BY id'),
      await app.database.query('SELECT id, enabled FROM principals ORDER BY id'),
      await app.database.query('SELECT id FROM clients ORDER BY id'),
    ];
    const before = await state();
    for (const { token } of [callers.admin, owner]) {
      const answer = await call(`${app.url}/rest/v1.0${filled(path)}`, token, { method, ...(json && { json }) });
      if (!request.includes('users')) expect(NONE).toContain(answer.status);
    }
    expect(await state()).toEqual(before);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProjectMembers } from '../../src/directory/index.js';
import { aPromotedVersion } from '../apps/an-app.js';
import { type Api, apiOf, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { aMember, aProject, aProjectMember, outcome, type Person, signedIn, wrongFields } from '../directory/people.js';
import { aWorkingAccount } from '../service-accounts/accounts.js';
import { clientToken, userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aUserApp, aConnector, install, type Installed, type PromotedApp } from './installing.js';

const schema = {
  type: 'object',
  properties: {
    inbox: { type: 'string', format: 'uri' },
    retries: { type: 'integer', minimum: 0, maximum: 5 },
  },
  required: ['inbox'],
};
const MANIFEST = {
  components: ['user', 'service_account'],
  permissions: { company: {}, project: { rfis: 'standard' } },
  configuration: { schema, company: true },
};
const VALUES = { inbox: 'https://diary.example/in', retries: 2 };
const SCOPE = 'tools:admin app_installations:manage';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;
let project: number;
let elsewhere: number;
let connector: PromotedApp & Installed;

const at = (id?: number, company = main): string =>
  `/companies/${company}/app_configurations${id === undefined ? '' : `/${id}`}`;
const settings = (change: object): Promise<unknown> =>
  admin.patch(`/companies/${main}/app_management/settings`, change);

async function installed(manifest: object = MANIFEST, projects = [project]): Promise<PromotedApp & Installed> {
  const made = await aConnector(developer, manifest);
  const terms = {
    version_key: made.version.production_version_key,
    approved_permissions: { 'project.rfis': 'standard' },
    permitted_projects: { mode: 'selected', project_ids: projects },
  };
  return { ...made, ...(await install(admin, main, terms)) };
}

const draft = (fields: object = {}): object => ({
  app_installation_id: connector.id,
  title: 'Site diary',
  instance_configuration: VALUES,
  project_ids: [project],
  ...fields,
});

const configure = async (api: Api, fields: object = {}): Promise<number> =>
  expectStatus(await api.post(at(), draft(fields)), 201).body.id;

const somebody = async (inProject?: object): Promise<{ person: Person; api: Api }> => {
  const place = { id: project, company_id: main };
  const person = inProject ? await aProjectMember(app, place, inProject) : await aMember(app, main);
  return { person, api: await signedIn(app, person, [main], SCOPE) };
};

const idsIn = async (api: Api, query = ''): Promise<number[]> =>
  expectStatus(await api.get(`${at()}?per_page=300${query}`), 200).body.map(({ id }: { id: number }) => id);

beforeAll(async () => {
  app = await startApp();
  [admin, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
  project = await aProject(admin, main);
  elsewhere = await aProject(admin, main);
  connector = await installed();
});
afterAll(() => app.close());

describe('a configuration', () => {
  it('is made, read, changed and deleted in Procore’s shape, each change in the audit trail', async () => {
    const created = expectStatus(await admin.post(at(), draft({ company_id: main })), 201).body;
    expect(created).toMatchObject({
      title: 'Site diary',
      app_installation_id: connector.id,
      company_id: main,
      manifest_url: null,
      instance_configuration: VALUES,
      projects: [{ id: project }],
      applies_to_all_projects: false,
      applies_to_company: false,
      needs_attention: {},
      created_by: { id: app.demo.users.admin.id, name: 'Alba Administrator' },
    });
    expect((await admin.get(at(created.id))).body).toEqual(created);
    const changed = expectStatus(await admin.patch(at(created.id), { applies_to_all_projects: true }), 200).body;
    expect(changed).toMatchObject({ projects: [], applies_to_all_projects: true, instance_configuration: VALUES });
    const back = await admin.patch(at(created.id), { project_ids: [elsewhere], title: 'North' });
    expect(back.body).toMatchObject({ projects: [{ id: elsewhere }], applies_to_all_projects: false, title: 'North' });
    expectStatus(await admin.delete(at(created.id)), 204);
    expect((await admin.get(at(created.id))).status).toBe(404);
    const trail = await auditOf(app, 'app_configuration', created.id);
    expect(trail.map(({ action }) => action.replace('app_configuration.', ''))).toEqual([
      ...['created', 'changed', 'changed', 'deleted'],
    ]);
  });

  it('is listed by installation and project, sorted, a page at a time', async () => {
    const [a, b] = [
      await configure(admin, { title: 'b' }),
      await configure(admin, { title: 'a', project_ids: [elsewhere] }),
    ];
    const all = await configure(admin, { title: 'c', project_ids: [], applies_to_all_projects: true });
    const company = await configure(admin, { title: 'd', project_ids: [], applies_to_company: true });
    const mine = `&filters[app_installation_id]=${connector.id}`;
    expect(await idsIn(admin, `${mine}&filters[project_id]=${project}`)).toEqual([a, all]);
    const byTitle = (await idsIn(admin, `${mine}&sort=-title`)).filter((id) => [a, b, all, company].includes(id));
    expect(byTitle).toEqual([company, all, a, b]);
    const page = await admin.get(`${at()}?per_page=1&page=2${mine}`);
    expect([page.body.length, page.headers.get('per-page'), Number(page.headers.get('total')) >= 4]).toEqual([
      1,
      '1',
      true,
    ]);
    expect(wrongFields(await admin.get(`${at()}?sort=owner`))).toEqual(['sort']);
    expect(wrongFields(await admin.get(`${at()}?filters[project_id]=x`))).toEqual(['filters[project_id]']);
  });

  it('changes only where nobody was faster, if that is asked', async () => {
    const id = await configure(admin);
    const headers = { 'If-Match': (await admin.get(at(id))).headers.get('etag') ?? '' };
    const send = (title: string) =>
      fetch(`${app.url}/rest/v1.0${at(id)}`, {
        method: 'PATCH',
        headers: { ...headers, Authorization: `Bearer ${admin.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ title }),
      });
    expect((await send('First')).status).toBe(200);
    expect((await send('Second')).status).toBe(412);
    expect((await admin.get(at(id))).body.title).toBe('First');
  });

  it.each([
    ['unknown fields of ours', { owner: 1 }, ['owner']],
    [
      'unknown fields of the app',
      { instance_configuration: { ...VALUES, extra: 1 } },
      ['instance_configuration.extra'],
    ],
    ['no value that is needed', { instance_configuration: {} }, ['instance_configuration.inbox']],
    [
      'values of the wrong kind',
      { instance_configuration: { inbox: 'javascript:alert(1)', retries: 9 } },
      ['instance_configuration.inbox', 'instance_configuration.retries'],
    ],
    ['no object', { instance_configuration: [] }, ['instance_configuration']],
    [
      'more than 16 KiB',
      { instance_configuration: { inbox: `https://a.example/${'x'.repeat(17_000)}` } },
      ['instance_configuration'],
    ],
    ['no project', { project_ids: [] }, ['project_ids']],
    ['a project twice', { project_ids: [1, 1] }, ['project_ids']],
    ['a project that does not exist', { project_ids: [999_999] }, ['project_ids']],
    ['projects and all of them', { applies_to_all_projects: true }, ['project_ids']],
    [
      'all projects and the company',
      { project_ids: [], applies_to_all_projects: true, applies_to_company: true },
      ['applies_to_company'],
    ],
    ['a title that cannot be seen', { title: ' \u200b' }, ['title']],
  ])('with %s is refused', async (_, fields, wrong) => {
    const before = await idsIn(admin);
    expect(wrongFields(await admin.post(at(), draft(fields)))).toEqual(wrong);
    expect(await idsIn(admin)).toEqual(before);
  });

  it.each([
    ['company_mismatch', { company_id: 999_999 }],
    ['malformed_body', { instance_configuration: JSON.parse('{"inbox":"https://a.example","__proto__":{"x":1}}') }],
  ])('is refused as %s where the whole body is', async (code, fields) => {
    expect(outcome(await admin.post(at(), draft(fields)))).toEqual([400, code]);
  });

  it('is refused for an app that has nothing to configure, and for the company where the app does not allow it', async () => {
    const plain = await installed({ ...MANIFEST, configuration: undefined });
    expect(outcome(await admin.post(at(), draft({ app_installation_id: plain.id })))).toEqual([
      409,
      'not_configurable',
    ]);
    const narrow = await installed({ ...MANIFEST, configuration: { schema } });
    const wide = draft({ app_installation_id: narrow.id, project_ids: [], applies_to_company: true });
    expect(wrongFields(await admin.post(at(), wide))).toEqual(['applies_to_company']);
  });

  it('is kept by an uninstall, and only read until the app is back', async () => {
    const own = await installed();
    const id = await configure(admin, { app_installation_id: own.id });
    const move = (status: string) =>
      admin.patch(`/app_installations/${own.id}`, { company_id: main, app_installation: { status } });
    expectStatus(await move('uninstalled'), 200);
    expect(outcome(await admin.patch(at(id), { title: 'x' }))).toEqual([409, 'not_installed']);
    expect(outcome(await admin.post(at(), draft({ app_installation_id: own.id })))).toEqual([409, 'not_installed']);
    expectStatus(await move('installed'), 200);
    expect((await admin.patch(at(id), { title: 'x' })).body).toMatchObject({
      title: 'x',
      instance_configuration: VALUES,
    });
  });

  it('survives an upgrade and says what does not fit the new version', async () => {
    const own = await installed();
    const id = await configure(admin, { app_installation_id: own.id });
    const wider = { ...schema, properties: { ...schema.properties, site: { type: 'string' } }, required: ['site'] };
    const manifest = { ...MANIFEST, configuration: { schema: wider, company: true } };
    const next = await aPromotedVersion(developer, own.app, '2.0.0', manifest);
    const upgrade = `/companies/${main}/app_installations/${own.id}/upgrade`;
    expectStatus(await admin.post(upgrade, { version_key: next.production_version_key }), 200);
    expect((await admin.get(at(id))).body).toMatchObject({
      instance_configuration: VALUES,
      needs_attention: { site: ['is required'] },
    });
    expect(wrongFields(await admin.patch(at(id), { title: 'x' }))).toEqual(['instance_configuration.site']);
    const fitting = { instance_configuration: { ...VALUES, site: 'north' } };
    expect((await admin.patch(at(id), fitting)).body.needs_attention).toEqual({});
  });
});

describe('who configures', () => {
  beforeEach(() => settings({ allow_project_configurations: true }));

  it('a project member does for their projects, and for no other', async () => {
    const { api } = await somebody({});
    const id = await configure(api);
    expectStatus(await api.patch(at(id), { title: 'Mine' }), 200);
    expect(wrongFields(await api.post(at(), draft({ project_ids: [project, elsewhere] })))).toEqual(['project_ids']);
    expect(wrongFields(await api.patch(at(id), { project_ids: [project, elsewhere] }))).toEqual(['project_ids']);
    for (const wide of [{ applies_to_all_projects: true }, { applies_to_company: true }]) {
      expect(outcome(await api.post(at(), draft({ project_ids: [], ...wide })))).toEqual([403, 'insufficient_role']);
      expect(outcome(await api.patch(at(id), wide))).toEqual([403, 'insufficient_role']);
    }
  });

  it('a member who is in no project does not', async () => {
    const { api } = await somebody();
    expect(wrongFields(await api.post(at(), draft()))).toEqual(['project_ids']);
  });

  it('nobody but managers does once the company switched it off', async () => {
    const { api } = await somebody({ role: 'admin' });
    const id = await configure(api);
    await settings({ allow_project_configurations: false });
    expect(outcome(await api.post(at(), draft()))).toEqual([403, 'insufficient_role']);
    expect(outcome(await api.patch(at(id), { title: 'x' }))).toEqual([403, 'insufficient_role']);
    expect(outcome(await api.delete(at(id)))).toEqual([403, 'insufficient_role']);
    expectStatus(await admin.patch(at(id), { title: 'x' }), 200);
    const { body } = await admin.get(`/companies/${main}/app_management/settings`);
    expect(body.allow_project_configurations).toBe(false);
  });

  it('what others configured is changed by the project’s administrators, not by its members', async () => {
    const author = await somebody({});
    const id = await configure(author.api);
    const peer = await somebody({});
    expect(outcome(await peer.api.patch(at(id), { title: 'x' }))).toEqual([403, 'insufficient_role']);
    expect(outcome(await peer.api.delete(at(id)))).toEqual([403, 'insufficient_role']);
    const chief = await somebody({ role: 'admin' });
    expectStatus(await chief.api.patch(at(id), { title: 'x' }), 200);
    await app.app.get(ProjectMembers).removeFromProject(project, author.person.id);
    expect(outcome(await author.api.patch(at(id), { title: 'y' }))).toEqual([404, 'not_found']);
  });

  it('a project’s administrator does not take away what holds in other projects too', async () => {
    const id = await configure(admin, { project_ids: [project, elsewhere] });
    const chief = await somebody({ role: 'admin' });
    expect((await chief.api.get(at(id))).body.projects).toEqual([{ id: project }]);
    for (const answer of [await chief.api.delete(at(id)), await chief.api.patch(at(id), { project_ids: [project] })]) {
      expect(outcome(answer)).toEqual([403, 'insufficient_role']);
    }
  });

  it('somebody of another company finds neither installation nor configuration', async () => {
    const id = await configure(admin);
    expect(outcome(await admin.get(at(id, other)))).toEqual([404, 'not_found']);
    expect(outcome(await admin.patch(at(id, other), { title: 'x' }))).toEqual([404, 'not_found']);
    expect(outcome(await admin.post(at(undefined, other), draft()))).toEqual([404, 'not_found']);
    const outsider = await as(app, 'outsider');
    expect(outcome(await outsider.get(at(id)))).toEqual([404, 'not_found']);
  });

  it('two who delete the same at once find it deleted once', async () => {
    const id = await configure(admin);
    const answers = await Promise.all([1, 2, 3, 4].map(() => admin.delete(at(id))));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
    expect((await auditOf(app, 'app_configuration', id)).map(({ action }) => action)).toEqual([
      ...['app_configuration.created', 'app_configuration.deleted'],
    ]);
  });
});

describe('who reads', () => {
  it('members see what holds in their projects, in all of them and in the company', async () => {
    const own = await installed();
    const fields = { app_installation_id: own.id };
    const mine = await configure(admin, fields);
    const foreign = await configure(admin, { ...fields, project_ids: [elsewhere] });
    const all = await configure(admin, { ...fields, project_ids: [], applies_to_all_projects: true });
    const company = await configure(admin, { ...fields, project_ids: [], applies_to_company: true });
    const query = `&filters[app_installation_id]=${own.id}`;
    expect(await idsIn((await somebody({})).api, query)).toEqual([mine, all, company]);
    expect(await idsIn((await somebody()).api, query)).toEqual([all, company]);
    expect(await idsIn(admin, query)).toEqual([mine, foreign, all, company]);
  });

  it('an app sees its own in the projects where it may run, not who made it, and changes none', async () => {
    const [own, another] = [await installed(), await installed()];
    const mine = await configure(admin, { app_installation_id: own.id });
    await configure(admin, { app_installation_id: own.id, project_ids: [elsewhere] });
    const foreign = await configure(admin, { app_installation_id: another.id });
    const service = await asClient(app, own.client);
    const listed = expectStatus(await service.get(at()), 200).body;
    expect(listed).toMatchObject([{ id: mine, created_by: null, instance_configuration: VALUES }]);
    expect(listed).toHaveLength(1);
    expect(outcome(await service.get(at(foreign)))).toEqual([404, 'not_found']);
    expect(outcome(await service.patch(at(mine), { title: 'x' }))).toEqual([403, 'insufficient_scope']);
    const tokens = await userTokens(app, own.client, app.demo.users.admin, { companies: [main] });
    expect(await idsIn(apiOf(app, tokens.access_token))).not.toContain(foreign);
  });

  it('a service account whose token was narrowed to a project sees no other', async () => {
    const account = await aWorkingAccount(admin, main, project);
    const levels = { 'company.app_management': 'read_only' };
    expectStatus(await admin.put(`${account.path}/permissions`, { levels }), 200);
    const [inIt, foreign] = [await configure(admin), await configure(admin, { project_ids: [elsewhere] })];
    const narrowing = { company_id: String(main), project_ids: String(project) };
    const [whole, narrow] = [await clientToken(app, account), await clientToken(app, account, narrowing)];
    expect(await idsIn(apiOf(app, whole))).toEqual(expect.arrayContaining([inIt, foreign]));
    const seen = await idsIn(apiOf(app, narrow));
    expect([seen.includes(inIt), seen.includes(foreign)]).toEqual([true, false]);
    for (const path of ['app_usage', 'app_usage.csv', `app_installations/${connector.id}/usage`]) {
      const answer = await apiOf(app, narrow).get(`/companies/${main}/${path}`);
      expect(outcome(answer)).toEqual([403, 'project_not_granted']);
    }
    const advice = await apiOf(app, narrow).get(`/companies/${main}/app_installations/${connector.id}/advice`);
    expect(outcome(advice)).toEqual([403, 'project_not_granted']);
    expect((await apiOf(app, narrow).get(`/companies/${main}/app_usage?project_id=${project}`)).status).toBe(200);
  });

  it('what a member configured for an app of their own is theirs', async () => {
    expectStatus(await admin.patch(`/companies/${main}/app_management/settings`, { allow_user_installs: true }), 200);
    const made = await aUserApp(developer, { components: ['user'], configuration: { schema, company: true } });
    const owner = await somebody({});
    const { id: app_installation_id } = await install(owner.api, main, {
      version_key: made.version.production_version_key,
    });
    const id = await configure(owner.api, { app_installation_id, project_ids: [], applies_to_all_projects: true });
    const peer = await somebody({});
    expect(outcome(await peer.api.get(at(id)))).toEqual([404, 'not_found']);
    expect(outcome(await peer.api.post(at(), draft({ app_installation_id })))).toEqual([404, 'not_found']);
    expect((await owner.api.get(at(id))).status).toBe(200);
    expect((await admin.get(at(id))).status).toBe(200);
  });
});

it('whoever leaves a company leaves their configurations and service accounts behind, by name in the trail', async () => {
  const { person, api } = await somebody({});
  const id = await configure(api);
  expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
  const [left] = (await auditOf(app, 'member', person.id)).filter(({ action }) => action === 'member.deactivated');
  expect(left.text).toContain(`"left_behind":{"app_configurations":[${id}],"service_accounts":[]}`);
  expect((await admin.get(at(id))).status).toBe(200);
});

it('an administrator who leaves a company leaves the service accounts that they made, which go on working', async () => {
  const person = await aMember(app, main, { role: 'admin' });
  const api = await signedIn(app, person, [main], `${SCOPE} service_accounts:manage`);
  const account = await aWorkingAccount(api, main, project);
  expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
  const [left] = (await auditOf(app, 'member', person.id)).filter(({ action }) => action === 'member.deactivated');
  expect(left.text).toContain(`"left_behind":{"app_configurations":[],"service_accounts":[${account.id}]}`);
  expect((await (await asClient(app, account)).get(`/projects/${project}/rfis`)).status).toBe(200);
});

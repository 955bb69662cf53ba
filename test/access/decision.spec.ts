import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SECRET_PARAMETERS } from '../../src/shared/index.js';
import { Companies } from '../../src/directory/index.js';
import { type Api, apiOf, as, expectStatus } from '../apps/api.js';
import { aMember, aProject, aProjectMember, bytesOf, type Person, signedIn, through } from '../directory/people.js';
import { authorize, clientToken, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

const NOWHERE = 99_999_999;
const CHALLENGE = 'Bearer realm="gatehouse", resource_metadata="';

let app: TestApp;
let demo: TestApp['demo'];
let admin: Api;
let web: string;
let member: string;
let connector: string;
let robot: string;

beforeAll(async () => {
  app = await startApp();
  ({ demo } = app);
  admin = await as(app, 'admin');
  web = (await through(app, 'web_app', demo.users.admin)).token;
  member = (await through(app, 'web_app', demo.users.member)).token;
  connector = await clientToken(app, demo.clients.data_connector);
  robot = await clientToken(app, demo.service_account);
});
afterAll(() => app.close());

interface Options {
  readonly company?: number | string;
  readonly json?: unknown;
  readonly accept?: string;
}

/** `request(token, 'GET /companies')`. */
function request(token: string, route: string, { company, json, accept = '*/*' }: Options = {}): Promise<Answer> {
  const [method, path] = route.split(' ');
  const headers = { Accept: accept, ...(company !== undefined && { 'Procore-Company-Id': String(company) }) };
  return call(`${app.url}/rest/v1.0${path}`, token, { method, json, headers });
}

const status = async (...args: Parameters<typeof request>) => (await request(...args)).status;

/** Sends the request in both dialects; the problem, once it is sure that they say the same. */
async function denied(token: string, route: string, options: Options = {}): Promise<Record<string, unknown>> {
  const plain = await request(token, route, options);
  const problem = await request(token, route, { ...options, accept: 'application/problem+json' });
  expect(plain.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(problem.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect({ ...plain.body, request_id: '' }).toEqual({ ...problem.body, request_id: '' });
  const { body } = problem;
  expect(body.request_id).toBe(problem.headers.get('x-request-id'));
  expect(body).toMatchObject({ type: `urn:gatehouse:error:${body.code}`, status: problem.status });
  expect(body.errors).toEqual([body.detail]);
  return { ...body, challenge: problem.headers.get('www-authenticate') };
}

const rfis = (project: { id: number }): string => `/projects/${project.id}/rfis`;
const rfi = { subject: 'Which door?', question: 'The plan shows two.' };
const notFound = { status: 404, code: 'not_found', detail: 'Not found.', challenge: null };

describe('row 1: the server answers 401 invalid_token', () => {
  it('without error code to a request that has no token, in the header or elsewhere', async () => {
    const answer = await send(`${app.url}/rest/v1.0/me`);
    expect([answer.status, answer.body.code]).toEqual([401, 'missing_token']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="gatehouse"/);
    expect(answer.headers.get('www-authenticate')).not.toContain('error');
  });

  it.each(SECRET_PARAMETERS)(
    'but 400 invalid_request to one with %s in its URL, with a good header or without',
    async (name) => {
      const path = `/rest/v1.0/me?${name}=${web}`;
      for (const answer of [await send(app.url + path), await call(app.url + path, web)]) {
        expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
        expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"');
        expect(answer.text).not.toContain(web);
      }
    },
  );

  it.each([
    'Bearer',
    'Bearer x y',
    'Bearer  x',
    'Bearer x,',
    'Bearer "x"',
    'Bearer:x',
    'Token x',
    'x',
    'Basic eDp5',
    ',',
  ])('to the malformed header %j, even around a living token', async (shape) => {
    const answer = await send(`${app.url}/rest/v1.0/me`, { headers: { Authorization: shape.replace('x', web) } });
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid_token']);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('to what never was a token, to a damaged one, and to a refresh token', async () => {
    const { refresh_token } = await userTokens(app, demo.clients.web_app, demo.users.admin);
    for (const token of ['x', `${web}A`, web.slice(0, -2), web.split('.').reverse().join('.'), refresh_token]) {
      const body = await denied(token, 'GET /me');
      expect(body).toMatchObject({ status: 401, code: 'invalid_token', detail: 'The access token is invalid' });
      expect(body.challenge).toContain(CHALLENGE);
    }
  });

  it('before it looks at companies', async () => {
    const route = `GET /companies/${demo.companies.main.id}`;
    expect(await denied('x', route, { company: NOWHERE })).toMatchObject({ code: 'invalid_token' });
    expect(await denied('x', 'GET /projects')).toMatchObject({ code: 'invalid_token' });
    for (const company of ['x', '0', '-1']) {
      expect(await denied('x', route, { company })).toMatchObject({ code: 'invalid_token' });
      expect(await denied('x', `GET /projects?company_id=${company}`)).toMatchObject({ code: 'invalid_token' });
      expect(await denied('x', `GET /tools?project_id=${company}`)).toMatchObject({ code: 'invalid_token' });
      expect(await denied(web, `GET /tools?project_id=${company}`)).toMatchObject({ status: 400, code: 'invalid_id' });
    }
  });

  it('but reads the scheme in any case', async () => {
    const answer = await send(`${app.url}/rest/v1.0/me`, { headers: { Authorization: `bEARER ${web}` } });
    expect(answer.status).toBe(200);
  });
});

describe('row 2: the server knows the company', () => {
  it.each(['GET /projects', 'GET /settings/permissions', 'GET /company_base_url', 'GET /app_installations'])(
    'or answers %s with 400 missing_company and the text that existing clients match on',
    async (route) => {
      const text = 'Missing Procore-Company-Id header!';
      expect(await denied(web, route)).toMatchObject({ status: 400, code: 'missing_company', errors: [text] });
    },
  );

  it('and refuses an own token that names none with missing_company', async () => {
    expect(await denied(connector, 'GET /me')).toMatchObject({ status: 400, code: 'missing_company' });
  });

  it('from header, path, query or project', async () => {
    const { main } = demo.companies;
    expect(await status(web, 'GET /projects', { company: main.id })).toBe(200);
    expect(await status(web, `GET /companies/${main.id}`)).toBe(200);
    expect(await status(web, `GET /projects?company_id=${main.id}`)).toBe(200);
    expect(await status(web, `GET ${rfis(demo.projects.tower)}`)).toBe(200);
    expect(await status(web, `GET ${rfis(demo.projects.tower)}?company_id=${main.id}`, { company: main.id })).toBe(200);
  });

  it('and refuses two that differ with company_mismatch, whether or not the caller belongs to both', async () => {
    const { main, other } = demo.companies;
    for (const company of [other.id, NOWHERE]) {
      for (const token of [web, member, connector, robot]) {
        const routes = [`GET /companies/${main.id}`, `GET /projects?company_id=${main.id}`];
        for (const route of routes) {
          expect(await denied(token, route, { company })).toMatchObject({ status: 400, code: 'company_mismatch' });
        }
      }
      const inQuery = `GET /companies/${main.id}?company_id=${company}`;
      expect(await denied(web, inQuery)).toMatchObject({ code: 'company_mismatch' });
      const json = { company_id: company, project: { name: 'X' } };
      expect(await denied(admin.token, `POST /projects?company_id=${main.id}`, { json })).toMatchObject({
        code: 'company_mismatch',
      });
    }
  });

  it('and refuses a project of another company with company_mismatch to a member of both', async () => {
    const { main, sandbox } = demo.companies;
    for (const company of [main.id, sandbox.id]) {
      const body = await denied(admin.token, `GET ${rfis(demo.projects.depot)}`, { company });
      expect(body).toMatchObject({ status: 400, code: 'company_mismatch' });
    }
    expect(await denied(web, `GET ${rfis(demo.projects.depot)}`, { company: main.id })).toMatchObject({
      code: 'company_mismatch',
    });
  });

  it('and conceals a project of another company from everybody else', async () => {
    for (const token of [member, robot, connector]) {
      const company = demo.companies.main.id;
      expect(await denied(token, `GET ${rfis(demo.projects.depot)}`, { company })).toMatchObject(notFound);
      const real = await request(token, `GET ${rfis(demo.projects.depot)}`, { company });
      expect(bytesOf(real)).toBe(bytesOf(await request(token, `GET /projects/${NOWHERE}/rfis`, { company })));
    }
  });

  it.each(['abc', '0', '-1', '1.5', '1e3', '0x1', '1 OR 1=1', '1, 2', '9007199254740993', '9'.repeat(40)])(
    'and refuses %j, which is no number of a company',
    async (company) => {
      const answers = [
        await request(web, 'GET /projects', { company }),
        await request(web, `GET /projects?company_id=${encodeURIComponent(company)}`),
      ];
      for (const answer of answers) expect([answer.status, answer.body.code]).toEqual([400, 'invalid_id']);
      const inPath = await request(web, `GET /companies/${encodeURIComponent(company)}`);
      expect([inPath.status, inPath.body.code]).toEqual([404, 'not_found']);
    },
  );
});

describe('row 3: the server conceals companies', () => {
  it('from strangers, byte for byte as if they did not exist', async () => {
    const { other } = demo.companies;
    for (const token of [member, robot]) {
      for (const route of [
        'GET /companies/ID',
        'GET /companies/ID/users',
        'GET /projects?company_id=ID',
        'PATCH /companies/ID',
      ]) {
        const [real, invented] = [other.id, NOWHERE].map((id) => request(token, route.replace('ID', String(id))));
        expect((await real).status).toBe(404);
        expect(bytesOf(await real)).toBe(bytesOf(await invented));
      }
      const [real, invented] = [other.id, NOWHERE].map((company) => request(token, 'GET /projects', { company }));
      expect(bytesOf(await real)).toBe(bytesOf(await invented));
      const project = await request(token, `GET ${rfis(demo.projects.depot)}`);
      expect(bytesOf(project)).toBe(bytesOf(await request(token, `GET /projects/${NOWHERE}/rfis`)));
    }
    expect(await denied(member, `GET /companies/${other.id}`)).toMatchObject(notFound);
  });

  it('from a first-party client too', async () => {
    const stranger = await signedIn(app, demo.users.outsider, [demo.companies.other.id]);
    const route = `GET /companies/${demo.companies.main.id}/users`;
    expect(await denied(stranger.token, route)).toMatchObject(notFound);
  });

  it('from members once the company is closed', async () => {
    const companies = app.app.get(Companies);
    const { id } = await companies.create({ name: 'Short Lived', environment: 'production' });
    const person = await aMember(app, id, { role: 'admin' });
    const { token } = await signedIn(app, person, [id]);
    expect(await status(token, `GET /companies/${id}`)).toBe(200);
    await companies.update(id, { active: false });
    expect(await denied(token, `GET /companies/${id}`)).toMatchObject(notFound);
  });
});

describe('row 4: the server keeps environments apart', () => {
  it('and answers wrong_environment to production credentials in a sandbox', async () => {
    const route = `GET /companies/${demo.companies.sandbox.id}`;
    expect(await denied(web, route)).toMatchObject({ status: 403, code: 'wrong_environment' });
  });

  it('for apps alone: its own client works in both', async () => {
    const { main, sandbox } = demo.companies;
    for (const { id } of [main, sandbox]) expect((await admin.get(`/companies/${id}`)).status).toBe(200);
  });
});

const notConnected = { status: 403, code: 'app_not_connected', errors: ['App is not connected to this company.'] };

describe('row 5: the server answers app_not_connected', () => {
  it("to a member's token where the app is not installed", async () => {
    expect(await denied(web, `GET /companies/${demo.companies.other.id}`)).toMatchObject(notConnected);
    const { access_token } = await userTokens(app, demo.clients.not_installed, demo.users.member);
    expect(await denied(access_token, `GET /companies/${demo.companies.main.id}`)).toMatchObject(notConnected);
  });

  it("to an app's own token, byte for byte the same for every company and project", async () => {
    const { main, other, sandbox } = demo.companies;
    const stranger = await clientToken(app, demo.clients.not_installed);
    const routes = [
      'GET /companies/ID',
      'GET /projects?company_id=ID',
      'GET /companies/ID/users/1',
      'GET /me?company_id=ID',
    ];
    for (const [token, ids] of [
      [connector, [other.id, sandbox.id]],
      [stranger, [main.id, other.id, sandbox.id]],
    ] as const) {
      for (const route of routes) {
        const invented = await request(token, route.replace('ID', String(NOWHERE)));
        expect(invented.body).toMatchObject(notConnected);
        for (const id of ids) {
          expect(bytesOf(await request(token, route.replace('ID', String(id))))).toBe(bytesOf(invented));
        }
      }
    }
    const projects = [demo.projects.depot.id, NOWHERE].map((id) => request(connector, `GET /projects/${id}/rfis`));
    const [real, invented] = await Promise.all(projects);
    expect(real.body).toMatchObject(notConnected);
    expect(bytesOf(real)).toBe(bytesOf(invented));
  });
});

describe('row 6: the server answers', () => {
  let otherRoute: string;

  beforeAll(async () => {
    const { other } = demo.companies;
    const approved = { 'project.rfis': 'standard', 'company.directory': 'read_only' };
    const install = (json: object) => admin.post(`/companies/${other.id}/app_installations`, json);
    expectStatus(await install({ app_id: demo.clients.web_app.app_id }), 201);
    expectStatus(await install({ app_id: demo.clients.data_connector.app_id, approved_permissions: approved }), 201);
    otherRoute = `GET /companies/${other.id}`;
  });

  it('company_not_granted where the person did not connect the company', async () => {
    expect(await denied(web, otherRoute)).toMatchObject({ status: 403, code: 'company_not_granted' });
    const { main, other } = demo.companies;
    const again = { companies: [main.id, other.id], parameters: { prompt: 'consent' } };
    const both = await through(app, 'web_app', demo.users.admin, again);
    expect(await status(both.token, otherRoute)).toBe(200);
    expect(await denied(web, otherRoute)).toMatchObject({ code: 'company_not_granted' });
  });

  it('company_not_granted to a token that was narrowed to another company', async () => {
    const company_id = String(demo.companies.main.id);
    const narrowed = await clientToken(app, demo.clients.data_connector, { company_id });
    expect(await status(connector, otherRoute)).toBe(200);
    expect(await denied(narrowed, otherRoute)).toMatchObject({ status: 403, code: 'company_not_granted' });
  });

  it('project_not_granted to a token that was narrowed to other projects', async () => {
    const { tower, bridge } = demo.projects;
    const narrowing = { company_id: String(demo.companies.main.id), project_ids: String(tower.id) };
    for (const client of [demo.service_account, demo.clients.data_connector]) {
      const narrowed = await clientToken(app, client, narrowing);
      expect(await status(narrowed, `GET ${rfis(tower)}`)).toBe(200);
      expect(await denied(narrowed, `GET ${rfis(bridge)}`)).toMatchObject({ status: 403, code: 'project_not_granted' });
    }
  });
});

describe('row 7: the server answers insufficient_scope', () => {
  it('and names the scope that would do', async () => {
    const { token } = await through(app, 'web_app', demo.users.admin, { scope: 'project.rfis:read' });
    const needs: [route: string, scope: string][] = [
      [`POST ${rfis(demo.projects.tower)}`, 'project.rfis:write'],
      [`GET /companies/${demo.companies.main.id}/users`, 'company.directory:read'],
      [`POST /companies/${demo.companies.main.id}/users`, 'company.directory:admin'],
    ];
    for (const [route, scope] of needs) {
      const body = await denied(token, route);
      expect(body).toMatchObject({ status: 403, code: 'insufficient_scope' });
      expect(body.challenge).toContain(`error="insufficient_scope"`);
      expect(body.challenge).toContain(`scope="${scope}"`);
    }
    expect(await status(token, `GET ${rfis(demo.projects.tower)}`)).toBe(200);
  });

  it('to third-party apps on every route that manages, though their user is an administrator', async () => {
    const { main } = demo.companies;
    const needs: [route: string, scope: string][] = [
      [`PATCH /companies/${main.id}`, 'directory:manage'],
      [`POST /projects?company_id=${main.id}`, 'directory:manage'],
      [`PUT /companies/${main.id}/members/${demo.users.admin.id}/permissions`, 'directory:manage'],
      [`PATCH /projects/${demo.projects.tower.id}/tools`, 'directory:manage'],
      [`POST /companies/${main.id}/permission_templates`, 'directory:manage'],
      [`POST /companies/${main.id}/app_installations`, 'app_installations:manage'],
      [`POST /companies/${main.id}/service_accounts`, 'service_accounts:manage'],
      ['GET /apps', 'apps:manage'],
    ];
    for (const [route, scope] of needs) {
      const body = await denied(web, route);
      expect(body).toMatchObject({ status: 403, code: 'insufficient_scope' });
      expect(body.challenge).toContain(`scope="${scope}"`);
    }
  });

  it.each(['directory:manage', 'apps:manage', 'app_installations:manage', 'service_accounts:manage', 'audit:read'])(
    'having given %s to no app and no service account',
    async (scope) => {
      for (const client of [demo.clients.data_connector, demo.service_account]) {
        const form = { grant_type: 'client_credentials', ...credentials(client), scope };
        expect((await tokenRequest(app, form)).body.error).toBe('invalid_scope');
      }
      const { end } = await authorize(app, demo.clients.web_app, demo.users.admin, { scope: `tools:admin ${scope}` });
      expect(end.headers.get('location')).toContain('error=invalid_scope');
    },
  );
});

describe('row 8: the server answers not_approved', () => {
  it("to an app's own token beyond what the company approved", async () => {
    const { main } = demo.companies;
    const cases: [route: string, tool: string, required: string, approved: string][] = [
      [`POST /companies/${main.id}/users`, 'company.directory', 'admin', 'read_only'],
      [`GET /companies/${main.id}/permission_templates`, 'company.permissions', 'read_only', 'none'],
      [`GET /projects/${demo.projects.tower.id}/users`, 'project.directory', 'read_only', 'none'],
      [`DELETE /projects/${demo.projects.bridge.id}/users/1/actions/remove`, 'project.directory', 'admin', 'none'],
    ];
    for (const [route, tool, required_level, approved_level] of cases) {
      const expected = { status: 403, code: 'not_approved', tool, required_level, approved_level };
      expect(await denied(connector, route)).toMatchObject(expected);
    }
    expect(await status(connector, `GET /companies/${main.id}/users`)).toBe(200);
    expect(await status(connector, `POST ${rfis(demo.projects.tower)}`, { json: rfi })).toBe(201);
  });
});

describe('row 9: the server answers project_not_permitted', () => {
  it("to an app's own token outside of its permitted projects", async () => {
    const body = await denied(connector, `GET ${rfis(demo.projects.bridge)}`);
    expect(body).toMatchObject({ status: 403, code: 'project_not_permitted' });
  });

  it('to everybody in an inactive project, but for managing the project itself', async () => {
    const id = await aProject(admin, demo.companies.main.id);
    const asItWas = [await status(web, `GET ${rfis({ id })}`), await status(admin.token, `GET ${rfis({ id })}`)];
    expect(asItWas).toEqual([200, 200]);
    expectStatus(await admin.patch(`/projects/${id}`, { project: { active: false } }), 200);
    for (const token of [web, admin.token]) {
      const body = await denied(token, `GET ${rfis({ id })}`);
      expect(body).toMatchObject({ status: 403, code: 'project_not_permitted' });
    }
    expect((await admin.patch(`/projects/${id}`, { project: { active: true } })).body.active).toBe(true);
    expect(await status(web, `GET ${rfis({ id })}`)).toBe(200);
  });
});

describe('row 10: the server conceals projects', () => {
  it('from members of the company who are not in them', async () => {
    for (const token of [member, robot]) {
      expect(await denied(token, `GET ${rfis(demo.projects.bridge)}`)).toMatchObject(notFound);
      for (const path of ['', '/rfis', '/rfis/1', '/tools', '/users']) {
        const [real, invented] = await Promise.all(
          [demo.projects.bridge.id, NOWHERE].map((id) => request(token, `GET /projects/${id}${path}`)),
        );
        expect(bytesOf(real)).toBe(bytesOf(invented));
      }
    }
  });
});

describe('row 10 before the state of a project: the server', () => {
  it('answers about an inactive one as about none, and explains it alike', async () => {
    const { id } = app.demo.users.member;
    const project = await aProject(admin, demo.companies.main.id);
    expectStatus(await admin.patch(`/projects/${project}`, { project: { active: false } }), 200);
    const question = { principal_id: id, project_id: project, tool: 'project.rfis' };
    for (const token of [member, robot]) {
      const [real, invented] = await Promise.all(
        [project, NOWHERE].map((of) => request(token, `GET /projects/${of}/rfis`)),
      );
      expect(bytesOf(real)).toBe(bytesOf(invented));
    }
    const explained = await apiOf(app, member).post(`/companies/${demo.companies.main.id}/access_checks`, question);
    expect(explained.body).toMatchObject({ allowed: false, code: 'not_found' });
  });
});

describe('row 11: the server answers tool_disabled', () => {
  it('to administrators too while the tool is switched off', async () => {
    const project = await aProject(admin, demo.companies.main.id);
    const toggle = (is_active: boolean) =>
      admin.patch(`/projects/${project}/tools`, { tools: [{ id: 106, is_active }] });
    expectStatus(await toggle(false), 200);
    for (const token of [web, admin.token]) {
      expect(await denied(token, `GET /projects/${project}/rfis`)).toMatchObject({
        status: 403,
        code: 'tool_disabled',
      });
    }
    expect(await status(web, `GET /projects/${project}/users`)).toBe(200);
    expect(await status(web, `GET ${rfis(demo.projects.tower)}`)).toBe(200);
    expectStatus(await toggle(true), 200);
    expect(await status(web, `GET /projects/${project}/rfis`)).toBe(200);
  });
});

describe('row 12: the server answers', () => {
  const levelOf = async (person: Person, level: string) =>
    expectStatus(
      await admin.put(`/projects/${demo.projects.tower.id}/members/${person.id}/permissions`, {
        levels: { 'project.rfis': level },
      }),
      200,
    );

  it('insufficient_level with the required and the actual level', async () => {
    expect(await denied(member, `POST ${rfis(demo.projects.tower)}`, { json: rfi })).toMatchObject({
      status: 403,
      code: 'insufficient_level',
      tool: 'project.rfis',
      required_level: 'standard',
      actual_level: 'read_only',
    });
    expect(await denied(robot, `GET /companies/${demo.companies.main.id}/users`)).toMatchObject({
      code: 'insufficient_level',
      tool: 'company.directory',
      required_level: 'read_only',
      actual_level: 'none',
    });
  });

  it('404 for one object, which exists or not, where the level is none', async () => {
    const nobody = await aProjectMember(app, demo.projects.tower);
    await levelOf(nobody, 'none');
    const { token } = await through(app, 'web_app', nobody);
    const { id } = (await request(web, `POST ${rfis(demo.projects.tower)}`, { json: rfi })).body;
    const one = (rfi: number) => `${rfis(demo.projects.tower)}/${rfi}`;
    for (const method of ['GET', 'PATCH']) {
      const real = await request(token, `${method} ${one(id)}`, { json: method === 'GET' ? undefined : {} });
      expect(real.body).toMatchObject({ status: 404, code: 'not_found' });
      const invented = await request(token, `${method} ${one(NOWHERE)}`, { json: method === 'GET' ? undefined : {} });
      expect(bytesOf(real)).toBe(bytesOf(invented));
    }
    expect(await denied(token, `GET ${one(id)}`)).toMatchObject(notFound);
    expect(await denied(token, `GET ${rfis(demo.projects.tower)}`)).toMatchObject({
      code: 'insufficient_level',
      actual_level: 'none',
    });
    const user = `GET /companies/${demo.companies.main.id}/users/${demo.users.admin.id}`;
    expect(await denied(token, user)).toMatchObject(notFound);
  });

  it('insufficient_role to members who manage', async () => {
    const manager = await signedIn(app, demo.users.member);
    const { main } = demo.companies;
    expect(await denied(manager.token, `PATCH /companies/${main.id}`, { json: { name: 'Mine' } })).toMatchObject({
      status: 403,
      code: 'insufficient_role',
      required_role: 'company:admin',
    });
    const tools = `PATCH /projects/${demo.projects.tower.id}/tools`;
    expect(await denied(manager.token, tools, { json: { tools: [] } })).toMatchObject({
      code: 'insufficient_role',
      required_role: 'project:admin',
    });
  });

  it('nothing to stop a granular action, which does that one thing only', async () => {
    const { main } = demo.companies;
    const actions = { 'company.directory': ['create_users'] };
    const person = await aMember(app, main.id, { levels: { 'company.directory': 'read_only' }, actions });
    const api = apiOf(app, (await through(app, 'web_app', person)).token);
    const user = { email_address: 'new-here@demo.test', last_name: 'New' };
    const { id } = expectStatus(await api.post(`/companies/${main.id}/users`, { user }), 201).body;
    const change = await api.patch(`/companies/${main.id}/users/${id}`, { user: { job_title: 'Boss' } });
    expect(change.body).toMatchObject({
      code: 'insufficient_level',
      required_level: 'admin',
      actual_level: 'read_only',
    });
  });
});

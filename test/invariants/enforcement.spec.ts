import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { neededScope } from '../../src/access/index.js';
import { asClient, as, apiOf } from '../apps/api.js';
import { declaredRoutes, type ReachedRoute } from '../architecture/routes.js';
import { aProjectMember } from '../directory/people.js';
import { managementToken } from '../support/flows.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let closed: ReachedRoute[];

beforeAll(async () => {
  app = await startApp();
  closed = declaredRoutes(app).filter(({ requirement }) => !requirement.isPublic && !requirement.inBrowser);
});
afterAll(() => app.close());

const inPlace = ({ requirement }: ReachedRoute): boolean =>
  Boolean(requirement.companyRole ?? requirement.projectRole ?? requirement.tool);

/** Calls a route in the main company and its tower, on an object that there need not be. */
function ask({ method, url, requirement }: ReachedRoute, token?: string): Promise<Answer> {
  const { main } = app.demo.companies;
  const { tower } = app.demo.projects;
  const values: Record<string, string | number> = { companyId: main.id, projectId: tower.id, version: '1.0.0' };
  const path = url.replace(/:(\w+)/g, (_, name: string) => String(values[name] ?? 987_654));
  const namesProject = requirement.projectRole !== undefined || requirement.tool?.name.startsWith('project.');
  const query = namesProject && !url.includes(':projectId') ? `?project_id=${tower.id}` : '';
  const headers = { 'Procore-Company-Id': String(main.id), ...(token && { Authorization: `Bearer ${token}` }) };
  return send(`${app.url}${path}${query}`, { method, headers });
}

type Expected = (route: ReachedRoute) => string | undefined;

const outcomeOf = ({ status, body }: Answer): string => `${status} ${body?.code}`;

/** Asks all routes of which something is expected; what came otherwise, one line each. */
async function surprises(expected: Expected, token?: string): Promise<string[]> {
  const lines: string[] = [];
  let asked = 0;
  for (const route of closed) {
    const wanted = expected(route);
    if (wanted === undefined) continue;
    asked++;
    const got = outcomeOf(await ask(route, token));
    if (got !== wanted) lines.push(`${route.method} ${route.url}: ${got} instead of ${wanted}`);
  }
  if (asked === 0) throw new Error('Nothing was asked.');
  return lines;
}

/** What somebody without any power meets first (rows 10 to 12 of domain.md). */
function refusalOfPowerless({ requirement }: ReachedRoute): string | undefined {
  const { tool, companyRole, projectRole, concernsOne } = requirement;
  if (tool) return concernsOne ? '404 not_found' : '403 insufficient_level';
  return companyRole === 'admin' || projectRole === 'admin' ? '403 insufficient_role' : undefined;
}

describe('every route that is not public refuses', () => {
  it('a call without a token, with a challenge that names no error', async () => {
    expect(await surprises(() => '401 missing_token')).toEqual([]);
    const challenges = await Promise.all(closed.map(async (route) => (await ask(route)).headers));
    const texts = new Set(challenges.map((headers) => headers.get('www-authenticate')));
    expect([...texts]).toEqual([expect.stringMatching(/^Bearer realm="gatehouse", resource_metadata="[^"]+"$/)]);
  });

  it('a token that is none', async () => {
    expect(await surprises(() => '401 invalid_token', 'nonsense')).toEqual([]);
  });

  it('a token without the scope that it declares, and names the scope', async () => {
    const token = await managementToken(app, app.demo.users.admin, 'profile', [app.demo.companies.main.id]);
    const scoped = closed.filter(({ requirement }) => neededScope(requirement));
    expect(await surprises((route) => (scoped.includes(route) ? '403 insufficient_scope' : undefined), token)).toEqual(
      [],
    );
    for (const route of scoped) {
      const challenge = (await ask(route, token)).headers.get('www-authenticate');
      expect(challenge).toContain(`error="insufficient_scope"`);
      expect(challenge).toContain(`scope="${neededScope(route.requirement)}"`);
    }
  });

  it('a member of company and project who was given nothing', async () => {
    const person = await aProjectMember(app, app.demo.projects.tower);
    const everything =
      'tools:admin directory:manage apps:manage app_installations:manage service_accounts:manage audit:read profile';
    const { token } = apiOf(app, await managementToken(app, person, everything, [app.demo.companies.main.id]));
    expect(await surprises(refusalOfPowerless, token)).toEqual([]);
  });

  it('an administrator of nothing here, as if there were no such company', async () => {
    const { token } = await as(app, 'outsider');
    expect(await surprises((route) => (inPlace(route) ? '404 not_found' : undefined), token)).toEqual([]);
  });

  it('an app that is not installed', async () => {
    const { token } = await asClient(app, app.demo.clients.not_installed);
    expect(await surprises((route) => (inPlace(route) ? '403 app_not_connected' : undefined), token)).toEqual([]);
  });
});

it('no public route asks for a token in the name of the guard', async () => {
  const open = declaredRoutes(app).filter(({ requirement }) => requirement.isPublic);
  const codes = await Promise.all(open.map(async (route) => (await ask(route)).body?.code as unknown));
  expect(codes).not.toContain('missing_token');
  expect(open.length).toBeGreaterThan(0);
});

it('no page takes a token for a session, and each leads to the sign-in page', async () => {
  const { token } = await asClient(app, app.demo.service_account);
  const pages = declaredRoutes(app).filter(({ requirement }) => requirement.inBrowser);
  for (const credential of [undefined, token]) {
    const answers = await Promise.all(pages.map((route) => ask(route, credential)));
    expect(answers.filter(({ status }) => status !== 303)).toEqual([]);
    for (const { headers } of answers) expect(headers.get('location')).toMatch(/^\/sign-in\?/);
  }
  expect(pages.length).toBeGreaterThan(0);
});

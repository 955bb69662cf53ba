import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  anInstalledConnector,
  connectorTerms,
  install,
  type PromotedApp,
  aConnector,
} from '../app-management/installing.js';
import { type Api, apiOf, as, asClient } from '../apps/api.js';
import { aProject } from '../directory/people.js';
import { clientToken, credentials, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let main: number;
let connector: PromotedApp;
let permitted: number[];

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  permitted = [await aProject(admin, main), await aProject(admin, main)];
  connector = await anInstalledConnector(await as(app, 'developer'), admin, main, ...permitted);
});
afterAll(() => app.close());

type Client = Parameters<typeof credentials>[0];

/** What a client is told that asks for a token of one company, perhaps of some of its projects. */
async function narrowed(client: Client, companyId: number, ...projects: number[]): Promise<[number, string?]> {
  const project_ids = projects.join(' ');
  const more = { company_id: String(companyId), ...(project_ids && { project_ids }) };
  const answer = await tokenRequest(app, { grant_type: 'client_credentials', ...credentials(client), ...more });
  return [answer.status, answer.body.error];
}

/** The projects that a list names to a token. */
async function projectsOf({ get }: Api): Promise<number[][]> {
  const lists = [await get(`/projects?company_id=${main}`), await get(`/companies/${main}/projects`)];
  return lists.map(({ body, headers }) => {
    expect(headers.get('total')).toBe(String(body.length));
    return body.map(({ id }: { id: number }) => id);
  });
}

describe('a token of one environment', () => {
  const refused = [400, 'invalid_target'];
  const sandboxClient = ({ app: { sandbox } }: PromotedApp): Client =>
    sandbox as { client_id: string; client_secret: string };

  it('is not narrowed to a company of the other one, whatever is installed there', async () => {
    expect(await narrowed(sandboxClient(connector), main)).toEqual(refused);
    expect(await narrowed(sandboxClient(connector), main, permitted[0])).toEqual(refused);
    expect(await narrowed(connector.client, main)).toEqual([200, undefined]);
    expect(await narrowed(connector.client, main, permitted[0])).toEqual([200, undefined]);
  });

  it('is narrowed to a sandbox by the sandbox client alone', async () => {
    const { sandbox } = app.demo.companies;
    const other = await aConnector(await as(app, 'developer'));
    const terms = { ...connectorTerms(other), version_key: other.version.sandbox_version_key };
    await install(admin, sandbox.id, terms);
    expect(await narrowed(sandboxClient(other), sandbox.id)).toEqual([200, undefined]);
    expect(await narrowed(other.client, sandbox.id)).toEqual(refused);
  });
});

describe('the projects that a narrowed token lists', () => {
  it('are those it was narrowed to, of all in which the app may run', async () => {
    const whole = await asClient(app, connector.client);
    expect(await projectsOf(whole)).toEqual([permitted, permitted]);
    const more = { company_id: String(main), project_ids: String(permitted[1]) };
    const narrow = apiOf(app, await clientToken(app, connector.client, more));
    expect(await projectsOf(narrow)).toEqual([[permitted[1]], [permitted[1]]]);
    const company = apiOf(app, await clientToken(app, connector.client, { company_id: String(main) }));
    expect(await projectsOf(company)).toEqual([permitted, permitted]);
  });

  it('are no longer those that the app lost meanwhile', async () => {
    const projects = [await aProject(admin, main), await aProject(admin, main)];
    const other = await anInstalledConnector(await as(app, 'developer'), admin, main, ...projects);
    const more = { company_id: String(main), project_ids: projects.join(' ') };
    const narrow = apiOf(app, await clientToken(app, other.client, more));
    expect(await projectsOf(narrow)).toEqual([projects, projects]);
    const path = `/companies/${main}/app_installations/${other.id}/permitted_projects`;
    expect((await admin.put(path, { mode: 'selected', project_ids: [projects[0]], bind_users: false })).status).toBe(
      200,
    );
    expect(await projectsOf(narrow)).toEqual([[projects[0]], [projects[0]]]);
  });
});

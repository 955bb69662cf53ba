import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf, as } from '../apps/api.js';
import { CALLBACK, anApp, aPromotedVersion } from '../apps/an-app.js';
import { install } from '../app-management/installing.js';
import { clientToken, userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let client: { client_id: string; client_secret: string; redirect_uris: string[] };
let main: number;

/** An app of the profile `oauth21`, whose tokens tell no more than was asked for. */
beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  const [admin, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  const scopes = ['project.rfis:read', 'profile', 'email'];
  const mine = await anApp(developer, { profile: 'oauth21', default_scopes: scopes });
  const version = await aPromotedVersion(developer, mine);
  await install(admin, main, { version_key: version.production_version_key });
  const opened = version.production_client;
  client = {
    client_id: opened?.client_id ?? '',
    client_secret: opened?.client_secret ?? '',
    redirect_uris: [CALLBACK],
  };
});
afterAll(() => app.close());

const withScope = async (scope: string): Promise<Api> =>
  apiOf(app, (await userTokens(app, client, app.demo.users.member, { scope })).access_token);

const entryOf = async (api: Api) => (await api.get(`/companies/${main}/me`)).body;
const NAMES = ['first_name', 'job_title', 'last_name', 'name'];
const personal = (body: object): string[] =>
  Object.keys(body)
    .filter((key) => [...NAMES, 'email_address'].includes(key))
    .sort();

describe('GET /companies/{id}/me', () => {
  it('tells neither name nor address to a token that was not given them, just as /me', async () => {
    const api = await withScope('project.rfis:read');
    expect((await api.get('/me')).body).toEqual({ id: app.demo.users.member.id });
    const entry = await entryOf(api);
    expect(entry).toMatchObject({ id: app.demo.users.member.id, status: 'active', is_active: true });
    expect(personal(entry)).toEqual([]);
    expect(JSON.stringify(entry)).not.toContain(app.demo.users.member.email);
  });

  it('tells the name with profile, the address with email', async () => {
    expect(personal(await entryOf(await withScope('project.rfis:read profile')))).toEqual(NAMES);
    expect(personal(await entryOf(await withScope('project.rfis:read email')))).toEqual(['email_address']);
    const both = await entryOf(await withScope('profile email'));
    expect(both).toMatchObject({
      first_name: 'Marco',
      last_name: 'Member',
      email_address: app.demo.users.member.email,
    });
  });

  it('tells both to compatible clients, and to service accounts their own name', async () => {
    const { access_token } = await userTokens(app, app.demo.clients.web_app, app.demo.users.member);
    expect(await entryOf(apiOf(app, access_token))).toMatchObject({
      first_name: 'Marco',
      last_name: 'Member',
      email_address: app.demo.users.member.email,
    });
    const service = apiOf(app, await clientToken(app, app.demo.service_account));
    expect(await entryOf(service)).toMatchObject({ last_name: 'Nightly export', email_address: null });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome, type Person, signedIn, wrongFields } from '../directory/people.js';
import { authorize, userTokens } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aConnector, aUserApp, install, type PromotedApp } from './installing.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let main: number;
let other: number;

const SCOPE = 'tools:admin app_installations:manage';

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
});
afterAll(() => app.close());

const installations = (company = main): string => `/companies/${company}/app_installations`;
const management = (path: string, company = main): string => `/companies/${company}/app_management/${path}`;
const keyOf = ({ version }: PromotedApp): object => ({ version_key: version.production_version_key });
const userInstalls = async (allow_user_installs: boolean): Promise<void> =>
  void expectStatus(await admin.patch(management('settings'), { allow_user_installs }), 200);

async function someone(): Promise<{ person: Person; api: Api }> {
  const person = await aMember(app, main);
  return { person, api: await signedIn(app, person, [main], SCOPE) };
}

/** A call through the app on behalf of somebody. */
const through = async ({ client }: PromotedApp, person: Person): Promise<Api> =>
  apiOf(app, (await userTokens(app, client, person, { companies: [main] })).access_token);

describe('while user installs are on', () => {
  beforeAll(() => userInstalls(true));
  afterAll(() => userInstalls(false));

  it('a member installs for themselves, and nobody else gets in', async () => {
    const mine = await aUserApp(developer);
    const [a, b] = [await someone(), await someone()];
    const made = expectStatus(await a.api.post(installations(), keyOf(mine)), 201).body;
    const [forA, forB] = [await through(mine, a.person), await through(mine, app.demo.users.admin)];
    expect((await forA.get(`/companies/${main}`)).status).toBe(200);
    expect((await forB.get(`/companies/${main}`)).status).toBe(200);
    expect(outcome(await a.api.post(installations(), keyOf(mine)))).toEqual([409, 'already_installed']);
    const shown = (await admin.get(`${installations()}?per_page=300`)).body.find(
      (one: { id: number }) => one.id === made.id,
    );
    expect(shown).toMatchObject({ installed_for: { id: a.person.id }, status: 'active' });
    expect((await b.api.get(installations())).body).toEqual([]);
    expect((await b.api.get(`${installations()}/${made.id}/upgrade`)).status).toBe(404);
  });

  it('what a member has for themselves tells no colleague of the app', async () => {
    const mine = await aUserApp(developer);
    const [a, b] = [await someone(), await someone()];
    const byNumber = { app_id: mine.app.id };
    const made = expectStatus(await a.api.post(installations(), keyOf(mine)), 201).body;
    expect(wrongFields(await b.api.post(installations(), byNumber))).toEqual(['app_id']);
    expect(wrongFields(await b.api.post(`/companies/${main}/installation_requests`, byNumber))).toEqual(['app_id']);
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await a.api.patch(`/app_installations/${made.id}`, uninstall), 200);
    expect(wrongFields(await b.api.post(installations(), byNumber))).toEqual(['app_id']);
    expectStatus(await a.api.post(installations(), byNumber), 201);
  });

  it('two members have an installation each; one ends theirs and the other notices nothing', async () => {
    const mine = await aUserApp(developer);
    const [a, b] = [await someone(), await someone()];
    const ofA = expectStatus(await a.api.post(installations(), keyOf(mine)), 201).body;
    expectStatus(await b.api.post(installations(), keyOf(mine)), 201);
    const [forA, forB] = [await through(mine, a.person), await through(mine, b.person)];
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expect((await b.api.patch(`/app_installations/${ofA.id}`, uninstall)).status).toBe(404);
    expectStatus(await a.api.patch(`/app_installations/${ofA.id}`, uninstall), 200);
    expect(outcome(await forA.get(`/companies/${main}`))).toEqual([403, 'app_not_connected']);
    expect((await forB.get(`/companies/${main}`)).status).toBe(200);
  });

  it('connecting installs for the person who connects', async () => {
    const mine = await aUserApp(developer);
    const { person, api } = await someone();
    expect((await (await through(mine, person)).get(`/companies/${main}`)).status).toBe(200);
    expect((await api.get(installations())).body).toMatchObject([{ app: { id: mine.app.id } }]);
  });

  it('what has a service account still needs an administrator', async () => {
    const connector = await aConnector(developer);
    const { api } = await someone();
    const body = { ...keyOf(connector), approved_permissions: { 'project.rfis': 'standard' } };
    expect(expectStatus(await api.post(installations(), body), 202).body.status).toBe('pending');
    expect((await api.get(installations())).body).toEqual([]);
  });

  it('a company’s own suspended installation is not got round', async () => {
    const mine = await aUserApp(developer);
    const { id } = await install(admin, main, keyOf(mine));
    const { person, api } = await someone();
    const user = await through(mine, person);
    expect((await user.get(`/companies/${main}`)).status).toBe(200);
    expectStatus(await admin.post(`${installations()}/${id}/suspend`), 200);
    expect(outcome(await api.post(installations(), keyOf(mine)))).toEqual([409, 'already_installed']);
    expect(outcome(await user.get(`/companies/${main}`))).toEqual([403, 'app_suspended']);
  });

  it('an uninstall for the company ends what members installed for themselves', async () => {
    const mine = await aUserApp(developer);
    const { person, api } = await someone();
    expectStatus(await api.post(installations(), keyOf(mine)), 201);
    const user = await through(mine, person);
    const { id } = await install(admin, main, keyOf(mine));
    const uninstall = { company_id: main, app_installation: { status: 'uninstalled' } };
    expectStatus(await admin.patch(`/app_installations/${id}`, uninstall), 200);
    expect(outcome(await user.get(`/companies/${main}`))).toEqual([403, 'app_not_connected']);
  });

  it('whoever leaves the company loses what they installed, also after coming back', async () => {
    const mine = await aUserApp(developer);
    const { person, api } = await someone();
    expectStatus(await api.post(installations(), keyOf(mine)), 201);
    const path = `/companies/${main}/users/${person.id}`;
    for (const is_active of [false, true]) expectStatus(await admin.patch(path, { user: { is_active } }), 200);
    const again = await signedIn(app, person, [main], SCOPE);
    expect((await again.get(installations())).body).toMatchObject([{ status: 'uninstalled' }]);
  });

  it('is switched off again: members ask, and what they installed stays', async () => {
    const [mine, next] = [await aUserApp(developer), await aUserApp(developer)];
    const { person, api } = await someone();
    expectStatus(await api.post(installations(), keyOf(mine)), 201);
    await userInstalls(false);
    expectStatus(await api.post(installations(), keyOf(next)), 202);
    expect((await (await through(mine, person)).get(`/companies/${main}`)).status).toBe(200);
    await userInstalls(true);
  });
});

describe('the settings of app management', () => {
  it('belong to those who manage apps, and every change is recorded', async () => {
    expect((await admin.get(management('settings'))).body).toEqual({
      allow_user_installs: false,
      allow_project_configurations: true,
    });
    const member = await as(app, 'member');
    for (const answer of [
      await member.get(management('settings')),
      await member.patch(management('settings'), { allow_user_installs: true }),
      await member.put(management('policies/1'), { policy: 'allowed' }),
    ]) {
      expect(outcome(answer)).toEqual([403, 'insufficient_role']);
    }
    expect((await (await as(app, 'outsider')).get(management('settings'))).status).toBe(404);
    const changesSoFar = async () =>
      (await auditOf(app, 'company', main)).filter(({ action }) => action === 'company.changed');
    const before = (await changesSoFar()).length;
    await userInstalls(true);
    await userInstalls(false);
    await userInstalls(false);
    expectStatus(await admin.patch(management('settings'), {}), 200);
    const changes = await changesSoFar();
    expect(changes).toHaveLength(before + 2);
    expect(changes.at(-1)?.text).toContain('"allow_user_installs":false');
  });

  it.each([[{ allow_user_installs: 0 }], [{ allow_user_installs: 'yes' }], [{ allow_user_installs: null }]])(
    'refuse %j',
    async (body) => {
      expect(wrongFields(await admin.patch(management('settings'), body))).toEqual(['allow_user_installs']);
    },
  );
});

describe('a policy for one app', () => {
  const set = async (mine: PromotedApp, body: object) =>
    expectStatus(await admin.put(management(`policies/${mine.app.id}`), body), 200).body;

  it('lets members install it although user installs are off', async () => {
    const mine = await aUserApp(developer);
    const { api } = await someone();
    await set(mine, { policy: 'allowed' });
    expectStatus(await api.post(installations(), keyOf(mine)), 201);
    expect((await admin.get(management('policies'))).body).toContainEqual(
      expect.objectContaining({ app_id: mine.app.id, policy: 'allowed', set_by: app.demo.users.admin.id }),
    );
  });

  it('keeps it out: it stops everywhere in the company, and no door is left', async () => {
    const mine = await aUserApp(developer);
    const { person, api } = await someone();
    const { id } = await install(admin, main, keyOf(mine));
    await install(admin, other, keyOf(mine));
    const user = await through(mine, person);
    await set(mine, { policy: 'denied', reason: 'Sends drawings abroad.' });
    expect(outcome(await user.get(`/companies/${main}`))).toEqual([403, 'app_not_connected']);
    for (const answer of [
      await admin.post(installations(), keyOf(mine)),
      await admin.patch(`/app_installations/${id}`, { company_id: main, app_installation: { status: 'installed' } }),
      await api.post(installations(), keyOf(mine)),
      await api.post(`/companies/${main}/installation_requests`, keyOf(mine)),
    ]) {
      expect(outcome(answer)).toEqual([403, 'app_denied']);
    }
    const { body } = await admin.get(`${installations(other)}?per_page=300`);
    expect(body.find((one: { app: { id: number } }) => one.app.id === mine.app.id).status).toBe('active');
  });

  it('that keeps an app out is told on the consent page, and connecting neither installs nor asks', async () => {
    const mine = await aUserApp(developer);
    await set(mine, { policy: 'denied' });
    const { person, api } = await someone();
    const { end } = await authorize(app, mine.client, person, { companies: [main] });
    expect(end.status).toBe(303);
    expect((await api.get(installations())).body).toEqual([]);
    expect((await api.get(`/companies/${main}/installation_requests`)).body).toEqual([]);
  });

  it('denies what members had asked for, and ends what they had installed for themselves', async () => {
    const mine = await aUserApp(developer);
    const [a, b] = [await someone(), await someone()];
    const { id } = expectStatus(await a.api.post(installations(), keyOf(mine)), 202).body;
    await set(mine, { policy: 'allowed' });
    expectStatus(await b.api.post(installations(), keyOf(mine)), 201);
    await set(mine, { policy: 'denied', reason: 'No.' });
    expect((await a.api.get(`/companies/${main}/installation_requests/${id}`)).body).toMatchObject({
      status: 'denied',
      answer_notes: 'No.',
    });
    expect((await b.api.get(installations())).body).toMatchObject([{ status: 'uninstalled' }]);
  });

  it('is taken back, once', async () => {
    const mine = await aUserApp(developer);
    await set(mine, { policy: 'denied' });
    const path = management(`policies/${mine.app.id}`);
    expectStatus(await admin.delete(path), 204);
    expect((await admin.delete(path)).status).toBe(404);
    await install(admin, main, keyOf(mine));
  });

  it('is refused for what is no app, and for words that it does not know', async () => {
    expect((await admin.put(management('policies/987654321'), { policy: 'denied' })).status).toBe(404);
    const { app: mine } = await aUserApp(developer);
    expect(wrongFields(await admin.put(management(`policies/${mine.id}`), { policy: 'maybe' }))).toEqual(['policy']);
    const long = { policy: 'denied', reason: 'x'.repeat(501) };
    expect(wrongFields(await admin.put(management(`policies/${mine.id}`), long))).toEqual(['reason']);
  });
});

describe('the connections of an app to a company', () => {
  const connections = (id: number, path = ''): string => `${installations()}/${id}/connections${path}`;

  it('are listed with people and scopes, and end for one person without touching others', async () => {
    const mine = await aUserApp(developer);
    const { id } = await install(admin, main, keyOf(mine));
    const [a, b] = [await someone(), await someone()];
    const [forA, forB] = [await through(mine, a.person), await through(mine, b.person)];
    expect((await admin.get(connections(id))).body).toMatchObject([
      { user: { id: a.person.id, login: a.person.email }, scopes: ['tools:admin'] },
      { user: { id: b.person.id } },
    ]);
    expect(expectStatus(await admin.delete(connections(id, `/${a.person.id}`)), 200).body).toEqual({ ended: 1 });
    expect(outcome(await forA.get(`/companies/${main}`))).toEqual([403, 'company_not_granted']);
    expect((await forB.get(`/companies/${main}`)).status).toBe(200);
    expect((await admin.delete(connections(id, `/${a.person.id}`))).status).toBe(404);
  });

  it('all end at once, here and in no other company', async () => {
    const mine = await aUserApp(developer);
    const { id } = await install(admin, main, keyOf(mine));
    await install(admin, other, keyOf(mine));
    const { access_token } = await userTokens(app, mine.client, app.demo.users.admin, { companies: [main, other] });
    const user = apiOf(app, access_token);
    expect(expectStatus(await admin.delete(connections(id)), 200).body).toEqual({ ended: 1 });
    expect(outcome(await user.get(`/companies/${main}`))).toEqual([403, 'company_not_granted']);
    expect((await user.get(`/companies/${other}`)).status).toBe(200);
    expect(expectStatus(await admin.delete(connections(id)), 200).body).toEqual({ ended: 0 });
    const actions = (await auditOf(app, 'installation', id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'installation.connections_ended')).toHaveLength(1);
  });

  it('are the affair of those who manage the apps of this company', async () => {
    const mine = await aUserApp(developer);
    const { id } = await install(admin, main, keyOf(mine));
    const { api } = await someone();
    expect(outcome(await api.get(connections(id)))).toEqual([403, 'insufficient_role']);
    expect(outcome(await api.delete(connections(id)))).toEqual([403, 'insufficient_role']);
    expect((await admin.get(`${installations(other)}/${id}/connections`)).status).toBe(404);
    expect((await admin.delete(`${installations(other)}/${id}/connections`)).status).toBe(404);
  });
});

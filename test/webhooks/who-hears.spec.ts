import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AppBlocking } from '../../src/operations/index.js';
import { Reminders } from '../../src/webhooks/index.js';
import { aConnector, aUserApp, connectorTerms, install } from '../app-management/installing.js';
import { USER_APP } from '../apps/an-app.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, type Person, signedIn } from '../directory/people.js';
import { anAccount } from '../service-accounts/accounts.js';
import { userTokens } from '../support/flows.js';
import type { TestApp } from '../support/start-app.js';
import { aHook, aListener, deliveriesOf, hurry, ofApp, ofCompany, ping, startHooks } from './hooks.js';
import { Receiver } from './receiver.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let member: Api;
let main: number;

const SCOPE = 'tools:admin app_installations:manage directory:manage';
const DAY = 86_400_000;

beforeAll(async () => {
  app = await startHooks();
  [admin, developer, member] = [await as(app, 'admin'), await as(app, 'developer'), await as(app, 'member')];
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

type Listener = Awaited<ReturnType<typeof aListener>>;

const listeners: Listener[] = [];

async function listen(...args: Parameters<typeof aListener>): Promise<Listener> {
  const listener = await aListener(...args);
  listeners.push(listener);
  return listener;
}
afterEach(async () => {
  for (const { receiver } of listeners.splice(0)) await receiver.stop();
});

/** What was told before now: a ping comes after it. */
async function heardBy({ receiver, path }: Listener, api: Api): Promise<string[]> {
  await ping(api, path);
  await receiver.until('webhook.ping');
  return receiver.arrivals.map(({ body }) => body.type as string).filter((type) => type !== 'webhook.ping');
}

const settings = (allow_user_installs: boolean) =>
  admin.patch(`/companies/${main}/app_management/settings`, { allow_user_installs });

async function somebody(): Promise<{ person: Person; api: Api }> {
  const person = await aMember(app, main);
  return { person, api: await signedIn(app, person, [main], SCOPE) };
}

describe('the developers of an app', () => {
  it('hear nothing of a company to which somebody connected it, and that never had it', async () => {
    const mine = await aUserApp(developer, USER_APP);
    const listener = await listen(developer, ofApp(mine.app.id));
    const { person, api } = await somebody();
    await userTokens(app, mine.client, person, { companies: [main] });
    const connected = (await api.get('/me/connected_apps')).body as { id: string }[];
    const grant = connected.find((one) => JSON.stringify(one).includes(mine.client.client_id));
    expectStatus(await api.delete(`/me/connected_apps/${grant?.id}`), 204);
    expect(await heardBy(listener, developer)).toEqual([]);
  });

  it('hear nothing of what a member installed for themselves, whatever is done with it', async () => {
    await settings(true);
    const mine = await aUserApp(developer, USER_APP);
    const listener = await listen(developer, ofApp(mine.app.id));
    const { person, api } = await somebody();
    const { id } = await install(api, main, { version_key: mine.version.production_version_key });
    await userTokens(app, mine.client, person, { companies: [main] });
    const path = `/companies/${main}/app_installations/${id}`;
    expectStatus(await admin.put(`${path}/permitted_projects`, { mode: 'all_and_future', project_ids: [] }), 200);
    expect((await admin.delete(`${path}/connections`)).status).toBeLessThan(300);
    for (const verb of ['suspend', 'resume']) expectStatus(await admin.post(`${path}/${verb}`), 200);
    await settings(false);
    expect(await heardBy(listener, developer)).toEqual([]);
  });

  it('are not told what waited for them once the operator has blocked their app', async () => {
    const connector = await aConnector(developer);
    const receiver = await Receiver.start();
    receiver.reply = { status: 500 };
    const hook = await aHook(developer, ofApp(connector.app.id), receiver.url);
    const listener = await listen(admin, ofCompany(main), 'app.installed');
    await install(admin, main, connectorTerms(connector, app.demo.projects.tower.id));
    await receiver.until('app.installed');
    await app.app.get(AppBlocking).block(connector.app.uid);
    receiver.reply = { status: 204 };
    await hurry(app, hook.id);
    await heardBy(listener, admin);
    expect(receiver.arrivals).toHaveLength(1);
    await receiver.stop();
  });
});

describe('a company', () => {
  it('hears that a policy ended what its members had installed for themselves', async () => {
    await settings(true);
    const mine = await aUserApp(developer, USER_APP);
    const listener = await listen(admin, ofCompany(main), 'app.uninstalled');
    const people = [await somebody(), await somebody()];
    for (const { api } of people) await install(api, main, { version_key: mine.version.production_version_key });
    const policy = { policy: 'denied', reason: 'No.' };
    expectStatus(await admin.put(`/companies/${main}/app_management/policies/${mine.app.id}`, policy), 200);
    await settings(false);
    expect(await heardBy(listener, admin)).toEqual(['app.uninstalled', 'app.uninstalled']);
  });

  it('hears of a wish that ran out when it is raised anew, and of those of somebody who left', async () => {
    const listener = await listen(admin, ofCompany(main), 'installation_request.answered');
    const connector = await aConnector(developer);
    const wish = { version_key: connector.version.production_version_key };
    const raise = async (api: Api): Promise<number> =>
      expectStatus(await api.post(`/companies/${main}/installation_requests`, wish), 201).body.id;
    const first = await raise(member);
    await app.database.execute(
      `UPDATE installation_requests SET expires_at = ${app.database.dialect.now} - 1000 WHERE id = ?`,
      [first],
    );
    await raise(member);
    const { person, api } = await somebody();
    const theirs = await raise(api);
    expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
    expect(await heardBy(listener, admin)).toHaveLength(2);
    const answers = await Promise.all([first, theirs].map((id) => auditOf(app, 'installation_request', id)));
    expect(answers.map((events) => events.map(({ action }) => action.split('.')[1]))).toEqual([
      ['raised', 'expired'],
      ['raised', 'withdrawn'],
    ]);
  });

  it('tells of the secrets of its service accounts only whom its administrators set up for that', async () => {
    const manager = await aMember(app, main, { levels: { 'company.app_management': 'admin' } });
    const theirs = await signedIn(app, manager, [main], SCOPE);
    const [low, high] = [
      await listen(theirs, ofCompany(main), 'secret.expiring'),
      await listen(admin, ofCompany(main), 'secret.expiring'),
    ];
    const { path } = await anAccount(admin, main);
    const expires_at = new Date(Date.now() + 5 * DAY).toISOString();
    expectStatus(await admin.post(`${path}/secrets`, { overlap_seconds: 0, expires_at }), 201);
    await app.app.get(Reminders).remind();
    expect(await heardBy(high, admin)).toContain('secret.expiring');
    expect(await heardBy(low, theirs)).toEqual([]);
  });
});

describe('a receiver that answers at once', () => {
  it('does not wait until the many slow ones of somebody else have been told everything', async () => {
    const slow = await Receiver.start(0, '0.0.0.0');
    slow.reply = { status: 204, afterMs: 1_000 };
    const apps = [await aUserApp(developer, USER_APP), await aUserApp(developer, USER_APP)];
    const paths: string[] = [];
    for (const one of apps) {
      for (let at = 0; at < 15; at++) {
        const { id } = await aHook(developer, ofApp(one.app.id), slow.url.replace('127.0.0.1', `127.0.1.${at + 1}`));
        paths.push(`${ofApp(one.app.id)}/${id}`);
      }
    }
    await Promise.all(paths.flatMap((path) => [1, 2, 3].map(() => ping(developer, path))));
    const quick = await listen(admin, ofCompany(main));
    await heardBy(quick, admin);
    const waiting = await Promise.all(paths.map((path) => deliveriesOf(developer, path, '?status=pending')));
    expect(waiting.flat().length).toBeGreaterThan(paths.length);
    for (const path of paths) expectStatus(await developer.delete(path), 204);
    await slow.stop();
  });
});

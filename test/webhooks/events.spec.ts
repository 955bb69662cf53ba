import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reminders } from '../../src/webhooks/index.js';
import {
  aConnector,
  anInstalledConnector,
  aUserApp,
  connectorTerms,
  install,
  selected,
} from '../app-management/installing.js';
import { aPromotedVersion, CONNECTOR, CONNECTOR_PERMISSIONS, USER_APP } from '../apps/an-app.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, outcome, signedIn } from '../directory/people.js';
import { anAccount } from '../service-accounts/accounts.js';
import { userTokens } from '../support/flows.js';
import type { TestApp } from '../support/start-app.js';
import { aHook, aListener, deliveriesOf, type Delivery, ofApp, ofCompany, startHooks } from './hooks.js';
import { type Arrival, Receiver } from './receiver.js';

let app: TestApp;
let admin: Api;
let developer: Api;
let member: Api;
let main: number;
let tower: number;
let company: Receiver;
let elsewhere: Receiver;

const SCOPE = 'tools:admin app_installations:manage';

beforeAll(async () => {
  app = await startHooks();
  [admin, developer, member] = [await as(app, 'admin'), await as(app, 'developer'), await as(app, 'member')];
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
  [company, elsewhere] = [await Receiver.start(), await Receiver.start()];
  await aHook(admin, ofCompany(main), company.url);
  await aHook(admin, ofCompany(app.demo.companies.other.id), elsewhere.url);
});
afterAll(async () => {
  await Promise.all([company, elsewhere].map((one) => one.stop()));
  await app.close();
});

/** What a receiver hears while something happens: the first event of a type that was not there before. */
async function heard(receiver: Receiver, type: string, work: () => Promise<unknown>): Promise<Arrival['body']> {
  const before = receiver.ofType(type).length;
  await work();
  return (await receiver.until(type, before + 1)).at(before)?.body;
}

/** A connector of the demo's developer with a webhook of its own. */
async function aWatchedConnector() {
  const connector = await aConnector(developer);
  return { connector, ...(await aListener(developer, ofApp(connector.app.id))) };
}

const installations = (path = ''): string => `/companies/${main}/app_installations${path}`;

/** Nobody hears what was not heard when a later event arrived. */
async function settle(...receivers: Receiver[]): Promise<void> {
  for (;;) {
    const [{ n }] = await app.database.query<{ n: number }>(
      "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE status = 'pending'",
    );
    if (Number(n) === 0 && receivers.every(({ busy }) => busy === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('an installation', () => {
  it('is told of through its whole life: to the company with who did it, to the developers without', async () => {
    const { connector, receiver, end } = await aWatchedConnector();
    const { app: mine } = connector;
    let id = 0;
    const both = async (type: string, work: () => Promise<unknown>): Promise<Arrival['body'][]> => {
      const before = receiver.ofType(type).length;
      const toCompany = await heard(company, type, work);
      return [toCompany, (await receiver.until(type, before + 1)).at(before)?.body];
    };
    const installed = await both('app.installed', async () => {
      ({ id } = await install(admin, main, connectorTerms(connector, tower)));
    });
    const shared = {
      company: { id: main, name: expect.any(String) },
      app: { id: mine.id, name: expect.any(String) },
      installation: { id, status: 'active' },
      version: '1.0.0',
      approved_permissions: CONNECTOR_PERMISSIONS,
      permitted_mode: 'selected',
    };
    expect(installed[0].data).toEqual({ ...shared, actor_id: app.demo.users.admin.id, installed_for: null });
    expect(installed[1].data).toEqual(shared);
    expect(Date.parse(installed[0].timestamp as string)).toBeGreaterThan(Date.now() - 60_000);

    const suspended = await both('app.suspended', () => admin.post(installations(`/${id}/suspend`)));
    expect(suspended[1].data).toEqual({ ...shared, installation: { id, status: 'suspended' } });
    await both('app.resumed', () => admin.post(installations(`/${id}/resume`)));

    const permitted = await both('app.permissions_changed', () =>
      admin.put(installations(`/${id}/permitted_projects`), { mode: 'all_and_future', project_ids: [] }),
    );
    expect(permitted[1].data).toEqual({ ...shared, permitted_mode: 'all_and_future' });

    const more = { ...CONNECTOR, permissions: { company: { directory: 'readonly' }, project: { rfis: 'admin' } } };
    const next = await aPromotedVersion(developer, mine, '2.0.0', more);
    const approved_permissions = { 'company.directory': 'read_only', 'project.rfis': 'admin' };
    const upgraded = await both('app.upgraded', async () => {
      const body = { version_key: next.production_version_key, approved_permissions };
      expectStatus(await admin.post(installations(`/${id}/upgrade`), body), 200);
    });
    expect(upgraded[1].data).toMatchObject({ version: '2.0.0', previous_version: '1.0.0', approved_permissions });
    const changed = (await receiver.until('app.permissions_changed', 2)).at(1)?.body;
    expect(changed.data).toMatchObject({ approved_permissions, previous_permissions: CONNECTOR_PERMISSIONS });

    const back = await both('app.upgraded', () => admin.post(installations(`/${id}/rollback`)));
    expect(back[1].data).toMatchObject({ version: '1.0.0', previous_version: '2.0.0', rolled_back: true });

    const ended = await both('app.uninstalled', () =>
      admin.patch(`/app_installations/${id}`, { company_id: main, app_installation: { status: 'uninstalled' } }, main),
    );
    expect(ended[0].data).toMatchObject({
      installation: { id, status: 'uninstalled' },
      actor_id: app.demo.users.admin.id,
    });
    expect(ended[1].data).not.toHaveProperty('actor_id');
    await settle(receiver);
    const told = receiver.arrivals.map(({ text }) => text).join('\n');
    for (const { id: person, email } of [app.demo.users.admin, app.demo.users.member]) {
      expect(told).not.toMatch(new RegExp(`"(actor|user|requester)_id":${person}\\b`));
      expect(told).not.toContain(email);
    }
    expect(elsewhere.arrivals).toEqual([]);
    await end();
  });

  it('of which something is taken away is told of with what is left', async () => {
    const { connector, receiver, end } = await aWatchedConnector();
    const { id } = await install(admin, main, connectorTerms(connector, tower));
    const approved_permissions = { 'company.directory': 'read_only', 'project.rfis': 'read_only' };
    expectStatus(await admin.post(installations(`/${id}/advice/apply`), { approved_permissions }), 200);
    const [told] = await receiver.until('app.permissions_changed');
    expect(told.body.data).toMatchObject({ approved_permissions, previous_permissions: CONNECTOR_PERMISSIONS });
    await end();
  });

  it('of another app is nothing that developers hear of', async () => {
    const { receiver, end } = await aWatchedConnector();
    await heard(company, 'app.installed', async () => anInstalledConnector(developer, admin, main, tower));
    await settle(receiver);
    expect(receiver.arrivals).toEqual([]);
    await end();
  });

  it('in a sandbox company is told of as any other', async () => {
    const sandbox = app.demo.companies.sandbox.id;
    const { receiver, end } = await aListener(admin, ofCompany(sandbox), 'app.installed');
    const { version } = await aConnector(developer);
    const terms = { approved_permissions: CONNECTOR_PERMISSIONS, permitted_projects: selected() };
    await install(admin, sandbox, { version_key: version.sandbox_version_key, ...terms });
    expect((await receiver.until('app.installed'))[0].body.data.company.id).toBe(sandbox);
    await end();
  });

  it('that a member made for themselves is told of to the company alone', async () => {
    const connector = await aUserApp(developer);
    const { receiver, end } = await aListener(developer, ofApp(connector.app.id));
    expectStatus(await admin.patch(`/companies/${main}/app_management/settings`, { allow_user_installs: true }), 200);
    const told = await heard(company, 'app.installed', async () => {
      const body = { version_key: connector.version.production_version_key };
      expectStatus(await member.post(installations(), body), 201);
    });
    expect(told.data).toMatchObject({ installed_for: app.demo.users.member.id, app: { id: connector.app.id } });
    await settle(receiver);
    expect(receiver.arrivals).toEqual([]);
    await admin.patch(`/companies/${main}/app_management/settings`, { allow_user_installs: false });
    await end();
  });
});

describe('what did not happen', () => {
  const count = async (): Promise<number> => {
    const [{ n }] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM webhook_deliveries');
    return Number(n);
  };

  it('is not told of: a refused change, and one that lost against another one', async () => {
    const connector = await aConnector(developer);
    const { id } = await install(admin, main, connectorTerms(connector, tower));
    await settle(company);
    const before = await count();
    expect(outcome(await admin.post(installations(), connectorTerms(connector, tower)))).toEqual([
      409,
      'already_installed',
    ]);
    expect(outcome(await admin.post(installations(`/${id}/resume`)))).toEqual([409, 'not_suspended']);
    expect((await member.post(installations(`/${id}/suspend`))).status).toBe(403);
    expect(await count()).toBe(before);
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.post(installations(`/${id}/suspend`))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await count()).toBe(before + 1);
  });

  it('is not told of to those who did not ask for it', async () => {
    const { receiver, path, end } = await aListener(admin, ofCompany(main), 'app.suspended', 'grant.revoked');
    const { id } = await anInstalledConnector(developer, admin, main, tower);
    expectStatus(await admin.post(installations(`/${id}/suspend`)), 200);
    await receiver.until('app.suspended');
    await admin.patch(path, { active: false });
    expectStatus(await admin.post(installations(`/${id}/resume`)), 200);
    expectStatus(await admin.post(installations(`/${id}/suspend`)), 200);
    await admin.patch(path, { active: true });
    await settle(receiver);
    expect((await deliveriesOf(admin, path)).map((one: Delivery) => one.event_type)).toEqual(['app.suspended']);
    await end();
  });
});

describe('a wish', () => {
  const raise = async (version_key: string): Promise<number> =>
    expectStatus(await member.post(`/companies/${main}/installation_requests`, { version_key, notes: 'Private' }), 201)
      .body.id as number;

  it('is told of to the company, and so is its answer; to the developers neither, nor what was noted', async () => {
    const { connector, receiver, end } = await aWatchedConnector();
    let id = 0;
    const created = await heard(company, 'installation_request.created', async () => {
      id = await raise(connector.version.production_version_key);
    });
    expect(created.data).toEqual({
      company: { id: main, name: expect.any(String) },
      app: { id: connector.app.id, name: expect.any(String) },
      kind: 'install',
      requests: [{ id, requester_id: app.demo.users.member.id }],
      actor_id: app.demo.users.member.id,
    });
    const answered = await heard(company, 'installation_request.answered', () =>
      admin.post(`/companies/${main}/installation_requests/${id}/deny`, { notes: 'No' }),
    );
    expect(answered.data).toMatchObject({ answer: 'denied', requests: [{ id }], actor_id: app.demo.users.admin.id });
    await settle(receiver);
    expect(receiver.arrivals).toEqual([]);
    expect(company.arrivals.map(({ text }) => text).join('\n')).not.toContain('Private');
    await end();
  });

  it('is answered once for all who have it, by whoever installs', async () => {
    const connector = await aConnector(developer);
    const other = await signedIn(app, await aMember(app, main), [main], SCOPE);
    const first = await raise(connector.version.production_version_key);
    const body = { version_key: connector.version.production_version_key, notes: '' };
    const second = expectStatus(await other.post(`/companies/${main}/installation_requests`, body), 201).body
      .id as number;
    const told = await heard(company, 'installation_request.answered', async () => {
      await install(admin, main, connectorTerms(connector, tower));
    });
    expect(told.data).toMatchObject({ answer: 'approved', requests: [{ id: first }, { id: second }] });
  });

  it('that nobody answers is told of when its time runs out, once', async () => {
    const connector = await aConnector(developer);
    const id = await raise(connector.version.production_version_key);
    const past = `${app.database.dialect.now} - 1000`;
    await app.database.execute(`UPDATE installation_requests SET expires_at = ${past} WHERE id = ?`, [id]);
    const reminders = app.app.get(Reminders, { strict: false });
    const told = await heard(company, 'installation_request.answered', async () => {
      await Promise.all([reminders.remind(), reminders.remind()]);
    });
    expect(told.data).toMatchObject({ answer: 'expired', requests: [{ id }], actor_id: null });
    await settle(company);
    const same = company
      .ofType('installation_request.answered')
      .filter(({ body }) => (body.data.requests as { id: number }[]).some((one) => one.id === id));
    expect(same).toHaveLength(1);
    const shown = await admin.get(`/companies/${main}/installation_requests/${id}`);
    expect(shown.body).toMatchObject({ status: 'expired' });
  });
});

describe('a grant', () => {
  it('that ends is told of: to the company with whose, to the developers without', async () => {
    const connector = await aUserApp(developer, USER_APP);
    const { receiver, end } = await aListener(developer, ofApp(connector.app.id));
    const { id } = await install(admin, main, { version_key: connector.version.production_version_key });
    const person = await aMember(app, main);
    const client = { ...connector.client, redirect_uri: connector.client.redirect_uris[0] };
    await userTokens(app, client, person, { companies: [main] });
    const mine = await signedIn(app, person, [main], 'directory:manage');
    const [connected] = (await mine.get('/me/connected_apps')).body.filter((one: { client_id?: string }) =>
      JSON.stringify(one).includes(connector.client.client_id),
    ) as { id: string }[];
    const told = await heard(company, 'grant.revoked', async () => {
      expectStatus(await mine.delete(`/me/connected_apps/${connected.id}`), 204);
    });
    expect(told.data).toMatchObject({
      client_id: connector.client.client_id,
      user_id: person.id,
      company: { id: main },
    });
    const [toDeveloper] = await receiver.until('grant.revoked');
    expect(toDeveloper.body.data).toEqual({
      company: { id: main, name: expect.any(String) },
      app: { id: connector.app.id, name: expect.any(String) },
      client_id: connector.client.client_id,
      grant_id: expect.any(String),
      ended: 1,
    });
    await userTokens(app, client, person, { companies: [main] });
    const all = await heard(company, 'grant.revoked', async () => {
      expect((await admin.delete(installations(`/${id}/connections`))).status).toBeLessThan(300);
    });
    expect(all.data).toMatchObject({ ended: 1, user_id: null, grant_id: null, actor_id: app.demo.users.admin.id });
    const [, alike] = await receiver.until('grant.revoked', 2);
    expect(Object.keys(alike.body.data as object).sort()).toEqual(['app', 'client_id', 'company', 'ended', 'grant_id']);
    await end();
  });
});

describe('a secret that ends soon', () => {
  const DAY = 24 * 3_600_000;
  const remind = (): Promise<void> => app.app.get(Reminders, { strict: false }).remind();
  const endsIn = (id: string, days: number): Promise<number> =>
    app.database.execute(`UPDATE client_secrets SET expires_at = ${app.database.dialect.now} + ? WHERE id = ?`, [
      Math.round(days * DAY),
      id,
    ]);

  it('is told of 30, 7 and 1 days before, each once, however many processes look', async () => {
    const account = await anAccount(admin, main);
    const expires_at = new Date(Date.now() + 20 * DAY).toISOString();
    const { id } = expectStatus(await admin.post(`${account.path}/secrets`, { expires_at }), 201).body as {
      id: string;
    };
    const mine = (): Arrival[] => company.ofType('secret.expiring').filter(({ body }) => body.data.secret_id === id);
    await Promise.all([remind(), remind(), remind()]);
    await settle(company);
    expect(mine().map(({ body }) => body.data.expires_in_days)).toEqual([20]);
    expect(mine()[0].body.data).toMatchObject({
      client: { client_id: account.client_id, name: expect.any(String) },
      service_account_id: account.id,
    });
    expect(mine()[0].text).not.toContain('ghcs_');
    for (const days of [15, 6.5, 5, 0.5, 0.2]) {
      await endsIn(id, days);
      await remind();
    }
    await settle(company);
    expect(mine().map(({ body }) => body.data.expires_in_days)).toEqual([20, 7, 1]);
    await endsIn(id, 40);
    await remind();
    await endsIn(id, -1);
    await remind();
    await settle(company);
    expect(mine()).toHaveLength(3);
  });

  it('of an app is told of to its developers, and of a company to nobody else', async () => {
    const { connector, receiver, end } = await aWatchedConnector();
    const expires_at = new Date(Date.now() + 3 * DAY).toISOString();
    const path = `${connector.app.path}/clients/${connector.client.client_id}/secrets`;
    const { id } = expectStatus(await developer.post(path, { expires_at, overlap_seconds: 0 }), 201).body as {
      id: string;
    };
    await remind();
    await settle(receiver, company);
    expect(receiver.ofType('secret.expiring').map(({ body }) => body.data.secret_id)).toEqual([id]);
    expect(receiver.arrivals[0].body.data).toMatchObject({ app_id: connector.app.id, expires_in_days: 3 });
    expect(company.ofType('secret.expiring').filter(({ body }) => body.data.secret_id === id)).toEqual([]);
    expectStatus(await developer.delete(`${path}/${id}`), 204);
    await endsIn(id, 0.5);
    await remind();
    await settle(receiver);
    expect(receiver.ofType('secret.expiring')).toHaveLength(1);
    await end();
  });
});

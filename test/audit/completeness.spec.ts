import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { type Api, apiOf, as, expectStatus } from '../apps/api.js';
import { aMember, aPerson, type Person } from '../directory/people.js';
import { Browser } from '../support/browser.js';
import {
  authorize,
  codeOf,
  credentials,
  managementToken,
  type Tokens,
  tokenRequest,
  userTokens,
} from '../support/flows.js';
import { type Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let main: number;
let other: number;

beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
});
afterAll(() => app.close());

interface Event {
  readonly action: string;
  readonly company: number | null;
  readonly actor: number | null;
  readonly client: string | null;
  readonly subject: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly address: string;
}

type Row = Readonly<Record<string, string | number | null>>;

const number = (value: string | number | null): number | null => (value === null ? null : Number(value));
const state = (value: string | number | null): Record<string, unknown> | null =>
  value === null ? null : (JSON.parse(String(value)) as Record<string, unknown>);

/** The events that something left behind, of some actions. */
async function eventsOf(work: () => Promise<unknown>, ...actions: string[]): Promise<Event[]> {
  const [{ last }] = await app.database.query<{ last: number }>('SELECT MAX(id) AS last FROM audit_events');
  await work();
  const rows = await app.database.query<Row>('SELECT * FROM audit_events WHERE id > ? ORDER BY id', [last]);
  return rows
    .filter(({ action }) => actions.includes(String(action)))
    .map((row) => ({
      action: String(row.action),
      company: number(row.company_id),
      actor: number(row.actor_id),
      client: row.client_id as string | null,
      subject: String(row.subject_id),
      before: state(row.before_state),
      after: state(row.after_state),
      address: String(row.address),
    }));
}

const SESSIONS = ['session.started', 'session.ended'];

describe('the trail of sessions', () => {
  let person: Person;
  let browser: Browser;

  beforeAll(async () => {
    person = await aMember(app, main);
    browser = new Browser(app.url, { 'X-Forwarded-For': '203.0.113.9' });
  });

  const signIn = async (password = person.password): Promise<Answer> =>
    browser.signIn(await browser.get('/sign-in'), { email: person.email, password });

  const signOut = async (): Promise<void> => {
    const { text } = await browser.get('/sign-out');
    const token = /name="csrf_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await browser.post('/sign-out', { csrf_token: token });
  };

  it('tells who signed in, and from where, and nothing of the cookie', async () => {
    const [event, ...others] = await eventsOf(() => signIn(), ...SESSIONS);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ action: 'session.started', company: null, actor: person.id, address: '203.0.113.9' });
    const text = JSON.stringify(event);
    expect(text).not.toContain(browser.cookie('gh_session'));
    expect(text).not.toContain(person.password);
  });

  it('tells of the session that a new sign-in replaced', async () => {
    const events = await eventsOf(() => signIn(), ...SESSIONS);
    expect(events.map(({ action, actor, after }) => [action, actor, after])).toEqual([
      ['session.ended', person.id, { reason: 'replaced' }],
      ['session.started', person.id, null],
    ]);
    expect(events[0].subject).not.toBe(events[1].subject);
  });

  it('tells who signed out, once', async () => {
    const events = await eventsOf(signOut, ...SESSIONS);
    expect(events).toMatchObject([{ action: 'session.ended', actor: person.id, after: { reason: 'signed_out' } }]);
    expect(await eventsOf(signOut, ...SESSIONS)).toEqual([]);
  });

  it('tells nothing of a sign-in that failed, and of a session that had run out', async () => {
    expect(await eventsOf(() => signIn('wrong horse battery staple'), ...SESSIONS)).toEqual([]);
    await signIn();
    await app.database.execute('UPDATE sessions SET expires_at = 1 WHERE user_id = ?', [person.id]);
    expect(await eventsOf(signOut, ...SESSIONS)).toEqual([]);
  });
});

describe('the trail of guessing', () => {
  const guess = async (email: string, times: number): Promise<number> => {
    let last = 0;
    for (let i = 0; i < times; i++) {
      const browser = new Browser(app.url, { 'X-Forwarded-For': '198.51.100.7' });
      const form = { email, password: 'wrong horse battery staple' };
      last = (await browser.signIn(await browser.get('/sign-in'), form)).status;
    }
    return last;
  };

  const throttled = (): Promise<{ subject_id: string; address: string; actor_id: number | null }[]> =>
    app.database.query("SELECT * FROM audit_events WHERE action = 'sign_in.throttled'");

  it('tells of an account, once, when attempts begin to be refused, and of none that there is not', async () => {
    const person = await aPerson(app);
    expect(await guess('nobody-at-all@demo.test', 11)).toBe(429);
    expect(await guess(person.email, 10)).toBe(401);
    expect(await throttled()).toEqual([]);
    expect(await guess(person.email, 3)).toBe(429);
    // It does not keep the answer waiting.
    while ((await throttled()).length === 0) await sleep(20);
    expect(await guess(person.email, 2)).toBe(429);
    const second = await aPerson(app);
    expect(await guess(second.email, 11)).toBe(429);
    while ((await throttled()).length < 2) await sleep(20);
    const events = await throttled();
    expect(events.map(({ subject_id }) => Number(subject_id))).toEqual([person.id, second.id]);
    expect(events[0]).toMatchObject({ address: '198.51.100.7', actor_id: null });
    expect(JSON.stringify(events)).not.toContain('wrong horse');
  });
});

describe('the trail of consents', () => {
  it('tells each company what was granted there, and nothing of the others', async () => {
    const { swagger } = app.demo.clients;
    const { id } = app.demo.users.admin;
    const consent = () => managementToken(app, app.demo.users.admin, 'apps:manage profile', [main, other]);
    const events = await eventsOf(consent, 'grant.consented');
    expect(events.map(({ company }) => company).sort()).toEqual([main, other].sort());
    for (const event of events) {
      expect(event).toMatchObject({ actor: id, client: swagger.client_id });
      expect(Object.keys(event.after ?? {})).toEqual(['scopes']);
      expect(event.after?.scopes).toContain('apps:manage');
    }
  });

  it('tells what was granted before, where more is granted', async () => {
    const person = await aMember(app, main);
    const first = await eventsOf(() => managementToken(app, person, 'profile', [main]), 'grant.consented');
    expect(first).toMatchObject([{ company: main, actor: person.id, before: null, after: { scopes: 'profile' } }]);
    const second = await eventsOf(() => managementToken(app, person, 'email', [main]), 'grant.consented');
    expect(second).toMatchObject([{ before: { scopes: 'profile' }, after: { scopes: 'profile email' } }]);
  });

  it('tells of a consent that concerns no company', async () => {
    const person = await aPerson(app);
    const events = await eventsOf(() => managementToken(app, person, 'profile', []), 'grant.consented');
    expect(events).toMatchObject([{ company: null, actor: person.id, after: { scopes: 'profile' } }]);
  });

  it('tells nothing of a consent that was refused', async () => {
    const person = await aMember(app, main);
    const refuse = () => authorize(app, app.demo.clients.web_app, person, { decision: 'deny' });
    expect(await eventsOf(refuse, 'grant.consented')).toEqual([]);
  });

  it('names who installed an app by connecting it', async () => {
    const { not_installed } = app.demo.clients;
    const connect = () => userTokens(app, not_installed, app.demo.users.admin);
    const events = await eventsOf(connect, 'installation.created');
    expect(events).toMatchObject([{ company: main, actor: app.demo.users.admin.id, client: not_installed.client_id }]);
  });
});

describe('the trail of ended grants', () => {
  const web = () => app.demo.clients.web_app;

  /** Somebody who connected the web app and the documentation to both companies. */
  async function connected(): Promise<{ person: Person; own: Api }> {
    const person = await aMember(app, main);
    await app.app.get(Members).add(other, person.id, { lastName: 'Person', email: person.email });
    await userTokens(app, web(), person, { companies: [main, other] });
    return { person, own: apiOf(app, await managementToken(app, person, 'profile', [main, other])) };
  }

  const leave = (id: number) => () => admin.patch(`/companies/${main}/users/${id}`, { user: { is_active: false } });

  it('tells the company that a member left of each app that thereby lost it, and no other company', async () => {
    const { person } = await connected();
    const events = await eventsOf(leave(person.id), 'grant.company_withdrawn', 'member.deactivated');
    const withdrawn = events.filter(({ action }) => action === 'grant.company_withdrawn');
    expect(withdrawn.map(({ before }) => before?.client_id).sort()).toEqual(
      [web().client_id, app.demo.clients.swagger.client_id].sort(),
    );
    for (const event of withdrawn) {
      expect(event).toMatchObject({ company: main, actor: app.demo.users.admin.id, before: { user_id: person.id } });
    }
    expect(events.filter(({ action }) => action === 'member.deactivated')).toHaveLength(1);
  });

  it('tells nothing of grants that had ended before', async () => {
    const { person, own } = await connected();
    const apps = expectStatus(await own.get('/me/connected_apps'), 200).body as { id: string; client_id: string }[];
    for (const { id, client_id } of apps) {
      if (client_id === web().client_id) expectStatus(await own.delete(`/me/connected_apps/${id}`), 204);
    }
    const events = await eventsOf(leave(person.id), 'grant.company_withdrawn');
    expect(events.map(({ before }) => before?.client_id)).toEqual([app.demo.clients.swagger.client_id]);
  });

  it('tells every company of a connection that its owner ended', async () => {
    const { person, own } = await connected();
    const apps = expectStatus(await own.get('/me/connected_apps'), 200).body as { id: string; client_id: string }[];
    const { id } = apps.find(({ client_id }) => client_id === web().client_id) ?? { id: '' };
    const end = () => own.delete(`/me/connected_apps/${id}`);
    const events = await eventsOf(end, 'grant.revoked');
    expect(events.map(({ company }) => company).sort()).toEqual([main, other].sort());
    for (const event of events) {
      const before = { user_id: person.id, client_id: web().client_id, scopes: 'tools:admin' };
      expect(event).toMatchObject({ actor: person.id, subject: id, before });
    }
    expect(await eventsOf(end, 'grant.revoked')).toEqual([]);
  });
});

describe('the trail of replays', () => {
  let person: Person;

  beforeAll(async () => {
    person = await aMember(app, main);
  });

  const redeem = (code: string, more: Record<string, string>): Promise<Answer> =>
    tokenRequest(app, { grant_type: 'authorization_code', code, ...more, ...credentials(app.demo.clients.web_app) });

  const refresh = ({ refresh_token }: Pick<Tokens, 'refresh_token'>): Promise<Answer> =>
    tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app) });

  const code = async (): Promise<{ code: string; redirect_uri: string; code_verifier: string }> => {
    const { end, verifier, redirectUri } = await authorize(app, app.demo.clients.web_app, person);
    return { code: codeOf(end), redirect_uri: redirectUri, code_verifier: verifier };
  };

  const told = (reason: string) => ({
    action: 'family.revoked',
    company: main,
    actor: null,
    client: app.demo.clients.web_app.client_id,
    after: { reason, user_id: person.id },
  });

  it('tells the company of a code that was redeemed twice, once', async () => {
    const { code: used, ...more } = await code();
    expectStatus(await redeem(used, more), 200);
    const replay = async (): Promise<void> => {
      expectStatus(await redeem(used, more), 400);
      expectStatus(await redeem(used, more), 400);
    };
    expect(await eventsOf(replay, 'family.revoked')).toMatchObject([told('code_replayed')]);
  });

  it('tells the company of a refresh token that was used after its successor, once', async () => {
    const tokens = await userTokens(app, app.demo.clients.web_app, person);
    const next = expectStatus(await refresh(tokens), 200).body as Tokens;
    expectStatus(await refresh(next), 200);
    await app.database.execute('UPDATE refresh_families SET rotated_at = rotated_at - 120000');
    const replay = async (): Promise<void> => {
      expectStatus(await refresh(tokens), 400);
      expectStatus(await refresh(next), 400);
    };
    expect(await eventsOf(replay, 'family.revoked')).toMatchObject([told('refresh_token_replayed')]);
  });

  it('tells no company that the grant has lost meanwhile', async () => {
    const tokens = await userTokens(app, app.demo.clients.web_app, person);
    const next = expectStatus(await refresh(tokens), 200).body as Tokens;
    expectStatus(await refresh(next), 200);
    await app.database.execute('UPDATE refresh_families SET rotated_at = rotated_at - 120000');
    expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
    const events = await eventsOf(() => refresh(tokens), 'family.revoked');
    expect(events).toMatchObject([{ company: null, after: { user_id: person.id } }]);
    expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: true } }), 200);
    await userTokens(app, app.demo.clients.web_app, person, { parameters: { prompt: 'consent' } });
  });

  it('tells of a code that a wrong verifier or redirect URI burned, once', async () => {
    const { code: stolen, ...more } = await code();
    const steal = async (): Promise<void> => {
      expectStatus(await redeem(stolen, { ...more, code_verifier: 'x'.repeat(43) }), 400);
      expectStatus(await redeem(stolen, more), 400);
    };
    const events = await eventsOf(steal, 'authorization_code.burned', 'family.revoked');
    expect(events).toMatchObject([{ action: 'authorization_code.burned', after: { user_id: person.id } }]);
    expect(JSON.stringify(events)).not.toContain(stolen);
  });

  it('tells nothing of a code that another client tried', async () => {
    const { code: seen, ...more } = await code();
    const form = { grant_type: 'authorization_code', code: seen, ...more };
    const attempt = () => tokenRequest(app, { ...form, ...credentials(app.demo.clients.data_connector) });
    expect(await eventsOf(attempt, 'authorization_code.burned', 'family.revoked')).toEqual([]);
    expectStatus(await redeem(seen, more), 200);
  });
});

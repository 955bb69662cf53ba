import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditSealer } from '../../src/audit/index.js';
import { type Api, apiOf, as, asClient, expectStatus } from '../apps/api.js';
import { aMember, outcome, type Person, signedIn, wrongFields } from '../directory/people.js';
import { anAccount } from '../service-accounts/accounts.js';
import { clientToken, userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { record } from './trail.js';

let app: TestApp;
let admin: Api;
let auditor: Api;
let main: number;
let path: string;

const EVERYTHING = 'audit:read directory:manage service_accounts:manage app_installations:manage tools:admin';

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  path = `/companies/${main}/audit_events`;
  admin = await as(app, 'admin', EVERYTHING);
  auditor = await as(app, 'admin', 'audit:read');
});
afterAll(() => app.close());

interface Event {
  readonly id: number;
  readonly action: string;
  readonly actor: { id: number; name: string; kind: string } | null;
  readonly subject: { type: string; id: string };
  readonly created_at: string;
  readonly [field: string]: unknown;
}

type Query = Readonly<Record<string, string | number>>;

const listed = async (query: Query, api = auditor): Promise<Event[]> => {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return expectStatus(await api.get(`${path}?${search.toString()}`), 200).body as Event[];
};

const rename = async (api: Api, name: string): Promise<string> => {
  const answer = expectStatus(await api.patch(`/companies/${main}`, { name }), 200);
  return answer.headers.get('x-request-id') ?? '';
};

/** As many events at once as there would be after years. */
async function fillUp(companyId: number, events: number): Promise<void> {
  const row = `(?, 'thing.changed', 'thing', '1', '-', '-', 1, '${'x'.repeat(43)}')`;
  const sql =
    'INSERT INTO audit_events (company_id, action, subject_type, subject_id, address, request_id, created_at, mac)';
  for (let left = events; left > 0; left -= 1_000) {
    const count = Math.min(left, 1_000);
    await app.database.execute(
      `${sql} VALUES ${Array.from({ length: count }, () => row).join(', ')}`,
      Array.from({ length: count }, () => companyId),
    );
  }
}

describe('GET /companies/{id}/audit_events', () => {
  it('tells of a change who made it, through which app, from where, and what was before and after', async () => {
    const { name } = app.demo.companies.main;
    const requestId = await rename(admin, 'Harbour and Sons');
    await app.app.get(AuditSealer).sealEverything();
    const [event, ...others] = await listed({ request_id: requestId });
    expect(others).toEqual([]);
    expect(event).toEqual({
      id: expect.any(Number),
      action: 'company.changed',
      subject: { type: 'company', id: String(main) },
      actor: { id: app.demo.users.admin.id, name: expect.any(String), kind: 'user' },
      client_id: app.demo.clients.swagger.client_id,
      before: expect.objectContaining({ name }),
      after: expect.objectContaining({ name: 'Harbour and Sons' }),
      address: '127.0.0.1',
      request_id: requestId,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      sealed: { position: expect.any(Number), hash: expect.stringMatching(/^[\w-]{43}$/) },
    });
    expect((await auditor.get(`${path}/${event.id}`)).body).toEqual(event);
    await rename(admin, name);
  });

  it('lists newest first, page by page, with links that name the filter', async () => {
    await record(app, main, 25);
    const first = expectStatus(await auditor.get(`${path}?action=thing.&per_page=10`), 200);
    const third = expectStatus(await auditor.get(`${path}?action=thing.&per_page=10&page=3`), 200);
    const total = Number(first.headers.get('total'));
    expect(total).toBeGreaterThanOrEqual(25);
    expect(first.body).toHaveLength(10);
    expect(third.body).toHaveLength(Math.min(10, total - 20));
    expect(first.headers.get('link')).toContain('action=thing.');
    const ids = [...first.body, ...third.body].map(({ id }) => id as number);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    expect((await auditor.get(`${path}?page=4000`)).body).toEqual([]);
  });

  it('counts and reaches back ten thousand events at most, and says what to do beyond', async () => {
    const { id } = app.demo.companies.sandbox;
    const of = (page: number) => auditor.get(`/companies/${id}/audit_events?per_page=100&page=${page}`);
    const before = Number((await of(1)).headers.get('total'));
    await fillUp(id, 10_050 - before);
    const last = expectStatus(await of(100), 200);
    expect([last.headers.get('total'), last.body.length]).toEqual(['10000', 100]);
    const beyond = await of(101);
    expect(wrongFields(beyond)).toEqual(['page']);
    expect(beyond.text).toContain('export');
  });

  it('keeps the name of who has left', async () => {
    const person = await aMember(app, main, { role: 'admin' });
    const theirs = await signedIn(app, person);
    await rename(theirs, 'Renamed by who leaves');
    await rename(admin, app.demo.companies.main.name);
    expectStatus(await admin.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
    const [event] = await listed({ actor_id: person.id, action: 'company.changed' });
    expect(event.actor).toMatchObject({ id: person.id, kind: 'user', name: expect.stringMatching(/^Person/) });
  });

  it('shows events without an actor as those of the system', async () => {
    const [event] = await listed({ action: 'company.created' });
    expect(event).toMatchObject({ actor: null, client_id: null, request_id: '-' });
  });
});

describe('the filters', () => {
  let account: { id: number; client_id: string; path: string };

  beforeAll(async () => {
    account = await anAccount(admin, main);
    expectStatus(await admin.patch(account.path, { description: 'Other words.' }), 200);
    expectStatus(await admin.put(`${account.path}/permissions`, { scopes: ['audit:read'] }), 200);
  });

  const actions = async (query: Record<string, string | number>): Promise<string[]> =>
    (await listed(query)).map(({ action }) => action);

  it('narrow to one action, or to all that begin alike', async () => {
    const ofAccount = { subject_type: 'service_account', subject_id: account.id };
    expect(await actions({ ...ofAccount, action: 'service_account.changed' })).toEqual(['service_account.changed']);
    expect(await actions({ ...ofAccount, action: 'service_account.' })).toEqual([
      'service_account.scopes_changed',
      'service_account.changed',
      'service_account.created',
    ]);
    expect(await actions({ ...ofAccount, action: 'service_account.change' })).toEqual([]);
    expect(await actions({ ...ofAccount, action: 'service.' })).toEqual([]);
  });

  it('narrow to a subject, an actor and a client, and to all of them together', async () => {
    const everything = await listed({ subject_id: account.id });
    expect(new Set(everything.map(({ subject }) => subject.type))).toEqual(new Set(['service_account', 'member']));
    const { admin: ada } = app.demo.users;
    const { client_id } = app.demo.clients.swagger;
    expect(await listed({ subject_id: account.id, actor_id: ada.id, client_id })).toEqual(everything);
    const others: Query[] = [{ actor_id: 987_654 }, { client_id: 'somebody-else' }, { subject_type: 'member_x' }];
    for (const other of others) expect(await listed({ subject_id: account.id, ...other })).toEqual([]);
  });

  it('narrow to a time, whatever its zone, both ends included', async () => {
    const [newest] = await listed({ subject_id: account.id });
    const at = Date.parse(newest.created_at);
    const zoned = (time: number): string => new Date(time + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    const between = (from: number, to: number) => listed({ subject_id: account.id, from: zoned(from), to: zoned(to) });
    expect((await between(at, at)).map(({ id }) => id)).toContain(newest.id);
    expect(await between(at + 1, at + 10)).toEqual([]);
    expect((await between(0, at - 1)).map(({ id }) => id)).not.toContain(newest.id);
  });

  it.each([
    ['action', 'installation'],
    ['action', 'installation.%'],
    ['action', "company.created' OR '1'='1"],
    ['action', 'Company.created'],
    ['actor_id', '0'],
    ['actor_id', '1 OR 1=1'],
    ['actor_id', '9007199254740993'],
    ['client_id', "x' OR 1=1 -- "],
    ['subject_type', 'app"'],
    ['subject_id', '1; DROP TABLE audit_events'],
    ['subject_id', 'x'.repeat(65)],
    ['request_id', '%'],
    ['request_id', ''],
    ['from', 'yesterday'],
    ['from', '2026-02-30T00:00:00Z'],
    ['from', '2026-01-05T08:00:00'],
    ['to', '1767600000000'],
    ['page', '0'],
    ['per_page', '-1'],
  ])('refuse %s=%s, in lists and exports', async (name, value) => {
    const query = `?${new URLSearchParams({ [name]: value }).toString()}`;
    expect(wrongFields(await auditor.get(path + query))).toEqual([name]);
    if (name.includes('page')) return;
    expect(wrongFields(await auditor.get(`${path}/export${query}`))).toEqual([name]);
  });

  it('refuse a time that goes backward, a repeated filter, and every fault at once', async () => {
    const backward = '?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z';
    expect(wrongFields(await auditor.get(path + backward))).toEqual(['to']);
    expect(wrongFields(await auditor.get(`${path}?action=a.b&action=c.d`))).toEqual(['action']);
    expect(wrongFields(await auditor.get(`${path}?action=x&actor_id=y&from=z`))).toEqual([
      'action',
      'actor_id',
      'from',
    ]);
  });
});

describe('who may read the trail', () => {
  const everyRoute = (company = main): string[] => {
    const base = `/companies/${company}/audit_events`;
    return [base, `${base}/export`, `${base}/1`];
  };

  async function refusals(api: Api, company = main): Promise<unknown[]> {
    const answers = [];
    for (const route of everyRoute(company)) answers.push(outcome(await api.get(route)));
    return [...new Set(answers.map((answer) => JSON.stringify(answer)))].map((text) => JSON.parse(text) as unknown);
  }

  it('does not include administrators without the scope', async () => {
    const answer = await (await as(app, 'admin', 'directory:manage tools:admin')).get(path);
    expect(outcome(answer)).toEqual([403, 'insufficient_scope']);
    expect(answer.headers.get('www-authenticate')).toContain('scope="audit:read"');
  });

  it('does not include plain members, whatever their scopes', async () => {
    expect(await refusals(await as(app, 'member', EVERYTHING))).toEqual([[403, 'insufficient_role']]);
  });

  it('does not include members with standard on the directory, but those with admin on it', async () => {
    const read = async (level: string): Promise<unknown> => {
      const person: Person = await aMember(app, main, { levels: { 'company.directory': level } });
      return outcome(await (await signedIn(app, person, [main], 'audit:read')).get(path));
    };
    expect(await read('standard')).toEqual([403, 'insufficient_role']);
    expect(await read('admin')).toEqual([200, undefined]);
  });

  it('does not include people of other companies, to whom the company does not exist', async () => {
    const outsider = await as(app, 'outsider', EVERYTHING);
    expect(await refusals(outsider)).toEqual([[404, 'not_found']]);
    expect(await refusals(outsider, 987_654)).toEqual([[404, 'not_found']]);
  });

  it('does not include third-party apps, neither for an administrator nor for themselves', async () => {
    const { web_app, data_connector } = app.demo.clients;
    const person = apiOf(app, (await userTokens(app, web_app, app.demo.users.admin)).access_token);
    expect(await refusals(person)).toEqual([[403, 'insufficient_scope']]);
    expect(await refusals(await asClient(app, data_connector))).toEqual([[403, 'insufficient_scope']]);
    const { other } = app.demo.companies;
    expect(await refusals(await asClient(app, data_connector), other.id)).toEqual([[403, 'app_not_connected']]);
  });

  it('includes a service account that was given the scope, in its own company, until it is taken away', async () => {
    const account = await anAccount(admin, main);
    expect(await refusals(await asClient(app, account))).toEqual([[403, 'insufficient_scope']]);
    expectStatus(await admin.put(`${account.path}/permissions`, { scopes: ['audit:read'] }), 200);
    expect(await refusals(await asClient(app, account))).toEqual([[403, 'insufficient_scope']]);
    const trusted = apiOf(app, await clientToken(app, account, { scope: 'audit:read' }));
    expect(await listed({ subject_id: account.id }, trusted)).not.toEqual([]);
    expect((await trusted.get(`${path}/export`)).status).toBe(200);
    expect(await refusals(trusted, app.demo.companies.other.id)).toEqual([[404, 'not_found']]);
    expect(outcome(await trusted.get(`/companies/${main}/service_accounts`))).toEqual([403, 'insufficient_scope']);
    expectStatus(await admin.put(`${account.path}/permissions`, { scopes: [] }), 200);
    expect(await refusals(trusted)).toEqual([[401, 'invalid_token']]);
  });

  it('makes such an account no administrator of anything else', async () => {
    const account = await anAccount(admin, main);
    expectStatus(await admin.put(`${account.path}/permissions`, { scopes: ['audit:read'] }), 200);
    const trusted = apiOf(app, await clientToken(app, account, { scope: 'audit:read tools:admin' }));
    const question = { principal_id: app.demo.users.member.id, tool: 'company.directory' };
    const asked = await trusted.post(`/companies/${main}/access_checks`, question);
    expect(outcome(asked)).toEqual([403, 'insufficient_role']);
    expect((await trusted.patch(`/companies/${main}`, { name: 'Mine' })).status).toBe(403);
  });

  it('refuses a request without a token, and another company in the header', async () => {
    expect(outcome(await call(`${app.url}/rest/v1.0${path}`, ''))).toEqual([401, 'invalid_token']);
    const { other } = app.demo.companies;
    expect(outcome(await auditor.get(path, other.id))).toEqual([400, 'company_mismatch']);
  });
});

describe('events of others', () => {
  it('are in nobody else’s list, and are not found one by one', async () => {
    const { other } = app.demo.companies;
    await record(app, other.id, 3);
    await record(app, null, 3);
    const rows = await app.database.query<{ id: number }>(
      'SELECT id FROM audit_events WHERE company_id <> ? OR company_id IS NULL',
      [main],
    );
    const foreign = new Set(rows.map(({ id }) => Number(id)));
    expect((await listed({ per_page: 300 })).filter(({ id }) => foreign.has(id))).toEqual([]);
    for (const id of [...foreign].slice(-6)) {
      expect(outcome(await auditor.get(`${path}/${id}`))).toEqual([404, 'not_found']);
    }
    for (const id of ['0', 'x', '1e1', '99999999999999999999', '-1']) {
      expect(outcome(await auditor.get(`${path}/${id}`))).toEqual([404, 'not_found']);
    }
  });
});

describe('no route', () => {
  it.each(['post', 'put', 'patch', 'delete'] as const)('takes a %s', async (method) => {
    const [event] = await listed({});
    for (const target of [path, `${path}/${event.id}`]) {
      const answer = await call(`${app.url}/rest/v1.0${target}`, auditor.token, {
        method: method.toUpperCase(),
        json: {},
      });
      expect(answer.status).toBe(404);
    }
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, type Api, expectStatus } from '../apps/api.js';
import { aMember, signedIn } from '../directory/people.js';
import { anAccount } from '../service-accounts/accounts.js';
import { clientToken } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let accounts: string;
let rfis: string;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  accounts = `/companies/${app.demo.companies.main.id}/service_accounts`;
  rfis = `/projects/${app.demo.projects.tower.id}/rfis`;
});
afterAll(() => app.close());

interface Options {
  readonly method?: string;
  readonly bearer?: string;
  readonly name?: string;
  readonly headers?: Record<string, string>;
}

/** Sends a request with an idempotency token. */
function send(path: string, json: unknown, token: string, options: Options = {}): Promise<Answer> {
  const { method = 'POST', bearer = admin.token, name = 'Idempotency-Token', headers } = options;
  return call(`${app.url}/rest/v1.0${path}`, bearer, { method, json, headers: { [name]: token, ...headers } });
}

const account = (): object => ({ name: `Robot ${randomUUID()}`, contact_email: 'robots@example.com' });
const rfi = (): object => ({ subject: `Which door? ${randomUUID()}`, question: 'The plan shows two.' });
const total = async (path: string): Promise<number> => Number((await admin.get(path)).headers.get('total'));
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

describe('a request with an idempotency token', () => {
  it('happens once, and gives the same answer again', async () => {
    const [token, body, before] = [randomUUID(), rfi(), await total(rfis)];
    const first = await send(rfis, body, token);
    const second = await send(rfis, body, token);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([isReplay(first), isReplay(second)]).toEqual([false, true]);
    expect(await total(rfis)).toBe(before + 1);
  });

  it('is known by either header, and by the order of its fields no longer', async () => {
    const token = randomUUID();
    const first = await send(rfis, { subject: 'Door', question: 'Which?' }, token);
    const second = await send(rfis, { question: 'Which?', subject: 'Door' }, token, { name: 'Idempotency-Key' });
    expect(second.body.id).toBe(first.body.id);
  });

  it('happens once however many are sent at the same time', async () => {
    const [token, body, before] = [randomUUID(), rfi(), await total(rfis)];
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(rfis, body, token)));
    for (const { status, body: told, headers } of answers) {
      if (status === 201) continue;
      expect([status, told.code]).toEqual([409, 'idempotency_in_progress']);
      expect(headers.get('retry-after')).toBe('1');
    }
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body: told }) => told.id));
    expect(ids.size).toBe(1);
    expect(await total(rfis)).toBe(before + 1);
    expect((await send(rfis, body, token)).body.id).toBe([...ids][0]);
  });

  it('is answered again without the secret that it showed, which is kept nowhere', async () => {
    const [token, body] = [randomUUID(), account()];
    const first = await send(accounts, body, token);
    const second = await send(accounts, body, token);
    expect(first.body.client_secret).toMatch(/^ghcs_/);
    expect(second.body).toEqual({ ...first.body, client_secret: null });
    const rows = await app.database.query('SELECT * FROM idempotency_records');
    expect(JSON.stringify(rows)).not.toContain(first.body.client_secret.slice(5, 40));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await clientToken(app, first.body)).toBeTruthy();
  });

  it('is refused again as it was refused', async () => {
    const [token, body] = [randomUUID(), { subject: '', question: 7 }];
    const first = await send(rfis, body, token);
    const second = await send(rfis, body, token, { headers: { Accept: 'application/problem+json' } });
    expect([first.status, second.status]).toEqual([422, 422]);
    expect(second.body.errors).toEqual(first.body.errors);
    expect(isReplay(second)).toBe(true);
    expect(second.body.request_id).toBe(second.headers.get('x-request-id'));
  });

  it('is answered with all that is no secret', async () => {
    const { path } = await anAccount(admin, app.demo.companies.main.id);
    const token = randomUUID();
    const describe = () => send(path, { description: 'Copies' }, token, { method: 'PATCH' });
    const [first, second] = [await describe(), await describe()];
    expect(first.body.secret_hints).toHaveLength(1);
    expect([second.body, isReplay(second)]).toEqual([first.body, true]);
  });

  it('is decided again where it was refused for what its caller may', async () => {
    const company = app.demo.companies.main.id;
    const permission_template = { name: `T ${randomUUID()}`, type: 'company_tools' };
    const template = { ...permission_template, user_access_levels: { 'company.payments': 'admin' } };
    const made = await admin.post(`/companies/${company}/permission_templates`, { permission_template: template });
    const clerk = { levels: { 'company.directory': 'standard' }, actions: { 'company.directory': ['create_users'] } };
    const person = await aMember(app, company, clerk);
    const bearer = (await signedIn(app, person)).token;
    const entry = { last_name: 'New', email_address: `${randomUUID()}@demo.test` };
    const body = { user: { ...entry, company_permission_template_id: expectStatus(made, 200).body.id } };
    const invite = () => send(`/companies/${company}/users`, body, 'invite', { bearer });
    expect((await invite()).body.code).toBe('exceeds_own_permissions');
    const levels = { ...clerk.levels, 'company.payments': 'admin' };
    expectStatus(await admin.put(`/companies/${company}/members/${person.id}/permissions`, { ...clerk, levels }), 200);
    expect((await invite()).status).toBe(201);
    expect(isReplay(await invite())).toBe(true);
  });

  it('happens after all where it was refused for a state that has passed', async () => {
    const { body: made } = await admin.post(rfis, rfi());
    const path = `${rfis}/${made.id}`;
    const token = randomUUID();
    const close = (tag: string): Promise<Answer> =>
      send(path, { status: 'closed' }, token, { method: 'PATCH', headers: { 'If-Match': tag } });
    expect((await close('"other"')).body.code).toBe('precondition_failed');
    const done = await close((await admin.get(path)).headers.get('etag') ?? '');
    expect([done.status, isReplay(done)]).toEqual([200, false]);
  });

  it('is refused alike, time and again, for thousands of wrong fields', async () => {
    const wrong = Object.fromEntries(Array.from({ length: 2_500 }, (_, n) => [`field_${n}`, '\u0001']));
    for (let time = 0; time < 2; time++) {
      const answer = await send(rfis, { ...wrong, subject: 'A', question: 'B' }, 'thousands');
      expect([answer.status, Object.keys(answer.body.errors as object).length]).toEqual([422, 101]);
      expect(answer.body.errors.base).toEqual(['… and 2400 more']);
      expect(answer.text.length).toBeLessThan(10_000);
    }
  });

  it('is refused alike, time and again, for fields whose names are longer than what is kept', async () => {
    const wrong = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${n}${'\u0001'.repeat(90)}`, 1]));
    for (let time = 0; time < 2; time++) {
      const answer = await send(rfis, { ...wrong, subject: 'A', question: 'B' }, 'long-names');
      expect([answer.status, answer.body.code]).toEqual([422, 'invalid_fields']);
    }
  });

  it('changes nothing the second time', async () => {
    const { body: made } = await admin.post(rfis, rfi());
    const token = randomUUID();
    const close = (): Promise<Answer> => send(`${rfis}/${made.id}`, { status: 'closed' }, token, { method: 'PATCH' });
    expect((await close()).status).toBe(200);
    await admin.patch(`${rfis}/${made.id}`, { status: 'open' });
    expect((await close()).body.status).toBe('closed');
    expect((await admin.get(`${rfis}/${made.id}`)).body.status).toBe('open');
  });

  it('runs again when the one that ran it died without an answer', async () => {
    const [token, body] = [randomUUID(), rfi()];
    const { body: first } = await send(rfis, body, token);
    const { now } = app.database.dialect;
    const dead = `UPDATE idempotency_records SET answer = NULL, lease_ends_at = ${now} + ? WHERE answer LIKE ?`;
    await app.database.execute(dead, [5_000, `%${first.subject}%`]);
    expect((await send(rfis, body, token)).body.code).toBe('idempotency_in_progress');
    await app.database.execute(`UPDATE idempotency_records SET lease_ends_at = ${now} - 1 WHERE answer IS NULL`);
    const next = await send(rfis, body, token);
    expect([next.status, isReplay(next)]).toEqual([201, false]);
    expect(next.body.id).not.toBe(first.id);
  });

  it('is forgotten after a day', async () => {
    const [token, body] = [randomUUID(), rfi()];
    const { body: first } = await send(rfis, body, token);
    const day = 24 * 3_600_000;
    await app.database.execute('UPDATE idempotency_records SET expires_at = expires_at - ?', [day]);
    expect((await send(rfis, body, token)).body.id).not.toBe(first.id);
  });
});

describe('an idempotency token', () => {
  it('does not stand for another body or query', async () => {
    const token = randomUUID();
    await send(rfis, rfi(), token);
    for (const answer of [await send(rfis, rfi(), token), await send(`${rfis}?page=2`, rfi(), token)]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_mismatch']);
    }
  });

  it('means nothing to another route, principal or client', async () => {
    const [token, body] = [randomUUID(), rfi()];
    const first = await send(rfis, body, token);
    const elsewhere = await send(`/projects/${app.demo.projects.bridge.id}/rfis`, body, token);
    const other = await send(rfis, body, token, { bearer: (await as(app, 'member')).token });
    const robot = await send(rfis, body, token, { bearer: await clientToken(app, app.demo.service_account) });
    for (const answer of [elsewhere, other, robot]) expect(isReplay(answer)).toBe(false);
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('opens nothing that the access decision closes now', async () => {
    const [token, body, path] = [randomUUID(), account(), accounts];
    expect((await send(path, body, token)).status).toBe(201);
    const weak = await as(app, 'admin', 'profile directory:manage');
    expect((await send(path, body, token, { bearer: weak.token })).body.code).toBe('insufficient_scope');
    expect((await send(path, body, token, { bearer: 'none' })).status).toBe(401);
  });

  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(256)])('must be sound: %j is refused', async (token) => {
    const headers = token === 'ü' ? { 'Idempotency-Token': 'Ã¼' } : { 'Idempotency-Token': token };
    const before = await total(rfis);
    const answer = await call(`${app.url}/rest/v1.0${rfis}`, admin.token, { method: 'POST', json: rfi(), headers });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_idempotency_token']);
    expect(await total(rfis)).toBe(before);
  });

  it('is refused where two headers disagree', async () => {
    const answer = await send(rfis, rfi(), 'one', { headers: { 'Idempotency-Key': 'two' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_idempotency_token']);
  });

  it('is of no account for reading', async () => {
    const { status } = await call(`${app.url}/rest/v1.0${rfis}`, admin.token, {
      headers: { 'Idempotency-Token': 'a b' },
    });
    expect(status).toBe(200);
  });
});

import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnApp, anApp } from '../apps/an-app.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aTeammate } from '../apps/team.js';
import { Retention } from '../../src/operations/index.js';
import { aMember, outcome, signedIn, wrongFields } from '../directory/people.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aHook, deliveriesOf, type Hook, ofApp, ofCompany, ping } from './hooks.js';

const URL = 'https://hooks.example.com/gatehouse';

let app: TestApp;
let admin: Api;
let developer: Api;
let mine: AnApp;
let main: string;
let log = '';

beforeAll(async () => {
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      log += chunk.toString();
      done();
    },
  });
  app = await startApp({ LOG_LEVEL: 'trace' }, sink);
  admin = await as(app, 'admin');
  developer = await as(app, 'developer');
  mine = await anApp(developer);
  main = ofCompany(app.demo.companies.main.id);
});
afterAll(() => app.close());

const manager = async (level: string): Promise<Api> => {
  const { id } = app.demo.companies.main;
  const person = await aMember(app, id, { levels: { 'company.app_management': level } });
  return signedIn(app, person, [id], 'app_installations:manage');
};

describe('a webhook of a company', () => {
  it('is added, shown, listed, changed and deleted by an administrator', async () => {
    const created = expectStatus(await admin.post(main, { url: URL, event_types: ['app.installed'] }), 201).body;
    expect(created).toMatchObject({ url: URL, event_types: ['app.installed'], description: '', active: true });
    const path = `${main}/${created.id}`;
    const changed = await admin.patch(path, { event_types: ['*'], description: 'All of it', active: false });
    expect(changed.body).toMatchObject({ event_types: ['*'], description: 'All of it', active: false, url: URL });
    expect((await admin.get(path)).body).toEqual(changed.body);
    expect((await admin.get(main)).body).toContainEqual(changed.body);
    expectStatus(await admin.delete(path), 204);
    expect(outcome(await admin.get(path))).toEqual([404, 'not_found']);
    expect(((await admin.get(main)).body as Hook[]).map(({ id }) => id)).not.toContain(created.id);
    expect((await auditOf(app, 'webhook', created.id)).map(({ action }) => action)).toEqual([
      'webhook.created',
      'webhook.changed',
      'webhook.deleted',
    ]);
  });

  it('is also a matter of those who manage its apps, and of nobody below', async () => {
    const hook = await aHook(await manager('admin'), main, URL);
    for (const api of [await manager('standard'), await manager('none'), await as(app, 'member')]) {
      for (const answer of [await api.get(main), await api.post(main, { url: URL, event_types: ['*'] })]) {
        expect([401, 403, 404]).toContain(answer.status);
      }
      for (const path of ['', '/ping', '/secrets', '/deliveries', '/deliveries/1/resend']) {
        const isRead = path === '' || path === '/deliveries';
        const answer = await (isRead ? api.get(`${main}/${hook.id}${path}`) : api.post(`${main}/${hook.id}${path}`));
        expect([answer.status, answer.text.includes(URL)]).toEqual([answer.status === 404 ? 404 : 403, false]);
      }
    }
  });

  it('is not there for administrators of other companies, by their own address neither', async () => {
    const hook = await aHook(admin, main, URL);
    const outsider = await as(app, 'outsider');
    const other = ofCompany(app.demo.companies.other.id);
    const foreign = await aHook(await as(app, 'admin'), other, URL);
    for (const path of [`${main}/${hook.id}`, `${other}/${hook.id}`]) {
      for (const answer of [
        await outsider.get(path),
        await outsider.patch(path, { active: false }),
        await outsider.delete(path),
        await outsider.post(`${path}/secrets`, {}),
        await outsider.post(`${path}/ping`),
        await outsider.get(`${path}/deliveries`),
      ]) {
        expect([403, 404]).toContain(answer.status);
      }
    }
    expect(outcome(await admin.get(`${other}/${hook.id}`))).toEqual([404, 'not_found']);
    expect(outcome(await admin.get(`${main}/${foreign.id}`))).toEqual([404, 'not_found']);
    expect(outcome(await admin.delete(`${main}/${foreign.id}`))).toEqual([404, 'not_found']);
    expect((await admin.get(`${main}/${hook.id}`)).body).toMatchObject({ active: true });
  });

  it('needs the scope', async () => {
    const token = await as(app, 'admin', 'tools:admin directory:manage');
    expect(outcome(await token.get(main))).toEqual([403, 'insufficient_scope']);
    expect(outcome(await token.post(main, { url: URL, event_types: ['*'] }))).toEqual([403, 'insufficient_scope']);
  });

  it('is one of twenty at most', async () => {
    const company = ofCompany(app.demo.companies.sandbox.id);
    for (let n = 0; n < 20; n++) await aHook(admin, company, URL);
    expect(outcome(await admin.post(company, { url: URL, event_types: ['*'] }))).toEqual([409, 'too_many_webhooks']);
    const [first] = (await admin.get(company)).body as Hook[];
    await admin.delete(`${company}/${first.id}`);
    await aHook(admin, company, URL);
  });

  it('changes with If-Match only as it was seen', async () => {
    const { id } = await aHook(admin, main, URL);
    const path = `${main}/${id}`;
    const tag = (await admin.get(path)).headers.get('etag') ?? '';
    const patch = (json: object): Promise<[number, string | undefined]> =>
      call(`${app.url}/rest/v1.0${path}`, admin.token, { method: 'PATCH', json, headers: { 'If-Match': tag } }).then(
        outcome,
      );
    expect(await patch({ description: 'Seen' })).toEqual([200, undefined]);
    expect(await patch({ description: 'Not seen' })).toEqual([412, 'precondition_failed']);
    expect((await admin.get(path)).body).toMatchObject({ description: 'Seen' });
  });
});

describe('a webhook of an app', () => {
  it('is a matter of its owner and admins, reading included', async () => {
    const path = ofApp(mine.id);
    const hook = await aHook(developer, path, URL, 'app.installed');
    const second = await aTeammate(app, developer, mine, 'admin');
    expect((await second.api.get(`${path}/${hook.id}`)).body).toMatchObject({ url: URL });
    const third = await aTeammate(app, developer, mine, 'developer');
    for (const answer of [
      await third.api.get(path),
      await third.api.get(`${path}/${hook.id}`),
      await third.api.post(path, { url: URL, event_types: ['*'] }),
      await third.api.patch(`${path}/${hook.id}`, { active: false }),
      await third.api.delete(`${path}/${hook.id}`),
      await third.api.post(`${path}/${hook.id}/secrets`, {}),
      await third.api.get(`${path}/${hook.id}/deliveries`),
    ]) {
      expect(outcome(answer)).toEqual([403, 'insufficient_role']);
    }
  });

  it('is not there for developers of other apps and for administrators of companies', async () => {
    const path = ofApp(mine.id);
    const hook = await aHook(developer, path, URL);
    const other = await anApp(admin);
    for (const at of [`${path}/${hook.id}`, `${ofApp(other.id)}/${hook.id}`, `${main}/${hook.id}`]) {
      expect(outcome(await admin.get(at))).toEqual([404, 'not_found']);
      expect(outcome(await admin.delete(at))).toEqual([404, 'not_found']);
      expect(outcome(await admin.post(`${at}/ping`))).toEqual([404, 'not_found']);
      expect(outcome(await admin.post(`${at}/secrets`, {}))).toEqual([404, 'not_found']);
    }
    expect(outcome(await admin.get(path))).toEqual([404, 'not_found']);
  });

  it('hears of no wishes, since companies without the app are none of its business', async () => {
    const answer = await developer.post(ofApp(mine.id), { url: URL, event_types: ['installation_request.created'] });
    expect(wrongFields(answer)).toEqual(['event_types.0']);
  });
});

describe('what is wrong is told, field by field:', () => {
  it.each<[string, object, string[]]>([
    ['nothing', {}, ['event_types', 'url']],
    ['no event', { url: URL, event_types: [] }, ['event_types']],
    ['an unknown event', { url: URL, event_types: ['app.exploded'] }, ['event_types.0']],
    ['the test event', { url: URL, event_types: ['webhook.ping'] }, ['event_types.0']],
    ['an event twice', { url: URL, event_types: ['app.installed', 'app.installed'] }, ['event_types']],
    ['all and one', { url: URL, event_types: ['*', 'app.installed'] }, ['event_types']],
    ['an unknown field', { url: URL, event_types: ['*'], secret: 'whsec_mine' }, ['secret']],
    ['a state', { url: URL, event_types: ['*'], state: 'active', app_id: 2 }, ['app_id', 'state']],
    ['a description with line ends', { url: URL, event_types: ['*'], description: 'a\nb' }, ['description']],
    ['a number for the address', { url: 7, event_types: ['*'] }, ['url']],
  ])('%s', async (_, body, fields) => {
    expect(wrongFields(await admin.post(main, body))).toEqual(fields);
  });

  it.each([-1, 0.5, 31 * 86_400, '60'])('an overlap of %s', async (overlap_seconds) => {
    const { id } = await aHook(admin, main, URL);
    expect(wrongFields(await admin.post(`${main}/${id}/secrets`, { overlap_seconds }))).toEqual(['overlap_seconds']);
  });
});

describe('an address', () => {
  const REFUSED: [string, string][] = [
    ['http://hooks.example.com/', 'https_required'],
    ['ftp://hooks.example.com/', 'https_required'],
    ['https://user:word@hooks.example.com/', 'url_has_credentials'],
    ['https://hooks.example.com:22/', 'port_not_allowed'],
    ['https://127.0.0.1/', 'address_not_allowed'],
    ['https://2130706433/', 'address_not_allowed'],
    ['https://10.0.0.1/', 'address_not_allowed'],
    ['https://[::1]/', 'address_not_allowed'],
    ['https://[::ffff:169.254.169.254]/', 'address_not_allowed'],
    ['https://169.254.169.254/latest/meta-data', 'address_not_allowed'],
    ['https://metadata.google.internal/', 'address_not_allowed'],
    ['https://localhost/', 'address_not_allowed'],
    ['https://gatehouse/', 'address_not_allowed'],
    ['nowhere', 'invalid_url'],
    ['https://hooks.example.com/#part', 'invalid_url'],
  ];

  it.each(REFUSED)('%s is refused: %s', async (url, reason) => {
    const answer = await admin.post(main, { url, event_types: ['*'] });
    expect(outcome(answer)).toEqual([422, 'webhook_target_refused']);
    expect(answer.body).toMatchObject({ reason, errors: { url: [expect.any(String)] } });
  });

  it('is refused later too, and stays what it was', async () => {
    const { id } = await aHook(admin, main, URL);
    for (const [url] of REFUSED) {
      expect(outcome(await admin.patch(`${main}/${id}`, { url }))).toEqual([422, 'webhook_target_refused']);
    }
    expect((await admin.get(`${main}/${id}`)).body).toMatchObject({ url: URL });
  });
});

describe('a secret', () => {
  it('is shown once: in no list, no repetition, no audit event, no log and no table', async () => {
    const headers = { 'Idempotency-Token': 'once' };
    const json = { url: `${URL}?key=of-the-receiver`, event_types: ['*'] };
    const send = (): ReturnType<typeof call> =>
      call(`${app.url}/rest/v1.0${main}`, admin.token, { method: 'POST', json, headers });
    const created = expectStatus(await send(), 201).body as Hook;
    const repeated = expectStatus(await send(), 201);
    expect(repeated.body).toMatchObject({ id: created.id, secret: null });
    const path = `${main}/${created.id}`;
    const rotated = expectStatus(await admin.post(`${path}/secrets`, {}), 201).body as Hook;
    expect(rotated.secret).not.toBe(created.secret);
    const shown = [await admin.get(path), await admin.get(main), await admin.patch(path, { active: true })];
    const events = JSON.stringify(await auditOf(app, 'webhook', created.id));
    const rows = JSON.stringify(await app.database.query('SELECT * FROM webhook_secrets'));
    const kept = JSON.stringify(await app.database.query('SELECT * FROM idempotency_records'));
    const everything = [...shown.map(({ text }) => text), events, rows, kept, log].join('\n');
    for (const { secret } of [created, rotated]) {
      expect(everything).not.toContain(secret.slice(6, 40));
      expect(everything).not.toContain(Buffer.from(secret.slice(6), 'base64').toString('hex'));
      expect(everything).not.toContain(Buffer.from(secret.slice(6), 'base64').toString('base64url'));
      expect(shown[0].text).toContain(secret.replace(/=+$/, '').slice(-4));
    }
    expect(`${events}${log}`).not.toContain('of-the-receiver');
  });

  it('that somebody typed into a description is not in the trail', async () => {
    const typed = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const body = { url: URL, event_types: ['*'], description: `It is ${typed}` };
    const { id } = expectStatus(await admin.post(main, body), 201).body as Hook;
    expect((await auditOf(app, 'webhook', id))[0].text).not.toContain(typed);
    expect((await auditOf(app, 'webhook', id))[0].text).toContain('It is [redacted]');
  });

  it('is gone with its webhook', async () => {
    const { id } = await aHook(admin, main, URL);
    await admin.delete(`${main}/${id}`);
    expect(await app.database.query('SELECT * FROM webhook_secrets WHERE webhook_id = ?', [id])).toEqual([]);
  });
});

it('a webhook that was deleted is forgotten after a month, and no other', async () => {
  const [gone, fresh, paused] = [
    await aHook(admin, main, URL),
    await aHook(admin, main, URL),
    await aHook(admin, main, URL),
  ];
  expectStatus(await admin.patch(`${main}/${paused.id}`, { active: false }), 200);
  for (const { id } of [gone, fresh]) expectStatus(await admin.delete(`${main}/${id}`), 204);
  const month = 32 * 24 * 3_600_000;
  for (const { id } of [gone, paused]) {
    await app.database.execute('UPDATE webhooks SET updated_at = updated_at - ? WHERE id = ?', [month, id]);
  }
  await app.app.get(Retention).sweep();
  const ids = [gone.id, fresh.id, paused.id];
  const left = await app.database.query<{ id: number }>('SELECT id FROM webhooks WHERE id IN (?, ?, ?)', ids);
  expect(left.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual([fresh.id, paused.id]);
  expect((await admin.get(`${main}/${paused.id}`)).status).toBe(200);
});

describe('a delivery', () => {
  it('of another webhook is not there to be seen or sent again', async () => {
    const [one, two] = [await aHook(admin, main, URL), await aHook(admin, main, URL)];
    const sent = await ping(admin, `${main}/${one.id}`);
    expect((await admin.get(`${main}/${one.id}/deliveries/${sent.id}`)).status).toBe(200);
    expect(outcome(await admin.get(`${main}/${two.id}/deliveries/${sent.id}`))).toEqual([404, 'not_found']);
    expect(outcome(await admin.post(`${main}/${two.id}/deliveries/${sent.id}/resend`))).toEqual([404, 'not_found']);
    const other = `${ofCompany(app.demo.companies.other.id)}/${one.id}/deliveries/${sent.id}`;
    expect(outcome(await admin.post(`${other}/resend`))).toEqual([404, 'not_found']);
    expect(outcome(await developer.post(`${ofApp(mine.id)}/${one.id}/deliveries/${sent.id}/resend`))).toEqual([
      404,
      'not_found',
    ]);
  });

  it('is listed by status, newest first, in pages', async () => {
    const { id } = await aHook(admin, main, URL);
    const path = `${main}/${id}`;
    const sent = [await ping(admin, path), await ping(admin, path), await ping(admin, path)];
    await app.database.execute("UPDATE webhook_deliveries SET status = 'failed' WHERE id = ?", [sent[1].id]);
    expect((await deliveriesOf(admin, path)).map((one) => one.id)).toEqual(sent.map((one) => one.id).reverse());
    expect((await deliveriesOf(admin, path, '?status=failed')).map((one) => one.id)).toEqual([sent[1].id]);
    expect((await deliveriesOf(admin, path, '?status=delivered')).map((one) => one.id)).toEqual([]);
    const page = await admin.get(`${path}/deliveries?per_page=2&page=2`);
    expect([page.headers.get('total'), (page.body as object[]).length]).toEqual(['3', 1]);
    expect(wrongFields(await admin.get(`${path}/deliveries?status=lost`))).toEqual(['status']);
  });

  it('is not made by hand without end', async () => {
    const { id } = await aHook(admin, main, URL);
    const now = app.database.dialect.now;
    const values = `(${id}, 'msg_x', 'webhook.ping', '{}', 'pending', 0, ${now} + 600000, ${now})`;
    await app.database.execute(
      'INSERT INTO webhook_deliveries (webhook_id, message_id, event_type, payload, status, attempts, next_attempt_at, created_at)' +
        ` VALUES ${Array.from({ length: 100 }, () => values).join(', ')}`,
    );
    expect(outcome(await admin.post(`${main}/${id}/ping`))).toEqual([409, 'too_many_pending']);
  });

  it('to a name that leads inside fails without a connection, and does not say why', async () => {
    const inside = await aHook(admin, main, 'https://inside.example.invalid/');
    const sent = await ping(admin, `${main}/${inside.id}`);
    const path = `${main}/${inside.id}/deliveries/${sent.id}`;
    let tried: { failure: string | null }[] = [];
    for (const deadline = Date.now() + 20_000; tried.length === 0 && Date.now() < deadline;) {
      tried = (await admin.get(path)).body.tried as { failure: string | null }[];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(tried[0].failure).toBe('no_public_address');
  });
});

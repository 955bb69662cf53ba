import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import type { TestApp } from '../support/start-app.js';
import { aHook, deliveriesOf, type Hook, hurry, ofCompany, ping, startHooks, untilDelivery } from './hooks.js';
import { type Arrival, Receiver } from './receiver.js';

let app: TestApp;
let admin: Api;
let receiver: Receiver;
let hook: Hook;
let path: string;

beforeAll(async () => {
  app = await startHooks();
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

beforeEach(async () => {
  receiver = await Receiver.start();
  const company = ofCompany(app.demo.companies.main.id);
  hook = await aHook(admin, company, receiver.url);
  path = `${company}/${hook.id}`;
});
afterEach(async () => {
  await admin.delete(path);
  await receiver.stop();
});

const verifies = (secret: string, { text, headers }: Arrival): boolean => {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
};

const rotate = async (overlap_seconds: number): Promise<string> =>
  (expectStatus(await admin.post(`${path}/secrets`, { overlap_seconds }), 201).body as { secret: string }).secret;

describe('a delivery', () => {
  it('is signed as Standard Webhooks say, and by nothing else', async () => {
    const sent = await ping(admin, path);
    const [arrival] = await receiver.until('webhook.ping');
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(verifies(hook.secret, arrival)).toBe(true);
    expect(verifies(`whsec_${Buffer.alloc(32).toString('base64')}`, arrival)).toBe(false);
    expect(verifies(hook.secret, { ...arrival, text: `${arrival.text} ` })).toBe(false);
    expect(verifies(hook.secret, { ...arrival, headers: { ...arrival.headers, 'webhook-id': 'msg_other' } })).toBe(
      false,
    );
    expect(arrival.headers['content-type']).toBe('application/json');
    expect(arrival.id).toBe(sent.message_id);
    expect(arrival.body).toEqual({
      type: 'webhook.ping',
      timestamp: expect.any(String),
      data: { webhook: { id: hook.id } },
    });
  });

  it('that is answered with 2xx is done, and shows the status and nothing of the body', async () => {
    await ping(admin, path);
    const done = await untilDelivery(admin, path, ({ status }) => status === 'delivered');
    const shown = await admin.get(`${path}/deliveries/${done.id}`);
    expect(shown.body).toMatchObject({
      attempts: 1,
      next_attempt_at: null,
      tried: [{ response_status: 204, failure: null }],
    });
    expect(shown.text).not.toContain('what nobody is to see');
    expect(receiver.arrivals).toHaveLength(1);
  });

  it.each([301, 307, 400, 404, 500, 503])(
    'that is answered with %d is tried again, under the same id',
    async (status) => {
      receiver.reply = { status, headers: { Location: `${receiver.url}/elsewhere` } };
      await ping(admin, path);
      const failed = await untilDelivery(admin, path, ({ attempts }) => attempts === 1);
      expect(failed).toMatchObject({ status: 'pending', last_attempt: { response_status: status, failure: null } });
      const wait = Date.parse(failed.next_attempt_at ?? '') - Date.now();
      expect(wait).toBeGreaterThan(2_000);
      expect(wait).toBeLessThan(8_000);
      receiver.reply = { status: 200 };
      await hurry(app, hook.id);
      await untilDelivery(admin, path, (one) => one.status === 'delivered' && one.attempts === 2);
      const arrivals = receiver.ofType('webhook.ping');
      expect(new Set(arrivals.map(({ id }) => id)).size).toBe(1);
      expect(arrivals).toHaveLength(2);
      expect(arrivals.every((one) => verifies(hook.secret, one))).toBe(true);
    },
  );

  it('waits for as long as the receiver asks for, but not for ever', async () => {
    receiver.reply = { status: 429, headers: { 'Retry-After': '3600' } };
    await ping(admin, path);
    const asked = await untilDelivery(admin, path, ({ attempts }) => attempts === 1);
    expect(Date.parse(asked.next_attempt_at ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    receiver.reply = { status: 503, headers: { 'Retry-After': '99999999' } };
    await hurry(app, hook.id);
    const again = await untilDelivery(admin, path, ({ attempts }) => attempts === 2);
    expect(Date.parse(again.next_attempt_at ?? '') - Date.now()).toBeLessThan(24 * 3_600_000 + 60_000);
  });

  it('to a receiver that is down arrives when it is up again', async () => {
    await receiver.stop();
    await ping(admin, path);
    const failed = await untilDelivery(admin, path, ({ attempts }) => attempts === 1);
    expect(failed.last_attempt).toMatchObject({ response_status: null, failure: 'connect_failed' });
    expect((await admin.get(path)).body).toMatchObject({ active: true, failing_since: expect.any(String) });
    receiver = await Receiver.start(receiver.port);
    await hurry(app, hook.id);
    await receiver.until('webhook.ping');
    await untilDelivery(admin, path, ({ status }) => status === 'delivered');
    expect((await admin.get(path)).body).toMatchObject({ failing_since: null });
  });

  it('is given up after ten attempts, and can be sent again by hand', async () => {
    receiver.reply = { status: 500 };
    await ping(admin, path);
    await untilDelivery(admin, path, ({ attempts }) => attempts === 1);
    await app.database.execute('UPDATE webhook_deliveries SET attempts = 9 WHERE webhook_id = ?', [hook.id]);
    await hurry(app, hook.id);
    const failed = await untilDelivery(admin, path, ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ attempts: 10, next_attempt_at: null });
    expect((await admin.get(path)).body).toMatchObject({ active: true, disabled_reason: null });
    receiver.reply = { status: 200 };
    expectStatus(await admin.post(`${path}/deliveries/${failed.id}/resend`), 202);
    const done = await untilDelivery(admin, path, ({ status }) => status === 'delivered');
    expect(done).toMatchObject({ id: failed.id, message_id: failed.message_id, attempts: 1 });
  });
});

describe('a webhook', () => {
  const disabled = async (reason: string): Promise<void> => {
    await untilDelivery(admin, path, ({ status }) => status !== 'pending');
    expect((await admin.get(path)).body).toMatchObject({ active: false, disabled_reason: reason });
    const events = await auditOf(app, 'webhook', hook.id);
    expect(events.at(-1)).toMatchObject({ action: 'webhook.disabled', text: expect.stringContaining(reason) });
  };

  it('whose receiver says that it is gone is disabled, until somebody activates it', async () => {
    receiver.reply = { status: 410 };
    await ping(admin, path);
    await disabled('gone');
    expect((await deliveriesOf(admin, path))[0].status).toBe('cancelled');
    expect((await admin.post(`${path}/ping`)).body).toMatchObject({ code: 'webhook_inactive' });
    receiver.reply = { status: 204 };
    const active = expectStatus(await admin.patch(path, { active: true }), 200).body as object;
    expect(active).toMatchObject({ active: true, disabled_reason: null, failing_since: null });
    await ping(admin, path);
    await untilDelivery(admin, path, ({ status }) => status === 'delivered');
  });

  it('that nothing reached for five days is disabled with the last attempt of a delivery, and not before', async () => {
    receiver.reply = { status: 500 };
    await ping(admin, path);
    await untilDelivery(admin, path, ({ attempts }) => attempts === 1);
    const longAgo = `${app.database.dialect.now} - ${6 * 24 * 3_600_000}`;
    await app.database.execute(`UPDATE webhooks SET failing_since = ${longAgo} WHERE id = ?`, [hook.id]);
    await hurry(app, hook.id);
    await untilDelivery(admin, path, ({ attempts }) => attempts === 2);
    expect((await admin.get(path)).body).toMatchObject({ active: true });
    await app.database.execute('UPDATE webhook_deliveries SET attempts = 9 WHERE webhook_id = ?', [hook.id]);
    await hurry(app, hook.id);
    await disabled('failing');
  });

  it('that is paused gets nothing, not even what was waiting', async () => {
    receiver.reply = { status: 500 };
    await ping(admin, path);
    await untilDelivery(admin, path, ({ attempts }) => attempts === 1);
    expectStatus(await admin.patch(path, { active: false }), 200);
    expect((await deliveriesOf(admin, path))[0]).toMatchObject({ status: 'cancelled', next_attempt_at: null });
    const [{ id }] = await deliveriesOf(admin, path);
    expect((await admin.post(`${path}/deliveries/${id}/resend`)).body).toMatchObject({ code: 'webhook_inactive' });
  });

  it('gets one request at a time, and a slow one holds up no other', async () => {
    receiver.reply = { status: 200, afterMs: 700 };
    const quick = await Receiver.start();
    const other = await aHook(admin, ofCompany(app.demo.companies.main.id), quick.url);
    for (let n = 0; n < 3; n++) await ping(admin, path);
    const started = performance.now();
    await ping(admin, `${ofCompany(app.demo.companies.main.id)}/${other.id}`);
    await quick.until('webhook.ping');
    expect(performance.now() - started).toBeLessThan(700);
    await receiver.until('webhook.ping', 3);
    expect(receiver.mostBusy).toBe(1);
    await admin.delete(`${ofCompany(app.demo.companies.main.id)}/${other.id}`);
    await quick.stop();
  });
});

describe('a rotation', () => {
  it('signs with both secrets during the overlap, and then with the new one alone', async () => {
    const next = await rotate(3_600);
    await ping(admin, path);
    const [both] = await receiver.until('webhook.ping');
    expect(both.headers['webhook-signature'].split(' ')).toHaveLength(2);
    expect([verifies(hook.secret, both), verifies(next, both)]).toEqual([true, true]);
    const hints = (await admin.get(path)).body as Hook;
    expect(hints.secret_hints.map(({ expires_at }) => expires_at)).toEqual([null, expect.any(String)]);
    await app.database.execute(
      `UPDATE webhook_secrets SET expires_at = ${app.database.dialect.now} WHERE webhook_id = ? AND expires_at IS NOT NULL`,
      [hook.id],
    );
    await ping(admin, path);
    const [, one] = await receiver.until('webhook.ping', 2);
    expect([verifies(hook.secret, one), verifies(next, one)]).toEqual([false, true]);
  });

  it('without an overlap ends the older secrets at once', async () => {
    const next = await rotate(0);
    await ping(admin, path);
    const [arrival] = await receiver.until('webhook.ping');
    expect([verifies(hook.secret, arrival), verifies(next, arrival)]).toEqual([false, true]);
  });

  it('never gives an older secret more time than it had', async () => {
    await rotate(60);
    const [, older] = ((await admin.get(path)).body as Hook).secret_hints;
    await rotate(3_600);
    const hints = ((await admin.get(path)).body as Hook).secret_hints;
    expect(hints.find(({ id }) => id === older.id)?.expires_at).toBe(older.expires_at);
  });

  it('stops where too many secrets would overlap', async () => {
    for (let n = 0; n < 4; n++) await rotate(3_600);
    expect((await admin.post(`${path}/secrets`, {})).body).toMatchObject({ code: 'too_many_webhook_secrets' });
    await rotate(0);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, as } from '../apps/api.js';
import { aHook, deliveriesOf, LOCAL, ofCompany, ping, untilDelivery } from '../webhooks/hooks.js';
import { Receiver } from '../webhooks/receiver.js';
import { aPair } from './pair.js';
import { aPlace, isMysql, lookInto, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

/** A webhook of the demo's company at the receiver; its path. */
async function aPath(admin: Api, companyId: number): Promise<string> {
  const { id } = await aHook(admin, ofCompany(companyId), receiver.url);
  return `${ofCompany(companyId)}/${id}`;
}

/** What was claimed by a process that is dead need not be waited for in a test. */
const forgetClaims = (place: Place): Promise<unknown> =>
  lookInto(place, (database) => database.execute('UPDATE webhooks SET claimed_until = 0'));

describe('a server that is killed', () => {
  let place: Place;
  let server: ServerProcess;
  let path: string;
  let admin: Api;

  beforeEach(async () => {
    place = await aPlace();
    server = await ServerProcess.start(place, LOCAL);
    const demo = await demoFacts(place);
    admin = await as(appAt(server, demo), 'admin');
    path = await aPath(admin, demo.companies.main.id);
  });
  afterEach(async () => {
    await server.kill();
    await place.remove();
  });

  const restart = async (): Promise<void> => {
    await forgetClaims(place);
    server = await ServerProcess.start(place, { ...LOCAL, SEED_DEMO: 'false' });
    admin = await as(appAt(server, await demoFacts(place)), 'admin');
  };

  it('before it has noted the answer delivers again, under the same id', async () => {
    receiver.reply = { status: 204, afterMs: 5_000 };
    const sent = await ping(admin, path);
    await receiver.until('webhook.ping');
    await server.kill();
    receiver.reply = { status: 204 };
    await restart();
    const arrivals = await receiver.until('webhook.ping', 2);
    expect(new Set(arrivals.map(({ id }) => id))).toEqual(new Set([sent.message_id]));
    expect(new Set(arrivals.map(({ text }) => text)).size).toBe(1);
    const done = await untilDelivery(admin, path, ({ status }) => status === 'delivered');
    expect(done).toMatchObject({ id: sent.id, attempts: 1 });
  });

  it('loses nothing that was committed, and tells of nothing that was not', async () => {
    receiver.reply = { status: 503 };
    const sent = [];
    for (let n = 0; n < 5; n++) sent.push((await ping(admin, path)).message_id);
    await server.kill();
    receiver.reply = { status: 204 };
    await lookInto(place, (database) =>
      database.execute(
        `UPDATE webhook_deliveries SET next_attempt_at = ${database.dialect.now} WHERE status = 'pending'`,
      ),
    );
    await restart();
    for (const deadline = Date.now() + 15_000; Date.now() < deadline; await sleep(50)) {
      const pending = await deliveriesOf(admin, path, '?status=pending');
      if (pending.length === 0) break;
    }
    const delivered = await deliveriesOf(admin, path, '?status=delivered');
    expect(delivered.map(({ message_id }) => message_id).sort()).toEqual([...sent].sort());
    expect(new Set(receiver.arrivals.map(({ id }) => id))).toEqual(new Set(sent));
  });

  it('in an orderly way ends what is on its way first, and notes it', async () => {
    receiver.reply = { status: 204, afterMs: 1_000 };
    const sent = await ping(admin, path);
    await receiver.until('webhook.ping');
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    const rows = await lookInto(place, (database) =>
      database.query<{ status: string }>('SELECT status FROM webhook_deliveries WHERE id = ?', [sent.id]),
    );
    expect(rows).toEqual([{ status: 'delivered' }]);
    const claims = await lookInto(place, (database) =>
      database.query<{ n: number }>('SELECT COUNT(*) AS n FROM webhooks WHERE claimed_until > 0'),
    );
    expect(Number(claims[0].n)).toBe(0);
  });
});

/** The embedded engine serves one process. */
(isMysql ? describe : describe.skip)('two servers', () => {
  it('deliver each event once, one at a time', async () => {
    const pair = await aPair(LOCAL);
    try {
      const [a, b] = [await as(pair.a, 'admin'), await as(pair.b, 'admin')];
      const path = await aPath(a, pair.demo.companies.main.id);
      receiver.reply = { status: 204, afterMs: 30 };
      const sent = await Promise.all(Array.from({ length: 30 }, (_, n) => ping(n % 2 === 0 ? a : b, path)));
      await receiver.until('webhook.ping', 30);
      await sleep(1_500);
      expect(receiver.arrivals).toHaveLength(30);
      expect(new Set(receiver.arrivals.map(({ id }) => id))).toEqual(new Set(sent.map(({ message_id }) => message_id)));
      expect(receiver.mostBusy).toBe(1);
    } finally {
      await pair.stop();
    }
  });

  it('go on for each other when one is stopped in the middle, under the same id', async () => {
    const pair = await aPair(LOCAL);
    try {
      const [a, b] = [await as(pair.a, 'admin'), await as(pair.b, 'admin')];
      const path = await aPath(a, pair.demo.companies.main.id);
      receiver.reply = { status: 204, afterMs: 60_000 };
      const sent = await ping(b, path);
      await receiver.until('webhook.ping');
      receiver.reply = { status: 204 };
      await pair.whileBSleeps(
        async () => {
          await forgetClaims(pair.place);
          await receiver.until('webhook.ping', 2);
        },
        async () => undefined,
      );
      expect(new Set(receiver.arrivals.map(({ id }) => id))).toEqual(new Set([sent.message_id]));
      await untilDelivery(a, path, ({ status }) => status === 'delivered');
    } finally {
      await pair.stop();
    }
  });
});

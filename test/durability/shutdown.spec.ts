import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import { clientToken, credentials } from '../support/flows.js';
import { call, send } from '../support/http.js';
import { aPlace, lookInto, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';
import { silentConnection, SlowRequest } from './slow-request.js';

/** Orchestrators wait longer than this before they kill. */
const SOON_MS = 10_000;

let place: Place;
let server: ServerProcess;
let demo: DemoFacts;

beforeEach(async () => {
  place = await aPlace();
  server = await ServerProcess.start(place);
  demo = await demoFacts(place);
});
afterEach(async () => {
  await server?.kill();
  await place?.remove();
});

/** Waits until nobody listens any more. */
async function refusesConnections(): Promise<boolean> {
  const probe = (): Promise<unknown> => send(`${server.url}/health/live`, { headers: { Connection: 'close' } });
  for (const deadline = Date.now() + SOON_MS; Date.now() < deadline; await sleep(20)) {
    const fault: unknown = await probe().then(
      () => undefined,
      (error: Error) => error.cause,
    );
    if ((fault as { code?: string } | undefined)?.code === 'ECONNREFUSED') return true;
  }
  return false;
}

/** How the process ended, if it did so soon. */
const endingSoon = (): Promise<unknown> =>
  Promise.race([server.ended, sleep(SOON_MS, 'it still runs', { ref: false })]);

const lastUses = (clientId: string): Promise<{ last_used_at: number | null }[]> =>
  lookInto(place, (database) =>
    database.query(
      'SELECT s.last_used_at FROM client_secrets s JOIN clients c ON c.id = s.client_row_id WHERE c.client_id = ?',
      [clientId],
    ),
  );

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('ends with what is in flight, takes nothing new, keeps what it noted, and is no failure', async () => {
    const { data_connector } = demo.clients;
    const token = await clientToken(appAt(server, demo), data_connector);
    expect((await call(`${server.url}/oauth/token/info`, token)).status).toBe(200);
    const form = { grant_type: 'client_credentials', ...credentials(data_connector) };
    const inFlight = await SlowRequest.begin(`${server.url}/oauth/token`, form);
    server.signal(signal);
    expect(await refusesConnections()).toBe(true);
    const answer = await inFlight.finish();
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(answer).toContain('"access_token"');
    expect(await endingSoon()).toEqual({ code: 0, signal: null });
    expect((await lastUses(data_connector.client_id)).map(({ last_used_at }) => typeof last_used_at)).toEqual([
      'number',
    ]);
  });
});

describe('SIGTERM', () => {
  it('does not wait for who sends nothing, or nothing more', async () => {
    await silentConnection(server.url);
    await SlowRequest.begin(`${server.url}/oauth/token`, { grant_type: 'client_credentials' });
    server.signal('SIGTERM');
    expect(await endingSoon()).toEqual({ code: 0, signal: null });
  });
});

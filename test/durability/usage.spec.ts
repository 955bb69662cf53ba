import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import { type Api, apiOf, asClient } from '../apps/api.js';
import { aPair } from './pair.js';
import { aPlace, isMysql, lookInto, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

const LIST = 'GET /rest/v1.0/projects/{projectId}/rfis';
/** Somewhat longer than counts are kept in memory. */
const WRITTEN_AFTER_MS = 7_500;

/** The calls of the demo's connector that the database knows, and in how many rows. */
const written = (place: Place): Promise<{ calls: number; rows: number }> =>
  lookInto(place, async (database) => {
    const { data_connector } = (await demoFacts(place)).clients;
    const [{ calls, count }] = await database.query<Record<string, number | string | null>>(
      'SELECT SUM(calls) AS calls, COUNT(*) AS count FROM api_usage WHERE client_id = ? AND route = ?',
      [data_connector.client_id, LIST],
    );
    return { calls: Number(calls ?? 0), rows: Number(count) };
  });

/** Lists RFIs as the demo's connector so many times. */
async function calls(api: Api, demo: DemoFacts, count: number): Promise<void> {
  const ask = () => api.get(`/projects/${demo.projects.tower.id}/rfis`, demo.companies.main.id);
  const answers = await Promise.all(Array.from({ length: count }, ask));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}

describe('calls that were counted', () => {
  let place: Place;
  let server: ServerProcess;
  let demo: DemoFacts;
  let service: Api;

  beforeEach(async () => {
    place = await aPlace();
    server = await ServerProcess.start(place);
    demo = await demoFacts(place);
    service = await asClient(appAt(server, demo), demo.clients.data_connector);
  });
  afterEach(async () => {
    await server?.kill();
    await place?.remove();
  });

  it('are all written when the process ends in order, those that it still answered too', async () => {
    await calls(service, demo, 40);
    const last = calls(service, demo, 10);
    await sleep(5);
    server.signal('SIGTERM');
    const answered = await last.then(
      () => 10,
      () => 0,
    );
    expect(await server.ended).toEqual({ code: 0, signal: null });
    const { calls: known } = await written(place);
    expect(known).toBeGreaterThanOrEqual(40 + answered);
    expect(known).toBeLessThanOrEqual(50);
    if (answered === 10) expect(known).toBe(50);
  });

  it('are lost by kill -9 as far as they are some seconds old, and no further', async () => {
    await calls(service, demo, 20);
    await sleep(WRITTEN_AFTER_MS);
    await calls(service, demo, 7);
    await server.kill();
    const { calls: known } = await written(place);
    expect(known).toBeGreaterThanOrEqual(20);
    expect(known).toBeLessThanOrEqual(27);
  });
});

/** The embedded engine serves one process (architecture.md, Database rules). */
(isMysql ? describe : describe.skip)('two processes (need MySQL)', () => {
  it('that count the same add up in one row', async () => {
    const pair = await aPair();
    try {
      const { data_connector } = pair.demo.clients;
      const a = await asClient(pair.a, data_connector);
      const b = apiOf(pair.b, a.token);
      for (let round = 0; round < 3; round++) {
        await Promise.all([calls(a, pair.demo, 20), calls(b, pair.demo, 15)]);
      }
      let known = await written(pair.place);
      for (let waited = 0; known.calls < 105 && waited < 2 * WRITTEN_AFTER_MS; waited += 250) {
        await sleep(250);
        known = await written(pair.place);
      }
      // Two rows where midnight passed meanwhile.
      expect(known.calls).toBe(105);
      expect(known.rows).toBeLessThanOrEqual(2);
    } finally {
      await pair.stop();
    }
  });
});

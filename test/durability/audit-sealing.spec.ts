import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import { type Api, as } from '../apps/api.js';
import { aPlace, isMysql, lookInto, type Place } from './place.js';
import { appAt, demoFacts, runCli, ServerProcess } from './server-process.js';

/** The embedded engine serves one process. */
const onMysql = isMysql ? it : it.skip;

const PATIENCE_MS = 120_000;

let place: Place;
let first: ServerProcess;
let demo: DemoFacts;

beforeEach(async () => {
  place = await aPlace();
  first = await ServerProcess.start(place);
  demo = await demoFacts(place);
});
afterEach(async () => {
  await first.kill();
  await place.remove();
});

const adminAt = (server: ServerProcess): Promise<Api> => as(appAt(server, demo), 'admin');

interface Counts {
  readonly events: number;
  readonly seals: number;
}

const counts = (): Promise<Counts> =>
  lookInto(place, async (database) => {
    const [row] = await database.query<Counts>(
      `SELECT (SELECT COUNT(*) FROM audit_events) AS events, (SELECT COUNT(*) FROM audit_seals) AS seals`,
    );
    return { events: Number(row.events), seals: Number(row.seals) };
  });

/**
 * Changes something in both companies, as fast as it goes, until it is told to stop or the process is gone. A process
 * that was stopped in the middle of a change may refuse it.
 */
async function change(api: Api, isOver: () => boolean): Promise<void> {
  const { main, other } = demo.companies;
  for (let i = 0; !isOver(); i++) {
    const { id } = i % 2 === 0 ? main : other;
    const isGone = await api.patch(`/companies/${id}`, { name: `Company ${i}` }).then(
      () => false,
      () => true,
    );
    if (isGone) return;
  }
}

/** Every event is sealed in the end. */
async function sealed(): Promise<void> {
  for (let now = await counts(); now.events !== now.seals; now = await counts()) await sleep(100);
}

/** The trail is as it was recorded, with every event in its chain. */
async function expectSound(): Promise<void> {
  await sealed();
  const { code, text } = await runCli(place, 'audit', 'verify');
  expect([code, text]).toEqual([0, expect.stringMatching(/^(.+: OK\n)+$/)]);
  expect(text).toContain(`Company ${demo.companies.main.id}`);
}

describe('kill -9', () => {
  it(
    'leaves no event unsealed, and none sealed twice',
    async () => {
      const work = change(await adminAt(first), () => false);
      while ((await counts()).seals === 0) await sleep(50);
      await sleep(1_000);
      await first.kill();
      await work;
      const before = await counts();
      first = await ServerProcess.start(place, { SEED_DEMO: 'false' });
      await expectSound();
      expect((await counts()).seals).toBeGreaterThanOrEqual(before.seals);
    },
    PATIENCE_MS,
  );

  onMysql(
    'of one process lets another one seal on, though it was stopped for a while itself',
    async () => {
      const second = await ServerProcess.start(place, { SEED_DEMO: 'false' });
      try {
        let isOver = false;
        const apis = [await adminAt(first), await adminAt(second)];
        const work = apis.map((api) => change(api, () => isOver));
        await sleep(1_500);
        second.signal('SIGSTOP');
        await sleep(5_500);
        second.signal('SIGCONT');
        await first.kill();
        const before = await counts();
        while ((await counts()).seals <= before.seals) await sleep(100);
        isOver = true;
        await Promise.all(work);
        await expectSound();
      } finally {
        await second.kill();
      }
    },
    PATIENCE_MS,
  );
});

describe('audit verify', () => {
  it(
    'on the command line ends with 1 and names the fault',
    async () => {
      await sealed();
      await lookInto(place, (database) =>
        database.execute(
          "UPDATE audit_events SET address = 'elsewhere' WHERE company_id = ? AND action = 'company.created'",
          [demo.companies.main.id],
        ),
      );
      const { code, text } = await runCli(place, 'audit', 'verify', '--company', String(demo.companies.main.id));
      expect(code).toBe(1);
      expect(text).toMatch(
        /^Company \d+ .*: 1 FAULT\n {2}changed: event \d+ at position \d+ is not as it was recorded\n$/,
      );
    },
    PATIENCE_MS,
  );
});

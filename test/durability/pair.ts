import { expect } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { aPlace, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

/** architecture.md and performance.md: how soon a change made in one process is in force in all. */
const IN_FORCE_AFTER_MS = 1_000;
const POLL_EVERY_MS = 20;
const PATIENCE_MS = 5_000;
const WARM = 3;

/** Two processes on one database. */
export interface Pair {
  readonly place: Place;
  readonly demo: DemoFacts;
  readonly a: TestApp;
  readonly b: TestApp;
  /** Makes a change while B is stopped, and asks before it goes on, with more than a second in between. */
  whileBSleeps<T>(make: () => Promise<unknown>, ask: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export async function aPair(environment: NodeJS.ProcessEnv = {}): Promise<Pair> {
  const place = await aPlace();
  const first = await ServerProcess.start(place, environment);
  const demo = await demoFacts(place);
  const second = await ServerProcess.start(place, { ...environment, SEED_DEMO: 'false' });
  return {
    place,
    demo,
    a: appAt(first, demo),
    b: appAt(second, demo),
    whileBSleeps: async (make, ask) => {
      second.signal('SIGSTOP');
      try {
        await make();
        await sleep(IN_FORCE_AFTER_MS);
        const answer = ask();
        second.signal('SIGCONT');
        return await answer;
      } finally {
        second.signal('SIGCONT');
      }
    },
    stop: async () => {
      await Promise.all([first.kill(), second.kill()]);
      await place.remove();
    },
  };
}

/** One change in one process, seen from the other. */
export interface Change {
  /** Makes the change; its answer has to be a success. */
  readonly make: () => Promise<Answer>;
  /** Asks the other process. */
  readonly ask: () => Promise<Answer>;
  /** The status that it answers before and after. */
  readonly from: number;
  readonly to: number;
}

/**
 * Makes a change when the other process has everything in memory. Nothing that is sent later than a second after the
 * change was acknowledged may be answered as before.
 */
export async function expectInForce({ make, ask, from, to }: Change): Promise<void> {
  const statusOf = async (): Promise<number> => (await ask()).status;
  for (let count = 0; count < WARM; count++) expect(await statusOf()).toBe(from);
  expect((await make()).status).toBeLessThan(300);
  const madeAt = performance.now();
  let lastBefore = 0;
  for (;;) {
    const sentAfter = performance.now() - madeAt;
    const status = await statusOf();
    if (status === to) break;
    expect(status).toBe(from);
    lastBefore = sentAfter;
    if (sentAfter > PATIENCE_MS) break;
    await sleep(POLL_EVERY_MS);
  }
  expect(lastBefore).toBeLessThan(IN_FORCE_AFTER_MS);
  for (let count = 0; count < WARM; count++) expect(await statusOf()).toBe(to);
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { ChangeFeed, Database } from '../database/index.js';
import { Readiness } from './readiness.js';

const readiness = (query: () => Promise<unknown>, isStale = false): Readiness =>
  new Readiness({ query } as unknown as Database, { mustReadDatabase: isStale } as unknown as ChangeFeed);

describe('a process', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['error']));

  it('is ready while the database answers and the feed is fresh', async () => {
    expect(await readiness(async () => []).isReady()).toBe(true);
  });

  it('is not ready without its database', async () => {
    expect(await readiness(async () => Promise.reject(new Error('gone'))).isReady()).toBe(false);
  });

  it('is not ready while the database keeps it waiting', async () => {
    expect(await readiness(() => new Promise(() => undefined)).isReady()).toBe(false);
  });

  it('is not ready with a stale feed', async () => {
    expect(await readiness(async () => [], true).isReady()).toBe(false);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, Database } from '../database/index.js';
import type { KeyRing } from '../keys/index.js';
import { type Bucket, Limits } from './limits.js';
import { Throttles1760000000400 } from './limits.migration.js';
import { Throttle } from './throttle.entity.js';

describe('Limits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-limits-'));
  const schema = { entities: [Throttle], migrations: [Throttles1760000000400] };
  const settings = { engine: 'embedded', file: join(folder, 'test.db'), pool: 1 } as const;
  const database = new Database(createDataSource(settings, schema));
  const limits = new Limits(database, { hash: (text: string) => text } as unknown as KeyRing);
  const bucket = (name: string, windowSeconds = 60): Bucket => ({ name, limit: 10, windowSeconds });
  const times = (count: number, work: () => Promise<void>): Promise<PromiseSettledResult<void>[]> =>
    Promise.allSettled(Array.from({ length: count }, work));
  const refused = expect.objectContaining({ code: 'too_many_attempts', status: 429 });

  beforeAll(async () => {
    await database.connect();
    await database.dataSource.runMigrations();
  });

  afterAll(async () => {
    await database.dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  it('loses no failure among parallel ones', async () => {
    await times(25, () => limits.recordFailure([bucket('parallel')]));
    expect(await database.query("SELECT failures FROM throttles WHERE bucket = 'throttle:parallel'")).toMatchObject([
      { failures: 25 },
    ]);
  });

  it('lets exactly as many parallel attempts through as the limit says', async () => {
    const results = await times(40, () => limits.take([bucket('taken')]));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(10);
    await expect(limits.take([bucket('taken')])).rejects.toEqual(refused);
  });

  it('counts nothing for an attempt that one of its buckets refuses', async () => {
    const [full, roomy] = [bucket('full'), { ...bucket('roomy'), limit: 1_000 }];
    await times(30, () => limits.take([roomy, full]));
    const [row] = await database.query("SELECT failures FROM throttles WHERE bucket = 'throttle:roomy'");
    expect(row.failures).toBe(10);
  });

  it('blocks if any of several buckets is full, and says for how long', async () => {
    const full = bucket('one-of-two');
    for (let i = 0; i < 10; i++) await limits.recordFailure([full]);
    const seconds = await limits.isBlocked([bucket('empty'), full]);
    expect(seconds).toBeGreaterThan(55);
    expect(seconds).toBeLessThanOrEqual(60);
    await expect(limits.assertBelow([full])).rejects.toEqual(refused);
    await limits.clear([full]);
    await expect(limits.assertBelow([full])).resolves.toBeUndefined();
  });

  it('forgets when the window ends, and begins a new one with the next failure', async () => {
    const short = bucket('short', 1);
    for (let i = 0; i < 10; i++) await limits.recordFailure([short]);
    expect(await limits.isBlocked([short])).toBe(1);
    await sleep(1_100);
    expect(await limits.isBlocked([short])).toBeUndefined();
    await limits.recordFailure([short]);
    expect(await limits.isBlocked([{ ...short, limit: 1 }])).toBe(1);
  });

  it('refuses to count inside a transaction, where a rollback would forget', async () => {
    await expect(database.transaction(() => limits.recordFailure([bucket('rolled-back')]))).rejects.toThrow('outside');
  });
});

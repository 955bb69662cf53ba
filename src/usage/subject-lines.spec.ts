import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDataSource, Database } from '../database/index.js';
import { ApiUsage, UsageBatch } from './api-usage.entity.js';
import { COUNTED_FOR_MS, LONG, SubjectLineReader } from './subject-lines.js';
import { DAY_MS } from './usage-days.js';
import { windowFor } from './usage-subjects.js';
import { Usage1760000002400 } from './usage.migration.js';
import { UsageSubject, UsageTotal } from './usage-totals.entity.js';

const DAY = 20_000 * DAY_MS;
const PERIOD = { from: DAY, to: DAY };
const COMPANY = 1;

describe('how many lines a report by person has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-lines-'));
  const settings = { engine: 'embedded', file: join(folder, 'test.db'), pool: 1 } as const;
  const schema = { entities: [ApiUsage, UsageBatch, UsageSubject, UsageTotal], migrations: [Usage1760000002400] };
  const database = new Database(createDataSource(settings, schema));
  const { startsAt, ownDays } = windowFor(PERIOD) ?? { startsAt: 0, ownDays: 0 };
  let reader: SubjectLineReader;

  const add = async (first: number, count: number): Promise<void> => {
    const row = "(?, ?, 'principal', ?, 0, ?, ?, 0)";
    const people = Array.from({ length: count }, (_, at) => first + at);
    for (let from = 0; from < count; from += 500) {
      const part = people.slice(from, from + 500);
      const values = part.flatMap((person) => [`p${person}`, startsAt, COMPANY, person, ownDays]);
      await database.execute(`INSERT INTO usage_subjects VALUES ${part.map(() => row).join(', ')}`, values);
    }
  };

  const page = async (number: number): Promise<{ readonly ids: readonly number[]; readonly total: number }> => {
    const found = await reader.page({ ...PERIOD, companyId: COMPANY }, ['principal'], { page: number, per_page: 100 });
    if (!found) throw new Error('The report is added up whole.');
    return found;
  };

  beforeAll(async () => {
    await database.connect();
    await database.dataSource.runMigrations();
  });
  beforeEach(async () => {
    await database.execute('DELETE FROM usage_subjects');
    const real = ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask'] as const;
    jest.useFakeTimers({ doNotFake: [...real] });
    reader = new SubjectLineReader(database);
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(async () => {
    await database.dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  it('is exact where they are not very many', async () => {
    await add(1, LONG);
    expect((await page(1)).total).toBe(LONG);
    await add(LONG + 1, 1);
    expect((await page(1)).total).toBe(LONG + 1);
  });

  it('is counted again after ten seconds where they are', async () => {
    await add(1, LONG + 1);
    expect((await page(1)).total).toBe(LONG + 1);
    await add(LONG + 2, 1);
    expect((await page(2)).total).toBe(LONG + 1);
    jest.advanceTimersByTime(COUNTED_FOR_MS + 1);
    expect(await page(1)).toMatchObject({ total: LONG + 2 });
  });

  it('is counted for each company and period by itself', async () => {
    await add(1, LONG + 1);
    await page(1);
    const other = await reader.page({ ...PERIOD, companyId: 2 }, ['principal'], { page: 1, per_page: 100 });
    expect(other).toEqual({ ids: [], total: 0 });
    const before = { from: DAY - DAY_MS, to: DAY - DAY_MS, companyId: COMPANY };
    expect((await reader.page(before, ['principal'], { page: 1, per_page: 100 }))?.total).toBe(0);
  });

  it('does not keep what is new from its page', async () => {
    await add(10, LONG + 1);
    await page(1);
    await add(1, 2);
    expect((await page(1)).ids.slice(0, 3)).toEqual([1, 2, 10]);
  });
});

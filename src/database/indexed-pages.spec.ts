import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDataSource, Database, indexedPage } from './index.js';

const LIST = { column: 'id', from: 'FROM listed WHERE owner = ?', parameters: [1] };

describe('the pages of a list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'));
  const settings = { engine: 'embedded', file: join(folder, 'test.db'), pool: 1 } as const;
  const database = new Database(createDataSource(settings, { entities: [], migrations: [] }));

  beforeAll(async () => {
    await database.connect();
    await database.execute('CREATE TABLE listed (id integer PRIMARY KEY, owner integer)');
  });
  afterAll(async () => {
    await database.dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  const page = (number: number, size: number) => {
    return indexedPage(database, LIST, { page: number, per_page: size });
  };

  async function fill(total: number): Promise<number[]> {
    await database.execute('DELETE FROM listed');
    const ids = Array.from({ length: total }, (_, at) => 3 * at + 1);
    for (const id of ids) await database.execute('INSERT INTO listed VALUES (?, 1), (?, 2)', [id, id + 1]);
    return ids;
  }

  it('together are the list, in its order, and each tells how long it is', async () => {
    const length = fc.integer({ min: 0, max: 25 });
    await fc.assert(
      fc.asyncProperty(length, fc.integer({ min: 1, max: 10 }), async (total, size) => {
        const ids = await fill(total);
        for (let number = 1; number <= Math.ceil(total / size) + 1; number++) {
          const expected = ids.slice((number - 1) * size, number * size);
          expect(await page(number, size)).toMatchObject({ ids: expected, total });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leave out what came after it was counted, also when they are read from its end', async () => {
    await fill(10);
    const { length } = await page(1, 3);
    await database.execute('INSERT INTO listed VALUES (99, 1)');
    const read = async (number: number) =>
      (await indexedPage(database, LIST, { page: number, per_page: 3 }, length)).ids;
    expect([await read(1), await read(2), await read(3), await read(4)]).toEqual([
      [1, 4, 7],
      [10, 13, 16],
      [19, 22, 25],
      [28],
    ]);
  });

  it.each([2, 3, 1_000_000])('are empty beyond the last one (%i)', async (number) => {
    await fill(4);
    expect(await page(number, 4)).toMatchObject({ ids: [], total: 4 });
  });
});

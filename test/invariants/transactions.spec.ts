import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/index.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let database: Database;

beforeAll(async () => {
  app = await startApp();
  ({ database } = app);
  await database.execute('CREATE TABLE probe (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)');
});
beforeEach(async () => {
  await database.execute('DELETE FROM probe');
  await write(1, 0);
  await write(2, 0);
});
afterAll(() => app.close());

const write = (id: number, n: number): Promise<number> =>
  database.execute('INSERT INTO probe (id, n) VALUES (?, ?)', [id, n]);

const add = (id: number): Promise<number> => database.execute('UPDATE probe SET n = n + 1 WHERE id = ?', [id]);

/** The rows by id. */
async function rows(): Promise<Record<string, number>> {
  const all = await database.query<{ id: number; n: number }>('SELECT id, n FROM probe ORDER BY id');
  return Object.fromEntries(all.map(({ id, n }) => [id, Number(n)]));
}

/** A promise and what fulfils it. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

const failure = new Error('the work failed');
const fail = (): never => {
  throw failure;
};

describe('a transaction', () => {
  it('keeps everything or nothing', async () => {
    await database.transaction(async () => {
      await write(3, 3);
      await add(1);
    });
    await expect(
      database.transaction(async () => {
        await write(4, 4);
        await add(1);
        fail();
      }),
    ).rejects.toBe(failure);
    expect(await rows()).toEqual({ 1: 1, 2: 0, 3: 3 });
    expect(database.inTransaction).toBe(false);
  });

  it('gives what its work gave', async () => {
    expect(await database.transaction(async () => rows())).toEqual({ 1: 0, 2: 0 });
  });

  it('joins the one that is open, however deep, and goes with it', async () => {
    const deep = (): Promise<unknown> =>
      database.transaction(async () => {
        expect(database.inTransaction).toBe(true);
        await Promise.resolve();
        await database.transaction(() => write(5, 5));
      });
    await expect(
      database.transaction(async () => {
        await deep();
        expect(await rows()).toMatchObject({ 5: 5 });
        fail();
      }),
    ).rejects.toBe(failure);
    expect(await rows()).toEqual({ 1: 0, 2: 0 });
    await database.transaction(deep);
    expect(await rows()).toMatchObject({ 5: 5 });
  });

  it('holds whatever way a statement is sent', async () => {
    await expect(
      database.transaction(async () => {
        await database.query('SELECT n FROM probe WHERE id = 1');
        await Promise.all([add(1), add(2)]);
        const repository = database.repository('users');
        await repository.createQueryBuilder().update().set({ locale: 'es' }).execute();
        fail();
      }),
    ).rejects.toBe(failure);
    expect(await rows()).toEqual({ 1: 0, 2: 0 });
    expect(await database.query('SELECT principal_id FROM users WHERE locale IS NOT NULL')).toEqual([]);
  });

  it('shows nobody else what is not committed, and undoes nothing of theirs', async () => {
    const [written, seen] = [signal(), signal()];
    const failing = database.transaction(async () => {
      await add(1);
      written.give();
      await seen.given;
      fail();
    });
    await written.given;
    const others = [rows(), write(6, 6), add(2)] as const;
    // The embedded engine lets them wait, MySQL answers them at once: neither may depend on the rollback.
    if (database.dialect.engine === 'mysql') await Promise.all(others);
    seen.give();
    await expect(failing).rejects.toBe(failure);
    const [read] = await Promise.all(others);
    expect(read[1]).toBe(0);
    expect(await rows()).toEqual({ 1: 0, 2: 1, 6: 6 });
  });

  it('among hundreds of others undoes its own and nothing else', async () => {
    const pause = (turns: number): Promise<void> =>
      turns > 0 ? Promise.resolve().then(() => pause(turns - 1)) : Promise.resolve();
    const all = Array.from({ length: 300 }, async (_, at) => {
      const id = 1_000 + 10 * at;
      await pause(at % 23);
      if (at % 3 === 0) return write(id, 0);
      return database.transaction(async () => {
        await write(id, 1);
        await pause(at % 7);
        await write(id + 1, 1);
        if (at % 3 === 1) fail();
      });
    });
    const failed = (await Promise.allSettled(all)).filter(({ status }) => status === 'rejected');
    expect(failed).toEqual(Array(100).fill({ status: 'rejected', reason: failure }));
    const { 1: _one, 2: _two, ...kept } = await rows();
    const expected = Array.from({ length: 100 }, (_, at) => [
      [1_000 + 30 * at, 0],
      [1_020 + 30 * at, 1],
      [1_021 + 30 * at, 1],
    ]);
    expect(kept).toEqual(Object.fromEntries(expected.flat()));
  });

  it('is not entered by work that began outside of it', async () => {
    const [begun, goOn] = [signal(), signal()];
    const outside = begun.given.then(() => {
      expect(database.inTransaction).toBe(false);
      goOn.give();
    });
    await database.transaction(async () => {
      begun.give();
      await goOn.given;
      expect(database.inTransaction).toBe(true);
    });
    await outside;
  });

  it('lets twenty count one row, one after the other', async () => {
    const count = async (): Promise<void> => {
      const [row] = await database.query<{ n: number }>(
        `SELECT n FROM probe WHERE id = 1${database.dialect.forUpdate}`,
      );
      await database.execute('UPDATE probe SET n = ? WHERE id = 1', [Number(row.n) + 1]);
    };
    await Promise.all(Array.from({ length: 20 }, () => database.transaction(count)));
    expect(await rows()).toEqual({ 1: 20, 2: 0 });
  });

  it('that takes more than five seconds is rolled back, since the feed looks no further back', async () => {
    const tooLong = database.transaction(async () => {
      await add(1);
      await new Promise((resolve) => setTimeout(resolve, 5_050));
    });
    await expect(tooLong).rejects.toThrow('longer than 5 seconds');
    expect(await rows()).toEqual({ 1: 0, 2: 0 });
  });
});

describe('transactions that take turns', () => {
  const inTurn = <T>(work: () => Promise<T>, readsLock = 'probe'): Promise<T> =>
    database.transaction(work, { readsLock });

  it('run one at a time, in the order of their coming, whether or not those before them failed', async () => {
    const told: number[] = [];
    let running = 0;
    const all = Array.from({ length: 20 }, (_, n) =>
      inTurn(async () => {
        expect(++running).toBe(1);
        await add(1);
        told.push(n);
        running--;
        if (n % 3 === 0) fail();
      }),
    );
    await Promise.allSettled(all);
    expect(told).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(await rows()).toMatchObject({ 1: 13 });
  });

  it('wait for nobody of another name', async () => {
    const [begun, goOn] = [signal(), signal()];
    const one = inTurn(async () => {
      begun.give();
      if (database.dialect.engine === 'mysql') await goOn.given;
    });
    await begun.given;
    await inTurn(() => add(2), 'another');
    goOn.give();
    await one;
    expect(await rows()).toEqual({ 1: 0, 2: 1 });
  });

  it('are told to try again where many wait already, and keep nobody else from the database', async () => {
    const [begun, goOn] = [signal(), signal()];
    const told: string[] = [];
    const holder = inTurn(async () => {
      begun.give();
      await goOn.given;
      told.push('holder');
    });
    await begun.given;
    const waiting = Array.from({ length: 50 }, () => inTurn(async () => told.push('waiting')));
    await expect(inTurn(() => add(1))).rejects.toMatchObject({ kind: 'conflict', code: 'try_again' });
    const other = Promise.all([rows(), database.transaction(() => add(2))]).then(() => told.push('other'));
    // The embedded engine has one connection: there others come right after the transaction that is open.
    if (database.dialect.engine === 'mysql') await other;
    goOn.give();
    await Promise.all([holder, other, ...waiting]);
    expect(told.indexOf('other')).toBeLessThan(10);
    expect(await rows()).toEqual({ 1: 0, 2: 1 });
  });
});

describe('what waits for the commit', () => {
  it('happens after it, in order, and not before', async () => {
    const told: string[] = [];
    await database.transaction(async () => {
      database.afterCommit(() => told.push('first'));
      await database.transaction(async () => {
        database.afterCommit(() => told.push(`second, in a transaction: ${database.inTransaction}`));
      });
      await add(1);
      expect(told).toEqual([]);
    });
    expect(told).toEqual(['first', 'second, in a transaction: false']);
  });

  it('never happens after a rollback', async () => {
    const told: string[] = [];
    const work = database.transaction(async () => {
      database.afterCommit(() => told.push('told'));
      fail();
    });
    await expect(work).rejects.toBe(failure);
    await database.transaction(() => add(1));
    expect(told).toEqual([]);
  });

  it('happens at once where there is nothing to wait for', () => {
    const told: string[] = [];
    database.afterCommit(() => told.push('told'));
    expect(told).toEqual(['told']);
  });
});

describe('a conflict of two transactions', () => {
  it('is solved by running one again, and each happens once', async () => {
    const told: string[] = [];
    let runs = 0;
    const locked = { 1: signal(), 2: signal() };
    const crosswise = (first: 1 | 2, second: 1 | 2): Promise<void> =>
      database.transaction(async () => {
        runs++;
        database.afterCommit(() => told.push(`${first} then ${second}`));
        await add(first);
        locked[first].give();
        // Each holds one row and wants the other: a deadlock. The embedded engine never lets it come to that.
        if (database.dialect.engine === 'mysql') await locked[second].given;
        await add(second);
      });
    await Promise.all([crosswise(1, 2), crosswise(2, 1)]);
    expect(await rows()).toEqual({ 1: 2, 2: 2 });
    expect(told.sort()).toEqual(['1 then 2', '2 then 1']);
    expect(runs).toBe(database.dialect.engine === 'mysql' ? 3 : 2);
  });

  const busy = (): Error =>
    Object.assign(new Error('another was faster'), {
      driverError: { code: database.dialect.engine === 'mysql' ? 'ER_LOCK_DEADLOCK' : 'SQLITE_BUSY' },
    });

  it('that does not end is told as one, to be tried again, and leaves nothing', async () => {
    let runs = 0;
    const work = database.transaction(async () => {
      runs++;
      await add(1);
      throw busy();
    });
    await expect(work).rejects.toMatchObject({
      kind: 'conflict',
      code: 'try_again',
      options: { headers: { 'Retry-After': '1' } },
    });
    expect(runs).toBe(8);
    expect(await rows()).toEqual({ 1: 0, 2: 0 });
  });

  it('is of no account inside of another transaction: only the whole is run again', async () => {
    const runs = { outer: 0, inner: 0 };
    await database.transaction(async () => {
      runs.outer++;
      await add(1);
      await database.transaction(async () => {
        if (++runs.inner === 1) throw busy();
      });
    });
    expect(runs).toEqual({ outer: 2, inner: 2 });
    expect(await rows()).toEqual({ 1: 1, 2: 0 });
  });

  it('is not what any other error is', async () => {
    let runs = 0;
    const twice = (): Promise<unknown> => {
      runs++;
      return write(1, 9);
    };
    const refusal = await database.transaction(twice).catch((error: unknown) => error);
    expect(database.dialect.isDuplicateKey(refusal)).toBe(true);
    expect(database.dialect.isRetryable(refusal)).toBe(false);
    expect(runs).toBe(1);
  });
});

describe('work that is detached from a transaction', () => {
  it('is outside of it, or refused where it would wait for itself', async () => {
    const detached = database.transaction(async () => {
      await add(1);
      await database.detached(async () => {
        expect(database.inTransaction).toBe(false);
        await add(2);
      });
      fail();
    });
    if (database.dialect.engine === 'mysql') {
      await expect(detached).rejects.toBe(failure);
      expect(await rows()).toEqual({ 1: 0, 2: 1 });
    } else {
      await expect(detached).rejects.toThrow('would wait for itself');
      expect(await rows()).toEqual({ 1: 0, 2: 0 });
    }
  });

  it('may open a transaction of its own, on the same terms', async () => {
    const detached = database.transaction(async () => {
      await database.detached(() => database.transaction(() => add(2)));
      fail();
    });
    const isMysql = database.dialect.engine === 'mysql';
    await expect(detached).rejects.toThrow(isMysql ? failure.message : 'would wait for itself');
    expect(await rows()).toEqual({ 1: 0, 2: isMysql ? 1 : 0 });
  });

  it('needs no transaction to be detached from, and may outlive one', async () => {
    await database.detached(() => add(1));
    const ended = signal();
    let later: Promise<unknown> = Promise.resolve();
    await database.transaction(async () => {
      later = database.detached(async () => {
        await ended.given;
        await add(2);
        await database.transaction(() => add(2));
      });
    });
    ended.give();
    await later;
    expect(await rows()).toEqual({ 1: 1, 2: 2 });
  });
});

describe('a statement', () => {
  it('takes a NULL that is its only parameter', async () => {
    expect(await database.query('SELECT COUNT(*) AS n FROM probe WHERE ? IS NULL', [null])).toEqual([
      { n: expect.anything() },
    ]);
    expect(await database.execute('UPDATE probe SET n = n WHERE id = ?', [null])).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/index.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let database: Database;

beforeAll(async () => {
  app = await startApp();
  ({ database } = app);
});
afterAll(() => app.close());

const EXPECTED = {
  embedded: { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, timeout: 5_000 },
  mysql: { modes: true, zone: '+00:00', wait: 4, isolation: 'READ-COMMITTED', charset: 'utf8mb4' },
};

async function pragmas(): Promise<unknown> {
  const names = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
  const rows = await Promise.all(names.map((name) => database.query(`PRAGMA ${name}`)));
  return Object.assign({}, ...rows.flat()) as unknown;
}

async function variables(): Promise<unknown> {
  const [row] = await database.query<Record<string, unknown>>(
    'SELECT @@session.sql_mode AS modes, @@session.time_zone AS zone,' +
      ' @@session.innodb_lock_wait_timeout AS wait, @@session.character_set_connection AS charset',
  );
  const [isolation] = await database.query<{ Value: string }>(
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')",
  );
  const modes = String(row.modes).split(',');
  const isStrict = ['STRICT_TRANS_TABLES', 'NO_ZERO_DATE', 'NO_ZERO_IN_DATE'].every((mode) => modes.includes(mode));
  return { ...row, wait: Number(row.wait), modes: isStrict, isolation: isolation.Value };
}

describe('every connection of the pool', () => {
  it('is set as both engines must agree on, also where many are opened at once', async () => {
    const { engine } = database.dialect;
    const look = engine === 'mysql' ? variables : pragmas;
    const all = await Promise.all(Array.from({ length: 12 }, () => database.transaction(look)));
    expect(all).toEqual(Array(12).fill(EXPECTED[engine]));
  });

  it('tells the time in epoch milliseconds of UTC', async () => {
    expect(Math.abs((await database.now()) - Date.now())).toBeLessThan(60_000);
  });

  it('keeps rows that name others honest', async () => {
    const orphan = database.execute(
      "INSERT INTO users (principal_id, email, email_key) VALUES (987654, 'nobody@demo.test', 'nobody@demo.test')",
    );
    await expect(orphan).rejects.toThrow(/foreign key/i);
  });

  it('compares identifiers by their bytes, and so tells case apart', async () => {
    const { client_id } = app.demo.clients.web_app;
    const sql = 'SELECT id FROM clients WHERE client_id = ?';
    expect(await database.query(sql, [client_id])).toHaveLength(1);
    expect(await database.query(sql, [swapCase(client_id)])).toEqual([]);
  });
});

const swapCase = (text: string): string =>
  [...text].map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, type SqlValue } from '../../src/database/index.js';
import { lookInto, type Place } from './place.js';

const TABLES = {
  embedded: "SELECT name FROM sqlite_master WHERE type = 'table'",
  mysql: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
};

export const tablesOf = async (database: Database): Promise<string[]> =>
  (await database.query<{ name: string }>(TABLES[database.dialect.engine])).map(({ name }) => name);

/** Every value of every row of every table. */
export function dumpTables(place: Place): Promise<string> {
  return lookInto(place, async (database) => {
    const values: SqlValue[] = [];
    for (const table of await tablesOf(database)) {
      const rows = await database.query<Record<string, SqlValue>>(`SELECT * FROM ${table}`);
      values.push(table, ...rows.flatMap((row) => Object.values(row)));
    }
    return values.map(String).join('\n');
  });
}

/** The bytes of the embedded engine's files, deleted rows and log included. */
export async function dumpFiles({ directory }: Place): Promise<string> {
  const names = (await readdir(directory)).filter((name) => name.startsWith('gatehouse.db'));
  const files = await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')));
  return files.join('\n');
}

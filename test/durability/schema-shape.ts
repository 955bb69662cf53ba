import type { DataSource, QueryRunner, Table } from 'typeorm';
import { createDataSource, Database, type Schema } from '../../src/database/index.js';
import { tablesOf } from './dump.js';
import type { Place } from './place.js';

/** Connects to a place with the whole history of the schema or a part of it. */
export async function connectTo({ settings }: Place, schema: Schema): Promise<DataSource> {
  // TypeORM reads the defaults of MariaDB's columns right only when it is told that it is MariaDB.
  const url = settings.url?.replace('mysql:', 'mariadb:');
  return createDataSource({ ...settings, ...(url && { url }) }, schema).initialize();
}

/** What would have to change for the database to be as the entities say; foreign keys are in migrations alone. */
export async function differences(source: DataSource): Promise<string[]> {
  const builder = Object.assign(source.driver.createSchemaBuilder(), { dropOldForeignKeys: async () => undefined });
  const { upQueries } = await builder.log();
  return upQueries.map(({ query }) => query);
}

const byName = (a: { readonly name?: string }, b: { readonly name?: string }): number =>
  (a.name ?? '').localeCompare(b.name ?? '');

const shapeOf = ({ name, columns, indices, foreignKeys }: Table): object => ({
  name: name.split('.').at(-1),
  columns: columns.map(({ name, type, length, isNullable, isPrimary, isGenerated, default: value, collation }) => ({
    ...{ name, type, length, isNullable, isPrimary, isGenerated, collation },
    default: value === undefined || value === null ? null : String(value).replaceAll("'", ''),
  })),
  indices: indices.map(({ name, columnNames, isUnique }) => ({ name, columnNames, isUnique })).sort(byName),
  foreignKeys: foreignKeys
    .map(({ name, columnNames, referencedColumnNames, onDelete }) => ({
      ...{ name, columnNames, referencedColumnNames, onDelete },
    }))
    .sort(byName),
});

/** Every table with its columns, indices, foreign keys and number of rows. */
export async function shapeOfAll(source: DataSource): Promise<object[]> {
  const runner = source.createQueryRunner();
  try {
    const names = await tablesOf(new Database(source));
    const tables = await runner.getTables(names.filter((name) => name !== 'migrations' && name !== 'sqlite_sequence'));
    const shapes: object[] = [];
    for (const table of tables.sort(byName)) shapes.push({ ...shapeOf(table), rows: await rowsIn(runner, table) });
    return shapes;
  } finally {
    await runner.release();
  }
}

async function rowsIn(runner: QueryRunner, { name }: Table): Promise<number> {
  const [{ rows }] = (await runner.query(`SELECT COUNT(*) AS "rows" FROM ${name}`)) as { rows: number | string }[];
  return Number(rows);
}

import { Table, type QueryRunner, TableColumn, type TableColumnOptions, type TableForeignKeyOptions } from 'typeorm';

import { WIDE_TEXT } from './columns.js';

/** The column kinds of `columns.ts` as migrations write them. */
type Kind = Omit<TableColumnOptions, 'name'>;

const isEmbedded = (runner: QueryRunner): boolean => runner.connection.options.type === 'better-sqlite3';

export const id = (runner: QueryRunner): Kind => ({
  type: isEmbedded(runner) ? 'integer' : 'bigint',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
});
export const ref = (): Kind => ({ type: 'bigint' });
export const time = ref;
/** Identifiers, hashes and scopes compare by bytes: utf8mb4_bin is the table's collation. */
export const text = (length: number): Kind => ({ type: 'varchar', length: String(length) });
export const longText = (): Kind => ({ type: 'text' });
export const flag = (): Kind => ({ type: 'smallint' });
export const primary = (kind: Kind): Kind => ({ ...kind, isPrimary: true });
export const counter = (): Kind => ({ type: 'bigint', default: 0 });
export const optional = (kind: Kind): Kind => ({ ...kind, isNullable: true });

export interface TableDefinition {
  readonly columns: Readonly<Record<string, Kind>>;
  /** Index name to its columns. */
  readonly unique?: Readonly<Record<string, readonly string[]>>;
  readonly indices?: Readonly<Record<string, readonly string[]>>;
  /** Column to the table whose `id` (or the named column) it refers to. */
  readonly references?: Readonly<Record<string, string>>;
}

/** Creates a table that looks the same on both engines. */
export async function createTable(runner: QueryRunner, name: string, definition: TableDefinition): Promise<void> {
  const indices = (group: TableDefinition['unique'], isUnique: boolean) =>
    Object.entries(group ?? {}).map(([index, columnNames]) => ({
      name: index,
      columnNames: [...columnNames],
      isUnique,
    }));
  await runner.createTable(
    new Table({
      name,
      columns: Object.entries(definition.columns).map(([column, kind]) => ({ name: column, ...kind })),
      indices: [...indices(definition.unique, true), ...indices(definition.indices, false)],
      foreignKeys: Object.entries(definition.references ?? {}).map(([column, target]) =>
        foreignKey(name, column, target),
      ),
      engine: 'InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin',
    }),
  );
}

function foreignKey(table: string, column: string, target: string): TableForeignKeyOptions {
  const [referencedTableName, referencedColumn = 'id'] = target.split('.');
  return {
    name: `fk_${table}_${column}`,
    columnNames: [column],
    referencedTableName,
    referencedColumnNames: [referencedColumn],
    onDelete: 'RESTRICT',
    onUpdate: 'NO ACTION',
  };
}

/** Adds columns to a table that may have rows: optional ones, or with a default. */
export async function addColumns(runner: QueryRunner, table: string, columns: Record<string, Kind>): Promise<void> {
  for (const [name, kind] of Object.entries(columns)) await runner.addColumn(table, new TableColumn({ name, ...kind }));
}

/**
 * Drops columns that no index and no foreign key uses. On the embedded engine TypeORM would make the table anew, which
 * the rows that refer to it forbid.
 */
export async function dropColumns(runner: QueryRunner, table: string, ...names: string[]): Promise<void> {
  if (!isEmbedded(runner)) await runner.dropColumns(table, names);
  else for (const name of names) await runner.query(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
}

/** The columns of a table whose text has no more room than 64 KiB, or has it again. */
export interface TextColumns {
  readonly table: string;
  readonly columns: Readonly<Record<string, Kind>>;
}

/** Gives text columns that were made by {@link longText} room for 16 MiB; on the embedded engine they have it. */
export const widenText = (runner: QueryRunner, of: TextColumns): Promise<void> => resizeText(runner, of, WIDE_TEXT);

/** The way back; fails where a text has become longer than the column was. */
export const narrowText = (runner: QueryRunner, of: TextColumns): Promise<void> => resizeText(runner, of, 'text');

async function resizeText(runner: QueryRunner, { table, columns }: TextColumns, type: string): Promise<void> {
  if (isEmbedded(runner)) return;
  for (const [name, { isNullable }] of Object.entries(columns)) {
    await runner.query(`ALTER TABLE ${table} MODIFY ${name} ${type} ${isNullable ? 'NULL' : 'NOT NULL'}`);
  }
}

/** Drops tables in the given order; children first. */
export async function dropTables(runner: QueryRunner, ...names: string[]): Promise<void> {
  for (const name of names) await runner.dropTable(name);
}

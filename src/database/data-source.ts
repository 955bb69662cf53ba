import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import libsql from 'libsql';
import { DataSource, getMetadataArgsStorage, type MigrationInterface } from 'typeorm';
import type { DatabaseSettings } from '../shared/index.js';
import { WIDE_TEXT } from './columns.js';

/** The tables and their history: every module's entities and migrations, listed in `src/schema.ts`. */
export interface Schema {
  readonly entities: (new () => object)[];
  readonly migrations: (new () => MigrationInterface)[];
}

/** The TypeORM data source of one process; not yet connected. */
export function createDataSource(settings: DatabaseSettings, schema: Schema): DataSource {
  const common = {
    entities: schema.entities,
    migrations: schema.migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
  } as const;
  if (settings.engine === 'embedded') {
    keepColumnsPortable();
    // The driver would let everybody on the machine in.
    mkdirSync(dirname(settings.file), { recursive: true, mode: 0o700 });
    return new DataSource({ ...common, type: 'better-sqlite3', driver: libsql, database: settings.file, ...DURABLE });
  }
  return new DataSource({
    ...common,
    type: settings.url?.startsWith('mariadb:') ? 'mariadb' : 'mysql',
    url: settings.url,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: settings.pool,
    extra: { connectTimeout: 5_000, maxIdle: settings.pool },
  });
}

/** WAL with the default `synchronous = FULL`: an acknowledged row survives `kill -9` and power loss. */
const DURABLE = {
  enableWAL: true,
  prepareDatabase: (database: EmbeddedDatabase): void => {
    database.pragma('busy_timeout = 5000');
    takeSingleNulls(database);
  },
};

type Run = (...parameters: unknown[]) => unknown;

interface EmbeddedDatabase {
  pragma(text: string): unknown;
  prepare(sql: string): Record<'run' | 'all', Run>;
}

/** The driver would take a NULL that is the only parameter for an object of named ones; in a list it is what it is. */
function takeSingleNulls(database: EmbeddedDatabase): void {
  const prepare = database.prepare.bind(database);
  database.prepare = (sql) => {
    const statement = prepare(sql);
    for (const name of ['run', 'all'] as const) {
      const call = statement[name].bind(statement);
      statement[name] = (...parameters) =>
        parameters.length === 1 && parameters[0] === null ? call([null]) : call(...parameters);
    }
    return statement;
  };
}

/**
 * SQLite counts up only in a column declared INTEGER (64 bits there); MySQL needs BIGINT for the same range. Its one
 * kind of text holds what MySQL needs MEDIUMTEXT for.
 */
function keepColumnsPortable(): void {
  const storage = getMetadataArgsStorage();
  const generated = new Set(storage.generations.map((one) => `${nameOf(one.target)}.${one.propertyName}`));
  for (const column of storage.columns) {
    if (generated.has(`${nameOf(column.target)}.${column.propertyName}`)) column.options.type = 'integer';
    if (column.options.type === WIDE_TEXT) column.options.type = 'text';
  }
}

const nameOf = (target: unknown): string => (typeof target === 'function' ? target.name : String(target));

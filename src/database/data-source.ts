import libsql from 'libsql';
import { DataSource, getMetadataArgsStorage, type MigrationInterface } from 'typeorm';
import type { DatabaseSettings } from '../shared/index.js';

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
    keepGeneratedIdsPortable();
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
  prepareDatabase: (database: { pragma(text: string): unknown }): void => {
    database.pragma('busy_timeout = 5000');
  },
};

/** SQLite counts up only in a column declared INTEGER (64 bits there); MySQL needs BIGINT for the same range. */
function keepGeneratedIdsPortable(): void {
  const storage = getMetadataArgsStorage();
  const generated = new Set(storage.generations.map((one) => `${nameOf(one.target)}.${one.propertyName}`));
  for (const column of storage.columns) {
    if (generated.has(`${nameOf(column.target)}.${column.propertyName}`)) column.options.type = 'integer';
  }
}

const nameOf = (target: unknown): string => (typeof target === 'function' ? target.name : String(target));

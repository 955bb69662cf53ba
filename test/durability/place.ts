import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource, Database } from '../../src/database/index.js';
import { SCHEMA } from '../../src/schema.js';
import type { DatabaseSettings } from '../../src/shared/index.js';
import { createMysqlDatabase } from '../support/mysql-database.js';

export const isMysql = process.env.TEST_DATABASE === 'mysql';

/** All processes of a place stand behind one address, whatever port each has. */
const ISSUER = 'http://gatehouse.test';

/** Where processes keep their data: it outlives each of them. */
export interface Place {
  readonly directory: string;
  readonly settings: DatabaseSettings;
  /** What a process has to be told to work there. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/** An empty place: a directory, and on MySQL a schema of its own on the server of this pass. */
export async function aPlace(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-durability-'));
  const schema = isMysql ? await createMysqlDatabase(process.env.TEST_DATABASE_URL ?? '') : undefined;
  return {
    directory,
    settings: {
      engine: schema ? 'mysql' : 'embedded',
      file: join(directory, 'gatehouse.db'),
      pool: 2,
      ...(schema && { url: schema.url }),
    },
    environment: { DATA_DIR: directory, ISSUER, ...(schema && { DATABASE_URL: schema.url }) },
    remove: async () => {
      await schema?.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Looks at the data of a place past its processes, which may be dead. */
export async function lookInto<T>({ settings }: Place, look: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database(createDataSource(settings, SCHEMA));
  await database.connect();
  try {
    return await look(database);
  } finally {
    await database.dataSource.destroy();
  }
}

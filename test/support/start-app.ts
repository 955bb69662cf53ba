import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DemoFacts, seedDemoData } from '../../src/demo/index.js';
import { Database } from '../../src/database/index.js';
import { testPort } from './test-port.js';
import { createServer } from '../../src/server.js';
import { type Configuration, loadConfiguration } from '../../src/shared/index.js';
import { createMysqlDatabase } from './mysql-database.js';

/** A running server on a database of its own, with the demo company in it. */
export interface TestApp {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly demo: DemoFacts;
  readonly configuration: Configuration;
  close(): Promise<void>;
}

/** Where this pass keeps its data: a file of its own, or a schema of its own on the pass's server. */
async function databaseSettings(
  directory: string,
): Promise<{ settings: NodeJS.ProcessEnv; drop: () => Promise<void> }> {
  if (process.env.TEST_DATABASE !== 'mysql') return { settings: { DATA_DIR: directory }, drop: async () => undefined };
  const { url, drop } = await createMysqlDatabase(process.env.TEST_DATABASE_URL ?? '');
  return { settings: { DATA_DIR: directory, DATABASE_URL: url }, drop };
}

/** Starts the whole program in this process. `environment` overrides single settings; `log` hears its log. */
export async function startApp(environment: NodeJS.ProcessEnv = {}, log?: Writable): Promise<TestApp> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  const { settings, drop } = await databaseSettings(directory);
  const port = await testPort();
  const configuration = loadConfiguration({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PORT: String(port),
    ...settings,
    ...environment,
  });
  const app = await createServer(configuration, log);
  const demo = await seedDemoData(app);
  await app.listen(port, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    database: app.get(Database),
    demo,
    configuration,
    close: async () => {
      await app.close();
      await drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

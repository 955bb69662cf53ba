import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Configuration } from '../shared/index.js';
import { ChangeFeed } from './change-feed.js';
import { createDataSource, type Schema } from './data-source.js';
import { Database } from './database.js';
import { ChangeStamps } from './fact-cache.js';
import { RedisHint } from './redis-hint.js';

const REDIS_HINT = Symbol('RedisHint');

/** Connects, migrates and hands out the one door to the database. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    @Inject(REDIS_HINT) private readonly hint: RedisHint | null,
  ) {}

  static register(configuration: Configuration, schema: Schema): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: Database, useFactory: () => openDatabase(configuration, schema) },
        { provide: REDIS_HINT, useFactory: () => connectHint(configuration.redisUrl) },
        {
          provide: ChangeFeed,
          inject: [Database, REDIS_HINT],
          useFactory: async (database: Database, hint: RedisHint | null): Promise<ChangeFeed> => {
            const feed = new ChangeFeed(database);
            await feed.start(hint ?? undefined);
            return feed;
          },
        },
        { provide: ChangeStamps, inject: [ChangeFeed], useFactory: (feed: ChangeFeed) => new ChangeStamps(feed) },
      ],
      exports: [Database, ChangeFeed, ChangeStamps],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.feed.stop();
    this.hint?.disconnect();
    await this.database.dataSource.destroy();
  }
}

/** Development and tests migrate by themselves; production by `npm run migration:run`, before the start. */
async function openDatabase(configuration: Configuration, schema: Schema): Promise<Database> {
  const database = new Database(createDataSource(configuration.database, schema));
  await database.connect();
  if (configuration.environment !== 'production') await database.dataSource.runMigrations();
  else if (await database.dataSource.showMigrations()) throw new PendingMigrationsError();
  return database;
}

/** The database is older than the program. */
export class PendingMigrationsError extends Error {
  constructor() {
    super('The database has pending migrations. Run: npm run migration:run');
    this.name = 'PendingMigrationsError';
  }
}

async function connectHint(url: string | undefined): Promise<RedisHint | null> {
  if (!url) return null;
  const hint = new RedisHint(url);
  await hint.connect();
  return hint;
}

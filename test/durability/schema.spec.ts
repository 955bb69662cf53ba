import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Schema } from '../../src/database/index.js';
import { SCHEMA } from '../../src/schema.js';
import { credentials, tokenRequest, userTokens } from '../support/flows.js';
import { aPlace, isMysql, lookInto, type Place } from './place.js';
import { connectTo, differences, shapeOfAll } from './schema-shape.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

let place: Place;

beforeEach(async () => {
  place = await aPlace();
});
afterEach(() => place.remove());

const timeOf = ({ name }: { readonly name: string }): number => Number(name.slice(-13));
const HISTORY = [...SCHEMA.migrations].sort((a, b) => timeOf(a) - timeOf(b));

/** Every change of every table, there and back: minutes on a slow disk, since each is kept before the next. */
const WHOLE_HISTORY_MS = 300_000;

const upTo = (count: number): Schema => ({ ...SCHEMA, migrations: HISTORY.slice(0, count) });

/** Runs the first `count` migrations; the shape they lead to. */
async function migrate(count: number): Promise<object[]> {
  const source = await connectTo(place, upTo(count));
  try {
    await source.runMigrations();
    return await shapeOfAll(source);
  } finally {
    await source.destroy();
  }
}

async function differencesAfter(schema: Schema): Promise<string[]> {
  const source = await connectTo(place, schema);
  try {
    await source.runMigrations();
    return await differences(source);
  } finally {
    await source.destroy();
  }
}

describe('entities and migrated tables', () => {
  it('are the same', async () => {
    expect(await differencesAfter(SCHEMA)).toEqual([]);
  });

  it('would be told apart by one missing table or column', async () => {
    const without = (name: string): Schema => ({
      ...SCHEMA,
      migrations: HISTORY.filter((migration) => !migration.name.startsWith(name)),
    });
    expect(await differencesAfter(without('ConsentBounds'))).toContainEqual(expect.stringContaining('principal_epoch'));
  });
});

describe('every migration', () => {
  it(
    'is undone by its way back, and can be run again',
    async () => {
      const shapes = [await migrate(0)];
      for (let count = 1; count <= HISTORY.length; count++) shapes.push(await migrate(count));
      const source = await connectTo(place, SCHEMA);
      try {
        for (let count = HISTORY.length - 1; count >= 0; count--) {
          await source.undoLastMigration();
          expect({ after: HISTORY[count].name, shape: await shapeOfAll(source) }).toEqual({
            after: HISTORY[count].name,
            shape: shapes[count],
          });
        }
        await source.runMigrations();
        expect(await shapeOfAll(source)).toEqual(shapes.at(-1));
      } finally {
        await source.destroy();
      }
    },
    WHOLE_HISTORY_MS,
  );

  it(
    'leaves connections alive when columns go and come back',
    async () => {
      const connected = await withServer((app) => userTokens(app, app.demo.clients.web_app, app.demo.users.admin));
      const source = await connectTo(place, SCHEMA);
      try {
        const added = HISTORY.findIndex(({ name }) => name.startsWith('ConsentBounds'));
        for (let count = HISTORY.length; count > added; count--) await source.undoLastMigration();
        await source.runMigrations();
      } finally {
        await source.destroy();
      }
      const { refresh_token } = connected;
      const answer = await withServer((app) =>
        tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app) }),
      );
      expect(answer.status).toBe(200);
    },
    WHOLE_HISTORY_MS,
  );

  async function withServer<T>(work: (app: ReturnType<typeof appAt>) => Promise<T>): Promise<T> {
    const server = await ServerProcess.start(place);
    try {
      return await work(appAt(server, await demoFacts(place)));
    } finally {
      await server.kill();
    }
  }
});

/** architecture.md, Database rules: identifiers, hashes and scopes compare by bytes. */
(isMysql ? describe : describe.skip)('on MySQL', () => {
  it('every text compares by bytes, and every table is InnoDB', async () => {
    await migrate(HISTORY.length);
    const [texts, tables] = await lookInto(place, (database) =>
      Promise.all([
        database.query<Record<string, string>>(
          `SELECT table_name AS t, column_name AS c, character_set_name AS characters, collation_name AS collation
           FROM information_schema.columns WHERE table_schema = DATABASE() AND collation_name IS NOT NULL`,
        ),
        database.query<Record<string, string>>(
          `SELECT table_name AS t, engine, table_collation AS collation
           FROM information_schema.tables WHERE table_schema = DATABASE()`,
        ),
      ]),
    );
    const isOurs = ({ t }: Record<string, string>): boolean => t !== 'migrations';
    expect(texts.filter(isOurs).length).toBeGreaterThan(80);
    expect(texts.filter(isOurs).filter(({ collation }) => collation !== 'utf8mb4_bin')).toEqual([]);
    expect(tables.filter(isOurs)).toHaveLength(SCHEMA.entities.length);
    const odd = tables.filter(isOurs).filter((one) => one.engine !== 'InnoDB' || one.collation !== 'utf8mb4_bin');
    expect(odd).toEqual([]);
  });
});

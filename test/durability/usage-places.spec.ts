import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/database/index.js';
import { SCHEMA } from '../../src/schema.js';
import { batchesOf } from '../../src/usage/usage-counts.js';
import { UsageWriter } from '../../src/usage/usage-writer.js';
import { UsageSubject, UsageTotal } from '../../src/usage/index.js';
import { aPlace, lookInto, type Place } from './place.js';
import { connectTo } from './schema-shape.js';

let place: Place;

beforeEach(async () => {
  place = await aPlace();
});
afterEach(() => place.remove());

const DAY = Date.UTC(2026, 0, 15);
const KEY = `${DAY} some-client 12 1 1187 7 GET /rest/v1.0/me 200  project.rfis read_only`;
const MIGRATION = 'UsagePlaces1760000003200';

const count = async (database: Database): Promise<void> => {
  const [batch] = batchesOf(new Map([[KEY, { calls: 3, lastAt: DAY }]]));
  await new UsageWriter(database).write(batch);
};

/** What a call leaves, with the digests that ids were before. */
async function countAsBefore(): Promise<void> {
  const migrations = SCHEMA.migrations.filter(({ name }) => name !== MIGRATION);
  const source = await connectTo(place, { ...SCHEMA, migrations });
  try {
    await source.runMigrations();
    const database = new Database(source);
    await count(database);
    for (const table of ['usage_totals', 'usage_subjects']) {
      const rows = await database.query<{ id: string }>(`SELECT id FROM ${table}`);
      for (const [at, { id }] of rows.entries()) {
        await database.execute(`UPDATE ${table} SET id = ? WHERE id = ?`, [`20260115${String(at).repeat(32)}`, id]);
      }
    }
  } finally {
    await source.destroy();
  }
}

/** Brings the tables up to date. */
async function migrate(): Promise<void> {
  const source = await connectTo(place, SCHEMA);
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

const idsOf = (database: Database, table: string): Promise<{ id: string }[]> =>
  database.query(`SELECT id FROM ${table} ORDER BY id`);

describe('what was counted before rows of reports lay by project and person', () => {
  it('is marked once, and adds up, with what is counted after', async () => {
    await countAsBefore();
    await migrate();
    await lookInto(place, async (database) => {
      const before = await idsOf(database, 'usage_subjects');
      await count(database);
      expect(await idsOf(database, 'usage_subjects')).toEqual(before);
      expect(await database.repository(UsageSubject).count()).toBe(8);
      const totals = await database.repository(UsageTotal).findBy({ scope: 'project', subjectId: 7 });
      expect(totals.reduce((sum, { calls }) => sum + calls, 0)).toBe(6);
    });
  });

  it('begins as what is counted after: rows of a project lie together', async () => {
    await countAsBefore();
    await migrate();
    await lookInto(place, async (database) => {
      await count(database);
      const places = (await idsOf(database, 'usage_totals')).map(({ id }) => id.slice(0, 30));
      expect(places).toContain('0000000001pro00000000000720468');
      expect(places.length).toBe(2 * new Set(places).size);
    });
  });
});

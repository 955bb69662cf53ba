import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDataSource, Database } from '../database/index.js';
import { ApiUsage, UsageBatch } from './api-usage.entity.js';
import { batchesOf } from './usage-counts.js';
import { UsageMeter } from './usage-meter.js';
import { Usage1760000002400 } from './usage.migration.js';
import { UsageSubject, UsageTotal } from './usage-totals.entity.js';
import { UsageWriter } from './usage-writer.js';

const DAY = Date.UTC(2026, 0, 15);
const NOON = DAY + 12 * 3_600_000;

const keyOf = (client: string, status = 200): string =>
  `${DAY} ${client} 12 1 1187 7 GET /rest/v1.0/projects/:projectId/rfis ${status}  project.rfis read_only`;

describe('what was counted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-usage-'));
  const settings = { engine: 'embedded', file: join(folder, 'test.db'), pool: 1 } as const;
  const schema = { entities: [ApiUsage, UsageBatch, UsageSubject, UsageTotal], migrations: [Usage1760000002400] };
  const database = new Database(createDataSource(settings, schema));
  const writer = new UsageWriter(database);

  const rows = (): Promise<ApiUsage[]> => database.repository(ApiUsage).find();

  beforeAll(async () => {
    await database.connect();
    await database.dataSource.runMigrations();
  });
  beforeEach(async () => {
    await database.execute('DELETE FROM api_usage');
    await database.execute('DELETE FROM usage_totals');
    await database.execute('DELETE FROM usage_subjects');
  });
  afterAll(async () => {
    await database.dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  it('becomes a row with everything that the key says', async () => {
    const meter = new UsageMeter(database, writer);
    meter.count(keyOf('some-client'), NOON);
    meter.count(keyOf('some-client'), NOON + 1);
    await meter.flush();
    expect(await rows()).toEqual([
      {
        id: expect.stringMatching(/^20260115[0-9a-f]{32}$/),
        day: DAY,
        clientId: 'some-client',
        appId: 12,
        companyId: 1,
        principalId: 1187,
        projectId: 7,
        route: 'GET /rest/v1.0/projects/{projectId}/rfis',
        status: 200,
        denial: '',
        tool: 'project.rfis',
        level: 'read_only',
        calls: 2,
        lastAt: NOON + 1,
        usedAt: NOON + 1,
      },
    ]);
  });

  it('adds up over several rounds, and keeps the latest time', async () => {
    const meter = new UsageMeter(database, writer);
    for (const at of [NOON, NOON - 5]) {
      meter.count(keyOf('some-client', 403), at);
      await meter.flush();
    }
    expect(await rows()).toMatchObject([{ calls: 2, lastAt: NOON, usedAt: null }]);
  });

  it('is added once, where the answer to the first attempt was lost', async () => {
    const [batch] = batchesOf(new Map([[keyOf('some-client'), { calls: 3, lastAt: NOON }]]));
    await writer.write(batch);
    await writer.write(batch);
    expect(await rows()).toMatchObject([{ calls: 3 }]);
    expect((await database.repository(UsageTotal).find()).map(({ calls }) => calls)).toEqual([3, 3, 3, 3, 3]);
  });

  it('is totalled in all, in the company, and there by route, project and principal; so is what another batch brings', async () => {
    const meter = new UsageMeter(database, writer);
    for (const project of [7, 8]) {
      for (const company of [1, 2]) {
        meter.count(`${DAY} some-client 12 ${company} 1187 ${project} GET /rest/v1.0/me 403 denied  `, NOON + project);
        await meter.flush();
      }
    }
    meter.count(`${DAY} some-client 12 1 1187 7 GET /rest/v1.0/me 200  project.rfis admin`, NOON, 0);
    await meter.flush();
    const totals = await database.repository(UsageTotal).find({ where: [{ companyId: 1 }, { scope: 'client' }] });
    const told = totals.map((one) => [one.scope, one.companyId, one.subjectId, one.route, one.denial, one.calls]);
    expect(told.sort()).toEqual([
      ['client', null, 0, '', 'denied', 4],
      ['company', 1, 0, '', '', 2],
      ['principal', 1, 1187, '', '', 2],
      ['project', 1, 7, '', '', 1],
      ['project', 1, 8, '', '', 1],
      ['route', 1, 0, 'GET /rest/v1.0/me', '', 2],
    ]);
    const facts = { day: DAY, clientId: 'some-client', appId: 12, status: 403 };
    expect(totals.map(({ day, clientId, appId, status }) => ({ day, clientId, appId, status }))).toEqual(
      totals.map(() => facts),
    );
  });

  it('is left alone in a transaction, whose end nobody knows', async () => {
    const meter = new UsageMeter(database, writer);
    meter.count(keyOf('some-client'), NOON);
    await database.transaction(() => meter.settle());
    expect(await rows()).toEqual([]);
    await meter.settle();
    expect(await rows()).toHaveLength(1);
  });

  it('takes no more memory than it may: what is new beyond that is not counted', () => {
    const meter = new UsageMeter(database, writer);
    for (let client = 0; client < 50_010; client++) meter.count(keyOf(`client-${client}`), NOON);
    expect(meter.waiting).toBe(50_000);
  });
});

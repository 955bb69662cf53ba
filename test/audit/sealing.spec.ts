import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditSealing1760000002300, AuditTrail } from '../../src/audit/index.js';
import { cliOf } from '../operations/cli.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aSealer, leaseEnds, record, sealerWaited, type Sealed, sealsOf, stopSealing, unsealed } from './trail.js';

const onMysql = process.env.TEST_DATABASE === 'mysql' ? it : it.skip;

let app: TestApp;
let main: number;
let other: number;

beforeAll(async () => {
  app = await startApp();
  await stopSealing(app);
  main = app.demo.companies.main.id;
  other = app.demo.companies.other.id;
});
beforeEach(async () => {
  await leaseEnds(app);
});
afterAll(() => app.close());

/** Every event once, each in the chain of its company, without a gap. */
async function expectSound(): Promise<Sealed[]> {
  expect(await unsealed(app)).toBe(0);
  const seals = await sealsOf(app);
  const [{ n }] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM audit_events');
  expect(seals).toHaveLength(Number(n));
  const lengths = new Map<number, number>();
  for (const { chain, position, company_id } of seals) {
    expect(chain).toBe(Number(company_id ?? 0));
    expect(Number(position)).toBe((lengths.get(chain) ?? 0) + 1);
    lengths.set(chain, Number(position));
  }
  expect((await cliOf(app, 'audit', 'verify')).text).not.toContain('FAULT');
  return seals;
}

const sealedTo = async (): Promise<number> => {
  const [row] = await app.database.query<{ sealed_to: number }>('SELECT sealed_to FROM audit_sealing');
  return Number(row.sealed_to);
};

const lastId = async (): Promise<number> => {
  const [{ id }] = await app.database.query<{ id: number }>('SELECT MAX(id) AS id FROM audit_events');
  return Number(id);
};

describe('the sealer', () => {
  it('chains what is there and what comes, for each company and for no company', async () => {
    const { sealer } = aSealer(app);
    expect(await sealer.seal()).toBeGreaterThan(0);
    await record(app, main, 3);
    await record(app, null, 2);
    await record(app, other);
    expect(await sealer.seal()).toBe(6);
    expect(await sealer.seal()).toBe(0);
    await expectSound();
  });

  it('works through more than a batch', async () => {
    await record(app, main, 450);
    expect(await aSealer(app).sealer.seal()).toBe(450);
    expect(await sealedTo()).toBe(await lastId());
    await expectSound();
  });

  it('leaves the events as they are', async () => {
    const all = () => app.database.query('SELECT * FROM audit_events ORDER BY id');
    await record(app, main, 3);
    const before = await all();
    await aSealer(app).sealer.seal();
    expect(await all()).toEqual(before);
  });

  it('leaves the work to whoever holds the lease, and takes over when it has run out', async () => {
    const [first, second] = [aSealer(app).sealer, aSealer(app).sealer];
    await record(app, main);
    expect(await first.seal()).toBe(1);
    await record(app, main);
    expect(await second.seal()).toBe(0);
    expect(await first.seal()).toBe(1);
    await record(app, main);
    await leaseEnds(app);
    expect(await second.seal()).toBe(1);
    await record(app, main);
    expect(await first.seal()).toBe(0);
    await leaseEnds(app);
    await first.seal();
    await expectSound();
  });

  it('writes nothing any more once its lease was taken, however late it notices', async () => {
    const [paused, next] = [aSealer(app), aSealer(app)];
    await record(app, main, 2);
    expect(await paused.lease.take()).toBe(true);
    await leaseEnds(app);
    expect(await next.sealer.seal()).toBe(2);
    await record(app, main);
    const before = await sealsOf(app);
    expect(await paused.writer.sealBatch(0)).toBeUndefined();
    const status = await paused.lease.read();
    await paused.lease.advance({ ...status, sealedTo: 0 }, 10_000);
    expect(await sealsOf(app)).toEqual(before);
    await leaseEnds(app);
    await next.sealer.seal();
    await expectSound();
  });

  it('in several processes at once, taking the lease from each other, seals everything once', async () => {
    const sealers = [aSealer(app).sealer, aSealer(app).sealer, aSealer(app).sealer];
    const work = sealers.map(async (sealer) => {
      for (let i = 0; i < 5; i++) await sealer.sealEverything();
    });
    await Promise.all([...work, record(app, main, 60), record(app, other, 60), record(app, null, 60)]);
    await sealers[0].sealEverything();
    await expectSound();
  });

  onMysql('seals what is committed after what was written later', async () => {
    const { sealer } = aSealer(app);
    let commit = (): void => undefined;
    const untilAsked = new Promise<void>((resolve) => (commit = resolve));
    let isWritten = (): void => undefined;
    const written = new Promise<void>((resolve) => (isWritten = resolve));
    const event = { action: 'thing.late', subjectType: 'thing', subjectId: 'late', companyId: main };
    const slow = app.database.transaction(async () => {
      await app.app.get(AuditTrail).record(event);
      isWritten();
      await untilAsked;
    });
    await written;
    await record(app, main, 3);
    expect(await sealer.seal()).toBe(3);
    expect(await sealedTo()).toBeLessThan(await lastId());
    commit();
    await slow;
    expect(await sealer.seal()).toBe(1);
    const seals = (await sealsOf(app)).filter(({ chain }) => chain === main);
    const ids = seals.map(({ event_id }) => Number(event_id));
    expect(ids.at(-1)).toBeLessThan(ids.at(-2) ?? 0);
    await expectSound();
    expect(await sealedTo()).toBe(await lastId());
  });

  it('looks back for a minute over ids that are missing, and then goes on', async () => {
    const { sealer } = aSealer(app);
    await sealer.seal();
    const before = await lastId();
    await copyLast(before + 5);
    expect(await sealer.seal()).toBe(1);
    expect(await sealedTo()).toBeLessThan(before + 5);
    await copyLast(before + 2);
    expect(await sealer.seal()).toBe(1);
    for (const _ of [1, 2]) {
      await sealerWaited(app, 61_000);
      await sealer.seal();
    }
    expect(await sealedTo()).toBe(before + 5);
  });

  it('that is lost with what it knew goes through everything again, and seals nothing twice', async () => {
    const { sealer } = aSealer(app);
    await sealer.sealEverything();
    const before = await sealsOf(app);
    await app.database.execute('DELETE FROM audit_sealing');
    await record(app, main);
    expect(await sealer.seal()).toBe(1);
    expect((await sealsOf(app)).length).toBe(before.length + 1);
    expect((await sealsOf(app)).filter(({ hash }) => before.some((seal) => seal.hash === hash))).toEqual(before);
  });

  it('seals even what no process waited for, when the trail is verified', async () => {
    const { sealer } = aSealer(app);
    await sealer.seal();
    await app.database.execute('UPDATE audit_sealing SET sealed_to = ?', [(await lastId()) + 100]);
    await record(app, main);
    expect(await sealer.seal()).toBe(0);
    await sealer.sealEverything();
    expect(await unsealed(app)).toBe(0);
  });
});

/** An event under an id of our choice: others that were given by then may still be committed, or never. */
async function copyLast(id: number): Promise<void> {
  const columns = 'company_id, action, subject_type, subject_id, address, request_id, created_at, mac';
  await app.database.execute(
    `INSERT INTO audit_events (id, ${columns}) SELECT ?, ${columns} FROM audit_events ORDER BY id DESC LIMIT 1`,
    [id],
  );
}

describe('a program', () => {
  it('that is upgraded seals what it recorded before', async () => {
    const { dataSource } = app.database;
    const migration = new AuditSealing1760000002300();
    await migration.down(dataSource.createQueryRunner());
    await record(app, main, 5);
    await migration.up(dataSource.createQueryRunner());
    expect(await sealsOf(app)).toEqual([]);
    await aSealer(app).sealer.seal();
    expect(await unsealed(app)).toBe(0);
    expect((await cliOf(app, 'audit', 'verify', '--company', String(other))).text).toContain('OK');
  });

  it('seals by itself, and tells its log how far the chains have come', async () => {
    const lines: string[] = [];
    const write = (chunk: Buffer, _: string, done: () => void): void => void (lines.push(chunk.toString()), done());
    const second = await startApp({ LOG_LEVEL: 'info' }, new Writable({ write }));
    await record(second, second.demo.companies.main.id, 3);
    while ((await unsealed(second)) > 0) await sleep(50);
    const [{ length, hash }] = await second.database.query<{ length: number; hash: string }>(
      'SELECT length, hash FROM audit_chains WHERE chain = ?',
      [second.demo.companies.main.id],
    );
    await second.close();
    const told = lines.filter((line) => line.includes('audit chains grew'));
    expect(told.join('')).toContain(`"${second.demo.companies.main.id}:${length}:${hash}"`);
    expect(told.length).toBeLessThanOrEqual(2);
  });
});

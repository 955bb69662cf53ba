import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SqlValue } from '../../src/database/index.js';
import { type CliOutcome, cliOf } from '../operations/cli.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { leaseEnds, record, stopSealing, aSealer } from './trail.js';

let app: TestApp;
let company: number;

beforeAll(async () => {
  app = await startApp();
  await stopSealing(app);
  company = app.demo.companies.main.id;
});
afterAll(() => app.close());

const verify = (...more: string[]): Promise<CliOutcome> =>
  cliOf(app, 'audit', 'verify', '--company', String(company), ...more);

const sealAll = async (): Promise<void> => {
  await leaseEnds(app);
  await aSealer(app).sealer.sealEverything();
};

const run = (sql: string, ...parameters: SqlValue[]): Promise<number> => app.database.execute(sql, parameters);

/** The chain from its beginning. */
const seals = (): Promise<{ event_id: number; position: number; hash: string }[]> =>
  app.database.query(`SELECT event_id, position, hash FROM audit_seals WHERE chain = ? ORDER BY position`, [company]);

const faultsIn = ({ text }: CliOutcome): string[] => text.split('\n').filter((line) => line.startsWith('  '));

/** A table as it was, to be put back: what one test breaks is whole for the next. */
async function kept(): Promise<() => Promise<void>> {
  const tables = ['audit_events', 'audit_seals', 'audit_chains', 'audit_sealing'];
  const rows = await Promise.all(
    tables.map((table) => app.database.query<Record<string, SqlValue>>(`SELECT * FROM ${table}`)),
  );
  return async () => {
    for (const [at, table] of tables.entries()) {
      await run(`DELETE FROM ${table}`);
      for (const row of rows[at]) {
        const names = Object.keys(row);
        await run(
          `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
          ...Object.values(row),
        );
      }
    }
  };
}

/** As if the database's clock had gone on. */
async function twoHoursLater(work: () => Promise<void>): Promise<void> {
  const { dialect } = app.database;
  const { now } = dialect;
  Object.assign(dialect, { now: `(${now} + 7200000)` });
  try {
    await work();
  } finally {
    Object.assign(dialect, { now });
  }
}

describe('audit verify of a sound trail', () => {
  it('seals first, and tells of each chain its events, its head and that all is well', async () => {
    await record(app, company, 5);
    await record(app, null, 2);
    const { code, text, complaints } = await cliOf(app, 'audit', 'verify');
    expect([code, complaints]).toEqual([0, '']);
    const lines = text.split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines)
      expect(line).toMatch(/^(No company|Company \d+ \(.+\)): \d+ events, head \d+:\d+:[\w-]{43}: OK$/);
    const { length } = await seals();
    expect(text).toContain(`${length} events, head ${company}:${length}:${(await seals())[length - 1].hash}: OK`);
  });

  it('reads one company where one is named', async () => {
    const { code, text } = await verify();
    expect([code, text.split('\n').length]).toEqual([0, 1]);
  });

  it.each(['0', 'x', '1; DROP TABLE audit_seals', '987654321'])('refuses the company %j', async (id) => {
    const { code, text, complaints } = await cliOf(app, 'audit', 'verify', '--company', id);
    expect([code, text]).toEqual([1, '']);
    expect(complaints).not.toBe('');
  });

  it('holds every head that was ever told', async () => {
    const [first, , third] = await seals();
    const heads = [first, third].flatMap(({ position, hash }) => ['--head', `${company}:${position}:${hash}`]);
    expect((await verify(...heads)).code).toBe(0);
  });

  it.each(['1:2', '1:0:x', `x:1:${'a'.repeat(43)}`, `1:1:${'a'.repeat(44)}`])('refuses the head %j', async (head) => {
    expect(await verify('--head', head)).toMatchObject({ code: 1, text: '' });
  });
});

describe('audit verify', () => {
  let restore: () => Promise<void>;
  let events: number[];

  beforeAll(async () => {
    await record(app, company, 10);
    await sealAll();
    events = (await seals()).map(({ event_id }) => Number(event_id));
    restore = await kept();
  });
  beforeEach(() => restore());

  /** The faults that it finds; where there are some, it ends with 1. */
  async function found(...more: string[]): Promise<string[]> {
    const outcome = await verify(...more);
    const faults = faultsIn(outcome).filter((line) => !line.startsWith('  note'));
    expect(outcome.code).toBe(faults.length > 0 ? 1 : 0);
    if (faults.length > 0) expect(outcome.text).toMatch(/: \d+ FAULTS?$/m);
    return faults;
  }

  it('finds nothing where nothing was done', async () => {
    expect(await found()).toEqual([]);
  });

  it.each<[string, SqlValue]>([
    ['actor_id', 987],
    ['client_id', 'somebody-else'],
    ['action', 'thing.praised'],
    ['subject_id', '987'],
    ['before_state', '{"a":1}'],
    ['after_state', '{"count":0}'],
    ['after_state', 'no JSON'],
    ['after_state', null],
    ['address', '10.0.0.1'],
    ['request_id', 'x'],
    ['created_at', 1],
    ['mac', 'x'.repeat(43)],
  ])('finds an event whose %s was changed to %j', async (column, value) => {
    await run(`UPDATE audit_events SET ${column} = ? WHERE id = ?`, value, events[3]);
    expect(await found()).toEqual([`  changed: event ${events[3]} at position 4 is not as it was recorded`]);
  });

  it('finds an event that was given to another company', async () => {
    await run('UPDATE audit_events SET company_id = ? WHERE id = ?', app.demo.companies.other.id, events[3]);
    expect(await found()).toEqual([`  changed: event ${events[3]} at position 4 is not as it was recorded`]);
    const all = await cliOf(app, 'audit', 'verify');
    expect(all.text).toContain(`inserted: event ${events[3]} was not recorded by the program`);
  });

  it('finds an event that is gone', async () => {
    await run('DELETE FROM audit_events WHERE id = ?', events[3]);
    expect(await found()).toEqual([`  missing: event ${events[3]} at position 4 is gone`]);
  });

  it('finds events that are gone with their seals', async () => {
    for (const id of events.slice(3, 6)) {
      await run('DELETE FROM audit_events WHERE id = ?', id);
      await run('DELETE FROM audit_seals WHERE event_id = ?', id);
    }
    expect(await found()).toEqual(['  missing: positions 4 to 6 are gone']);
  });

  it('finds an event whose seal is gone, though it is sealed again at the end', async () => {
    await run('DELETE FROM audit_seals WHERE event_id = ?', events[3]);
    expect(await found()).toEqual(['  missing: position 4 is gone']);
  });

  it('finds that the end was cut off', async () => {
    const last = events[events.length - 1];
    await run('DELETE FROM audit_events WHERE id = ?', last);
    await run('DELETE FROM audit_seals WHERE event_id = ?', last);
    expect(await found()).toEqual([`  missing: position ${events.length} is gone`]);
  });

  it('finds that the end was cut off cleanly, by a head that was told before', async () => {
    const all = await seals();
    const [before, last] = all.slice(-2);
    await run('DELETE FROM audit_events WHERE id = ?', last.event_id);
    await run('DELETE FROM audit_seals WHERE event_id = ?', last.event_id);
    await run('UPDATE audit_chains SET length = ?, hash = ? WHERE chain = ?', before.position, before.hash, company);
    expect(await found()).toEqual([]);
    const head = `${company}:${last.position}:${last.hash}`;
    expect(await found('--head', head)).toEqual([
      `  missing: the chain had ${last.position} events and has ${before.position}`,
    ]);
    await record(app, company);
    expect(await found('--head', head)).toEqual([`  changed: position ${last.position} is not what it once was`]);
  });

  it('finds that everything was thrown away and sealed anew, by a head that was told before', async () => {
    const last = (await seals()).at(-1);
    await run('DELETE FROM audit_events WHERE id = ?', events[3]);
    for (const table of ['audit_seals', 'audit_chains', 'audit_sealing']) await run(`DELETE FROM ${table}`);
    expect(await found()).toEqual([]);
    const head = `${company}:${last?.position}:${last?.hash}`;
    expect(await found('--head', head)).toHaveLength(1);
  });

  it('notes events that were sealed long after they were recorded', async () => {
    const { text } = await verify();
    expect(text).not.toContain('note');
    await run('DELETE FROM audit_seals');
    await run('DELETE FROM audit_chains');
    await run('DELETE FROM audit_sealing');
    await twoHoursLater(sealAll);
    expect((await verify()).text).toContain(`note: ${events.length} events, from position 1 on`);
  });

  it.each(['event_id', 'hash', 'sealed_at'])('finds two seals that changed their %s', async (column) => {
    const [a, b] = [events[2], events[5]];
    const [one, two] = await Promise.all(
      [a, b].map((id) =>
        app.database.query<Record<string, SqlValue>>('SELECT * FROM audit_seals WHERE event_id = ?', [id]),
      ),
    );
    await run('DELETE FROM audit_seals WHERE event_id IN (?, ?)', a, b);
    const [first, second] = [{ ...one[0] }, { ...two[0] }];
    if (column === 'sealed_at') Object.assign(first, { sealed_at: 1 });
    else [first[column], second[column]] = [second[column], first[column]];
    for (const row of [first, second]) {
      await run(
        `INSERT INTO audit_seals (${Object.keys(row).join(', ')}) VALUES (?, ?, ?, ?, ?)`,
        ...Object.values(row),
      );
    }
    const faults = await found();
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatch(/^  reordered: event \d+ does not belong at position \d+, or/);
    expect(faults.join()).toContain('position 3');
  });

  it('finds two events that changed their numbers', async () => {
    const [a, b] = [events[2], events[5]];
    await run('UPDATE audit_events SET id = -1 WHERE id = ?', a);
    await run('UPDATE audit_events SET id = ? WHERE id = ?', a, b);
    await run('UPDATE audit_events SET id = ? WHERE id = -1', b);
    const faults = await found();
    expect(faults.map((fault) => fault.slice(0, 50))).toEqual([
      `  reordered: event ${a} does not belong at position 3, or`.slice(0, 50),
      `  reordered: event ${b} does not belong at position 6, or`.slice(0, 50),
    ]);
  });

  const forge = async (id: number | null): Promise<void> => {
    const columns = 'company_id, action, subject_type, subject_id, address, request_id, created_at';
    await run(
      `INSERT INTO audit_events (${id === null ? '' : 'id, '}${columns}, mac)
       SELECT ${id === null ? '' : '?, '}company_id, 'member.praised', subject_type, subject_id, address, request_id,
       created_at, mac FROM audit_events WHERE id = ?`,
      ...(id === null ? [] : [id]),
      events[3],
    );
  };

  it('finds an event that was inserted by hand, though the program sealed it', async () => {
    await forge(null);
    const length = events.length + 1;
    const [fault, ...others] = await found();
    expect(fault).toMatch(new RegExp(`^  inserted: event \\d+ at position ${length} was not recorded by the program$`));
    expect(others).toEqual([]);
    expect((await verify()).code).toBe(1);
  });

  it('finds one under a number where nobody looks', async () => {
    await forge(-7);
    expect(await found()).toHaveLength(1);
  });

  it('finds seals at places where nobody looks, and beyond the end', async () => {
    const insert = 'INSERT INTO audit_seals (event_id, chain, position, hash, sealed_at) VALUES (?, ?, ?, ?, 1)';
    await run(insert, -5, company, -3, 'x'.repeat(43));
    expect(await found()).toEqual(['  inserted: a seal stands at position -3']);
    await run(insert, -6, company, events.length + 2, 'x'.repeat(43));
    expect(await found()).toContainEqual(expect.stringContaining('beyond its end'));
  });

  it('finds that the end of the chain was changed or taken away', async () => {
    await run('UPDATE audit_chains SET hash = ? WHERE chain = ?', 'x'.repeat(43), company);
    expect(await found()).toEqual(['  changed: the end of the chain is another one']);
    await run('DELETE FROM audit_chains WHERE chain = ?', company);
    expect(await found()).toEqual(['  missing: the end of the chain is not in audit_chains']);
  });

  it('finds a genuine event that hides in another chain', async () => {
    await run('DELETE FROM audit_seals WHERE event_id = ?', events[3]);
    await run(
      'INSERT INTO audit_seals (event_id, chain, position, hash, sealed_at) VALUES (?, 77, 1, ?, 1)',
      events[3],
      'x'.repeat(43),
    );
    expect(await found()).toEqual([
      '  missing: position 4 is gone',
      `  reordered: event ${events[3]} is in another chain`,
    ]);
    expect((await cliOf(app, 'audit', 'verify')).text).toContain('Company 77: 1 events');
  });

  it('lists so many faults and counts the rest', async () => {
    await record(app, company, 60);
    await sealAll();
    await run("UPDATE audit_events SET address = 'x' WHERE company_id = ?", company);
    const outcome = await verify();
    expect(faultsIn(outcome)).toHaveLength(51);
    expect(outcome.text).toContain(`: ${events.length + 60} FAULTS`);
    expect(outcome.text).toContain(`  and ${events.length + 10} more`);
  });

  it('goes on where sealing is made impossible, and says so', async () => {
    await record(app, company);
    const insert = 'INSERT INTO audit_seals (event_id, chain, position, hash, sealed_at) VALUES (?, ?, ?, ?, 1)';
    await run(insert, -6, company, events.length + 1, 'x'.repeat(43));
    const { code, text } = await verify();
    expect(code).toBe(1);
    expect(text).toContain('Sealing failed: ');
    expect(text).toContain('beyond its end');
  });

  it('finds faults of other companies only where it reads them', async () => {
    await run('DELETE FROM audit_events WHERE company_id = ?', app.demo.companies.other.id);
    expect(await found()).toEqual([]);
    expect((await cliOf(app, 'audit', 'verify')).code).toBe(1);
  });
});

import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditSealer } from '../../src/audit/index.js';
import { Companies } from '../../src/directory/index.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { record, sealsOf } from './trail.js';

let app: TestApp;
let auditor: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  auditor = await as(app, 'admin', 'audit:read');
});
afterAll(() => app.close());

interface Line {
  readonly id: number;
  readonly action: string;
  readonly subject: { readonly id: string };
  readonly after: Record<string, unknown> | null;
  readonly sealed: { readonly position: number; readonly hash: string } | null;
}

/** The events of an export, and the head on its last line. */
async function exported(query = ''): Promise<{ events: Line[]; head: { length: number; hash: string | null } }> {
  const answer = expectStatus(await auditor.get(`/companies/${main}/audit_events/export${query}`), 200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="audit-events-${main}.ndjson"`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.text.endsWith('\n')).toBe(true);
  const lines = answer.text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Line & { chain_head?: { length: number; hash: string | null } });
  const last = lines.pop();
  expect(Object.keys(last ?? {})).toEqual(['chain_head']);
  return { events: lines, head: last?.chain_head ?? { length: -1, hash: null } };
}

describe('an export', () => {
  it('holds every event of the company in the order of their ids, as the list shows them, and the head', async () => {
    await record(app, main, 320);
    await app.app.get(AuditSealer).sealEverything();
    const { events, head } = await exported();
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const listed = expectStatus(await auditor.get(`/companies/${main}/audit_events?per_page=300`), 200).body as Line[];
    expect(events.slice(-300)).toEqual([...listed].sort((a, b) => a.id - b.id));
    const seals = (await sealsOf(app)).filter(({ chain }) => chain === main);
    expect(head).toEqual({ length: seals.length, hash: seals[seals.length - 1].hash });
    expect(events.map(({ sealed }) => sealed?.position)).toEqual(seals.map(({ position }) => position));
  });

  it('holds the head alone where nothing matches', async () => {
    const { events, head } = await exported('?action=nothing.like_that');
    expect(events).toEqual([]);
    expect(head.length).toBeGreaterThan(0);
  });

  it('is narrowed as a list is', async () => {
    const { events } = await exported('?action=thing.');
    expect(events.length).toBeGreaterThanOrEqual(320);
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['thing.changed']));
    const { id } = events[17].subject;
    expect((await exported(`?subject_type=thing&subject_id=${id}`)).events).toEqual([events[17]]);
  });

  it('has one line for each event, whatever people wrote', async () => {
    const name = 'A\u2028"},\r\n{"chain_head":{"length":1,"hash":"x"}}';
    const companies = app.app.get(Companies);
    await companies.update(main, { name });
    const { events } = await exported('?action=company.changed');
    expect(events).toHaveLength(1);
    expect(events[0].after).toMatchObject({ name });
    await companies.update(main, { name: app.demo.companies.main.name });
  });

  it('tells what is not sealed yet, too', async () => {
    await app.app.get(AuditSealer).pause();
    await record(app, main, 2);
    const { events } = await exported('?action=thing.');
    expect(events.slice(-3).map(({ sealed }) => sealed === null)).toEqual([false, true, true]);
  });
});

describe('a long export', () => {
  const EVENTS = 2_000;
  const BATCHES = EVENTS / 100;
  let batches = 0;

  beforeAll(async () => {
    await app.app.get(AuditSealer).pause();
    const { logger } = app.database.dataSource;
    const logQuery = logger.logQuery.bind(logger);
    logger.logQuery = (query, ...rest) => {
      if (/^SELECT id FROM audit_events WHERE .* ORDER BY id LIMIT/.test(query)) batches++;
      logQuery(query, ...rest);
    };
    const { sandbox } = app.demo.companies;
    const row = `(?, 'thing.grown', 'thing', '1', ?, '-', '-', 1, '${'x'.repeat(43)}')`;
    const state = JSON.stringify({ text: 'x'.repeat(20_000) });
    for (let i = 0; i < EVENTS / 50; i++) {
      const rows = Array.from({ length: 50 }, () => row).join(', ');
      await app.database.execute(
        `INSERT INTO audit_events (company_id, action, subject_type, subject_id, after_state, address, request_id,
         created_at, mac) VALUES ${rows}`,
        Array.from({ length: 50 }, () => [sandbox.id, state]).flat(),
      );
    }
  });

  async function begin(): Promise<IncomingMessage> {
    const { sandbox } = app.demo.companies;
    const asked = request(`${app.url}/rest/v1.0/companies/${sandbox.id}/audit_events/export`, {
      headers: { Authorization: `Bearer ${auditor.token}` },
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    batches = 0;
    return response;
  }

  /** When nothing more is read from the database. */
  async function settled(): Promise<number> {
    for (let before = -1; before !== batches; await sleep(500)) before = batches;
    return batches;
  }

  it('is read from the database no faster than the client takes it, and to its end', async () => {
    const response = await begin();
    expect(await settled()).toBeLessThan(BATCHES * 0.8);
    let [size, tail] = [0, ''];
    for await (const chunk of response) {
      size += (chunk as Buffer).length;
      tail = (tail + String(chunk)).slice(-200);
    }
    expect(size).toBeGreaterThan(EVENTS * 20_000);
    expect(tail).toMatch(/\n\{"chain_head":\{"length":\d+,"hash":"[\w-]{43}"\}\}\n$/);
  });

  it('ends with the client', async () => {
    const response = await begin();
    response.destroy();
    expect(await settled()).toBeLessThan(BATCHES * 0.8);
  });
});

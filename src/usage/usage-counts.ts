import { createHash, randomUUID } from 'node:crypto';
import { dateOf } from './usage-days.js';

/** How often one key was counted, and when last. */
export interface Count {
  calls: number;
  lastAt: number;
}

/** What a row of `api_usage` or `usage_totals` holds, in the order of its columns. */
export type Values = readonly (string | number | null)[];

type UsageValues = readonly [
  id: string,
  day: number,
  clientId: string,
  appId: number | null,
  companyId: number | null,
  principalId: number | null,
  projectId: number | null,
  route: string,
  status: number,
  denial: string,
  tool: string,
  level: string,
  calls: number,
  lastAt: number,
  usedAt: number | null,
];

/** Counts that are written together, once: the id tells whether they were. */
export interface Batch {
  readonly id: string;
  readonly counts: readonly (readonly [key: string, count: Count])[];
}

export const USAGE_COLUMNS =
  'id, day, client_id, app_id, company_id, principal_id, project_id, route, status, denial, tool, level,' +
  ' calls, last_at, used_at';

export const TOTAL_COLUMNS = 'id, day, scope, client_id, app_id, company_id, status, denial, calls, last_at';

/** Made into rows at once, in about a millisecond, in which nobody is answered. */
const BATCH = 100;
const MAX_ROUTE = 200;

const idOrNull = (text: string): number | null => (text === '' ? null : Number(text));

/** `GET /rest/v1.0/projects/:projectId/rfis` as the OpenAPI document writes it. */
const routeOf = (method: string, pattern: string): string =>
  `${method} ${pattern.replaceAll(/:(\w+)/g, '{$1}')}`.trim().slice(0, MAX_ROUTE);

/** Rows of one day are neighbours. */
const idOf = (day: number, key: string): string =>
  dateOf(day).replaceAll('-', '') + createHash('sha256').update(key).digest('hex').slice(0, 32);

/** The parts of a key, as the hook joins them: none of them can hold a blank. */
function rowOf(key: string, { calls, lastAt }: Count): UsageValues {
  const [day, clientId, app, company, principal, project, method, pattern, status, denial, tool, level] =
    key.split(' ');
  const at = Number(day);
  return [
    idOf(at, key),
    at,
    clientId,
    idOrNull(app),
    idOrNull(company),
    idOrNull(principal),
    idOrNull(project),
    routeOf(method, pattern),
    Number(status),
    denial,
    tool,
    level,
    calls,
    lastAt,
    Number(status) < 400 ? lastAt : null,
  ];
}

/** Each row's calls once for its client in its company, and once for its client in all. */
function totalsOf(rows: readonly UsageValues[]): Values[] {
  const totals = new Map<string, { readonly facts: Values; readonly count: Count }>();
  for (const [, day, clientId, appId, company, , , , status, denial, , , calls, lastAt] of rows) {
    if (calls === 0) continue;
    for (const scope of ['company', 'client']) {
      const companyId = scope === 'company' ? company : null;
      const key = `${day} ${scope} ${clientId} ${companyId ?? ''} ${status} ${denial}`;
      const total = totals.get(key) ?? {
        facts: [idOf(day, key), day, scope, clientId, appId, companyId, status, denial],
        count: { calls: 0, lastAt: 0 },
      };
      total.count.calls += calls;
      total.count.lastAt = Math.max(total.count.lastAt, lastAt);
      totals.set(key, total);
    }
  }
  return [...totals.values()].map(({ facts, count }) => [...facts, count.calls, count.lastAt]).sort(byId);
}

/** Two processes lock the same rows in the same order. */
const byId = ([a]: Values, [b]: Values): number => (String(a) < String(b) ? -1 : 1);

/** What is to be added, in parts that one statement can take. */
export function batchesOf(counts: ReadonlyMap<string, Count>): Batch[] {
  const all = [...counts];
  const batches: Batch[] = [];
  for (let at = 0; at < all.length; at += BATCH) batches.push({ id: randomUUID(), counts: all.slice(at, at + BATCH) });
  return batches;
}

/** The rows of both tables that a batch adds to. */
export function rowsOf({ counts }: Batch): { readonly usage: readonly Values[]; readonly totals: readonly Values[] } {
  const usage = counts.map(([key, count]) => rowOf(key, count)).sort(byId);
  return { usage, totals: totalsOf(usage) };
}

import { createHash, randomUUID } from 'node:crypto';
import { dateOf } from './usage-days.js';

/** How often one key was counted, and when last. */
export interface Count {
  calls: number;
  lastAt: number;
}

/** What a row holds, in the order of its columns. */
export type Values = readonly (string | number | null)[];

/** In the order of {@link USAGE_COLUMNS}. */
export type UsageValues = readonly [
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

/** Made into rows at once, in about a millisecond, in which nobody is answered. */
const BATCH = 100;
const MAX_ROUTE = 200;

const idOrNull = (text: string): number | null => (text === '' ? null : Number(text));

/** `GET /rest/v1.0/projects/:projectId/rfis` as the OpenAPI document writes it. */
const routeOf = (method: string, pattern: string): string =>
  `${method} ${pattern.replaceAll(/:(\w+)/g, '{$1}')}`.trim().slice(0, MAX_ROUTE);

/** Rows of one day are neighbours. */
export const idOf = (day: number, key: string): string =>
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

/** What is to be added, in parts that one statement can take. */
export function batchesOf(counts: ReadonlyMap<string, Count>): Batch[] {
  const all = [...counts];
  const batches: Batch[] = [];
  for (let at = 0; at < all.length; at += BATCH) batches.push({ id: randomUUID(), counts: all.slice(at, at + BATCH) });
  return batches;
}

/** Two processes lock the same rows in the same order. */
export const byId = ([a]: Values, [b]: Values): number => (String(a) < String(b) ? -1 : 1);

/** The rows of `api_usage` that a batch adds to. */
export const usageOf = ({ counts }: Batch): UsageValues[] => counts.map(([key, count]) => rowOf(key, count)).sort(byId);

/** What a call needed besides was counted without a call: for advice, not for reports. */
export const isCalled = (row: UsageValues): boolean => row[12] > 0;

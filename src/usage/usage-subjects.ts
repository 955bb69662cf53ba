import { byId, idOf, isCalled, type UsageValues, type Values } from './usage-counts.js';
import { DAY_MS, type Period } from './usage-days.js';
import type { SubjectScope } from './usage-totals.entity.js';

/** Bits of one row: a window's own days are a positive 32-bit integer. */
const WINDOW_DAYS = 31;
const WINDOW_MS = WINDOW_DAYS * DAY_MS;

export const SUBJECT_COLUMNS = 'id, starts_at, scope, company_id, app_id, subject_id, own_days, next_days';

const windowOf = (day: number): number => Math.floor(day / WINDOW_MS) * WINDOW_MS;

/** The days of a period that lie in a window, as bits. */
function daysIn(startsAt: number, { from, to }: Period): number {
  const first = Math.max(0, (from - startsAt) / DAY_MS);
  const last = Math.min(WINDOW_DAYS - 1, (to - startsAt) / DAY_MS);
  let days = 0;
  for (let day = first; day <= last; day++) days |= 1 << day;
  return days;
}

/** Where a period is found. */
export interface Window {
  readonly startsAt: number;
  readonly ownDays: number;
  readonly nextDays: number;
}

/** The one window that, with the next, holds a whole period; undefined for a period that is too long for it. */
export function windowFor(period: Period): Window | undefined {
  const startsAt = windowOf(period.from);
  const next = startsAt + WINDOW_MS;
  if (period.to >= next + WINDOW_MS) return undefined;
  return { startsAt, ownDays: daysIn(startsAt, period), nextDays: daysIn(next, period) };
}

/** A day is told by its own window, and by the one before. */
function windowsOf(day: number): Window[] {
  const startsAt = windowOf(day);
  const bit = daysIn(startsAt, { from: day, to: day });
  return [
    { startsAt, ownDays: bit, nextDays: 0 },
    { startsAt: startsAt - WINDOW_MS, ownDays: 0, nextDays: bit },
  ];
}

/** A project or principal of a company, for one app or (0) for all callers. */
type Told = readonly [scope: SubjectScope, companyId: number, appId: number, subjectId: number];

function toldBy([, , , appId, companyId, principalId, projectId]: UsageValues): Told[] {
  if (companyId === null) return [];
  const apps = appId === null ? [0] : [0, appId];
  return apps.flatMap((app): Told[] => [
    ['principal', companyId, app, principalId ?? 0],
    ['project', companyId, app, projectId ?? 0],
  ]);
}

/** The rows of `usage_subjects` in which rows of `api_usage` mark their days. */
export function subjectsOf(rows: readonly UsageValues[]): Values[] {
  const marked = new Map<string, { readonly facts: Values; ownDays: number; nextDays: number }>();
  const mark = (told: Told, { startsAt, ownDays, nextDays }: Window): void => {
    const key = JSON.stringify([startsAt, ...told]);
    const row = marked.get(key) ?? { facts: [idOf(startsAt, key), startsAt, ...told], ownDays: 0, nextDays: 0 };
    row.ownDays |= ownDays;
    row.nextDays |= nextDays;
    marked.set(key, row);
  };
  for (const row of rows.filter(isCalled)) {
    const windows = windowsOf(row[1]);
    for (const told of toldBy(row)) for (const window of windows) mark(told, window);
  }
  return [...marked.values()].map(({ facts, ownDays, nextDays }) => [...facts, ownDays, nextDays]).sort(byId);
}

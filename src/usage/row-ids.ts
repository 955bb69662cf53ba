import { createHash } from 'node:crypto';
import { dateOf, DAY_MS } from './usage-days.js';
import type { TotalScope } from './usage-totals.entity.js';
import type { Values } from './usage-counts.js';

const digest = (key: string): Buffer => createHash('sha256').update(key).digest();
const digits = (value: number | null, length: number): string => String(value ?? 0).padStart(length, '0');

/** Of what a scope's rows are about; null and 0 where that is nothing. */
export interface Place {
  readonly companyId: number | null;
  readonly scope: TotalScope;
  readonly subjectId: number;
  /** Midnight in UTC, in milliseconds. */
  readonly day: number;
}

const placeOf = ({ companyId, scope }: Place): string => digits(companyId, 10) + scope.slice(0, 3);
const dayOf = ({ day }: Place): string => digits(day / DAY_MS, 5);
const subjectOf = ({ subjectId }: Place): string => digits(subjectId, 12);

/** Of a row of `api_usage`. Rows of one day are neighbours. */
export const usageId = (day: number, key: string): string =>
  dateOf(day).replaceAll('-', '') + digest(key).toString('hex').slice(0, 32);

/**
 * Of a row of `usage_totals`; `key` tells it from others of the same place. The rows of a project or person are
 * neighbours, and those of the next one follow: a page of a report reads one stretch of a table that is larger than its
 * server's memory, and not a block for each row.
 */
export const totalId = (place: Place, key: string): string =>
  placeOf(place) + subjectOf(place) + dayOf(place) + digest(key).toString('base64url').slice(0, 10);

/** Of a row of `usage_subjects`, whose `day` is the first of its window. */
export const subjectId = (place: Place, appId: number): string =>
  placeOf(place) + digits(appId, 10) + dayOf(place) + subjectOf(place);

/** Two processes lock the same rows in the same order. */
export const byId = ([a]: Values, [b]: Values): number => (String(a) < String(b) ? -1 : 1);

import type { Period } from './usage-days.js';

/** What the calls of a report may be told apart by. */
export const DIMENSIONS = ['app', 'client', 'company', 'principal', 'project', 'route', 'status', 'day'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Which calls a report counts; everything that is given must hold. */
export interface UsageFilter extends Period {
  readonly companyId?: number;
  readonly appId?: number | undefined;
  readonly clientId?: string | undefined;
  readonly principalId?: number | undefined;
  readonly projectId?: number | undefined;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
}

export const isDefined = (value: unknown): boolean => value !== undefined;

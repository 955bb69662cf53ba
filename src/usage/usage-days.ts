export const DAY_MS = 24 * 3_600_000;

/** What a report covers unless it says otherwise. */
export const DEFAULT_DAYS = 30;

/** The first millisecond of the day (UTC) of a time: days are counted by it. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

/** `2026-01-15`. */
export const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** Days, both inclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The days that a query names: until today, and thirty of them, unless it says otherwise. */
export function periodOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: number): Period {
  const last = to === undefined ? dayOf(now) : Date.parse(to);
  return { from: from === undefined ? last - (DEFAULT_DAYS - 1) * DAY_MS : Date.parse(from), to: last };
}

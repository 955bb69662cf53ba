const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failed attempt the next one comes (Standard Webhooks): three days and a quarter in all. */
const DELAYS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** The first one and one after each delay. */
export const MOST_ATTEMPTS = DELAYS.length + 1;

const LONGEST_WAIT = 24 * HOUR;
const JITTER = 0.2;

/** What a receiver says about when to come again (RFC 9110 §10.2.3), in milliseconds from now; undefined: nothing. */
export function retryAfterOf(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  // What else `Date.parse` reads is no date of HTTP.
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * Milliseconds to the next attempt after this many failed ones; undefined after the last. A receiver may ask for
 * more patience, of a day at most, and for no less.
 */
export function delayAfter(failed: number, retryAfter?: number, random = Math.random()): number | undefined {
  if (failed >= MOST_ATTEMPTS) return undefined;
  const delay = DELAYS[failed - 1] * (1 + JITTER * random);
  return Math.round(Math.max(delay, Math.min(retryAfter ?? 0, LONGEST_WAIT)));
}

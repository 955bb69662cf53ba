/** Epoch milliseconds as the API writes times (RFC 3339). */
export const asTime = (at: number): string => new Date(at).toISOString();

/** {@link asTime} where there may be none. */
export const asTimeOrNull = (at: number | null): string | null => (at === null ? null : asTime(at));

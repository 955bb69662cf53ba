/** What was counted in one bucket, and how long it still counts. */
export interface Count<B> {
  readonly bucket: B;
  readonly failures: number;
  readonly remainingMs: number;
}

/** The whole seconds until the last of the buckets that reached `threshold` opens, at least one; undefined if none did. */
export function secondsBlocked<B>(counts: readonly Count<B>[], threshold: (bucket: B) => number): number | undefined {
  const full = counts.filter((count) => count.failures >= threshold(count.bucket));
  if (full.length === 0) return undefined;
  return Math.max(1, ...full.map((count) => Math.ceil(count.remainingMs / 1000)));
}

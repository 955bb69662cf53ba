const DAY_MS = 24 * 3_600_000;

/** How many days before its end a secret warns, each time more urgently. */
export const EXPIRY_WARNINGS = [1, 7, 14, 30] as const;

export interface SecretExpiry {
  /** Days that have begun when it ends: 1 for one that ends within a day; null: it never ends. */
  readonly expiresInDays: number | null;
  /** The warning that it has come to, in days; null: none yet. */
  readonly threshold: (typeof EXPIRY_WARNINGS)[number] | null;
}

/** How near the end of a secret is. */
export function expiryOf(expiresAt: number | null, now: number): SecretExpiry {
  if (expiresAt === null) return { expiresInDays: null, threshold: null };
  const expiresInDays = Math.max(0, Math.ceil((expiresAt - now) / DAY_MS));
  return { expiresInDays, threshold: EXPIRY_WARNINGS.find((days) => expiresInDays <= days) ?? null };
}

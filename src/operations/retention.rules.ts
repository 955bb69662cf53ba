/** Rows of one table that nothing needs any longer. */
export interface RetentionRule {
  readonly table: string;
  readonly key: string;
  /** The time column, epoch milliseconds of the database's clock; indexed. */
  readonly column: string;
  /** How long after that time a row is still needed. */
  readonly keepMs: number;
}

const DAY_MS = 24 * 3_600_000;

/** What runs out by itself (architecture.md, Growth). */
export const RETENTION_RULES: readonly RetentionRule[] = [
  // A consumed code tells a replay, and what it opened is then revoked.
  { table: 'authorization_codes', key: 'hash', column: 'expires_at', keepMs: DAY_MS },
  { table: 'authorization_requests', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'sessions', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'revocations', key: 'id', column: 'expires_at', keepMs: 0 },
  // Four times as long as the feed looks back.
  { table: 'change_feed', key: 'id', column: 'created_at', keepMs: 60_000 },
  { table: 'idempotency_records', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'throttles', key: 'bucket', column: 'window_ends_at', keepMs: 0 },
];

/** Rows of one table that nothing needs any longer. */
export interface RetentionRule {
  readonly table: string;
  readonly key: string;
  /** The time column, epoch milliseconds of the database's clock; indexed. */
  readonly column: string;
  /** How long after that time a row is still needed. */
  readonly keepMs: number;
  /** Where only rows of one state run out. */
  readonly only?: { readonly column: string; readonly value: string };
}

const DAY_MS = 24 * 3_600_000;

/** What runs out by itself (architecture.md, Growth). */
export const RETENTION_RULES: readonly RetentionRule[] = [
  // A consumed code tells a replay, and what it opened is then revoked.
  { table: 'authorization_codes', key: 'hash', column: 'expires_at', keepMs: DAY_MS },
  { table: 'authorization_requests', key: 'id', column: 'expires_at', keepMs: 0 },
  // Sessions that ran out by themselves, and clients that could not be told of the end of others.
  { table: 'client_sessions', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'sessions', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'revocations', key: 'id', column: 'expires_at', keepMs: 0 },
  // Four times as long as the feed looks back.
  { table: 'change_feed', key: 'id', column: 'created_at', keepMs: 60_000 },
  // Longer than a token lives that was obtained with it.
  { table: 'client_keys', key: 'id', column: 'expires_at', keepMs: DAY_MS },
  { table: 'used_assertions', key: 'id', column: 'expires_at', keepMs: 60_000 },
  { table: 'idempotency_records', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'app_invitations', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'api_usage', key: 'id', column: 'day', keepMs: 13 * 31 * DAY_MS },
  { table: 'usage_totals', key: 'id', column: 'day', keepMs: 13 * 31 * DAY_MS },
  // A row tells of two windows of 31 days, and is told by the beginning of the first.
  { table: 'usage_subjects', key: 'id', column: 'starts_at', keepMs: 15 * 31 * DAY_MS },
  { table: 'usage_batches', key: 'id', column: 'written_at', keepMs: DAY_MS },
  { table: 'webhook_attempts', key: 'id', column: 'attempted_at', keepMs: 30 * DAY_MS },
  { table: 'webhook_deliveries', key: 'id', column: 'created_at', keepMs: 30 * DAY_MS },
  // Longer than anything that was delivered to it.
  {
    table: 'webhooks',
    key: 'id',
    column: 'updated_at',
    keepMs: 31 * DAY_MS,
    only: { column: 'state', value: 'deleted' },
  },
  { table: 'webhook_secrets', key: 'id', column: 'expires_at', keepMs: 0 },
  // Longer than the earliest warning comes before the end of a secret.
  { table: 'webhook_notices', key: 'id', column: 'noticed_at', keepMs: 60 * DAY_MS },
  { table: 'company_invitations', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'password_resets', key: 'user_id', column: 'expires_at', keepMs: 0 },
  { table: 'email_confirmations', key: 'user_id', column: 'expires_at', keepMs: 0 },
  { table: 'pending_sign_ins', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'passkey_challenges', key: 'hash', column: 'expires_at', keepMs: 0 },
  { table: 'sso_flows', key: 'hash', column: 'expires_at', keepMs: 0 },
  { table: 'sso_sessions', key: 'session_id', column: 'expires_at', keepMs: 0 },
  { table: 'mails', key: 'id', column: 'expires_at', keepMs: 0 },
  { table: 'throttles', key: 'bucket', column: 'window_ends_at', keepMs: 0 },
];

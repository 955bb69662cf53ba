import { createHash } from 'node:crypto';

/** Facts about use and success, not about the object: a call must not spoil an edit that an administrator has begun. */
const VOLATILE: ReadonlySet<string> = new Set(['last_used_at', 'last_seen_at', 'failing_since']);

/** The entity tag (RFC 9110 §8.8.3) of a single object as the API shows it. */
export function entityTagOf(body: object): string {
  const text = JSON.stringify(body, (key, value: unknown) => (VOLATILE.has(key) ? undefined : value));
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

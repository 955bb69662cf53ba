import { namesSecret, SECRET_PREFIXES, secretPayload } from '../shared/index.js';

const PREFIXES = Object.values(SECRET_PREFIXES);

/** Whatever may be one of our secrets; its check digits tell whether it is. */
const MAYBE_ISSUED = new RegExp(`(?:${PREFIXES.join('|')})[0-9A-Za-z]+`, 'g');
/** Standard Webhooks: any secret of this shape, also those of others. */
const WEBHOOK_SECRET = /whsec_[A-Za-z0-9+/_-]{24,}={0,2}/g;
const PASSWORD_HASH = /\$argon2(?:id|i|d)\$v=\S*/g;

const REDACTED = '[redacted]';

/** A caller tried to put a credential into the audit trail: a fault of the program, never of the request. */
export class SecretInAuditError extends Error {
  constructor(readonly path: string) {
    super(`An audit event must not hold a secret: "${path}".`);
    this.name = 'SecretInAuditError';
  }
}

/**
 * A copy of a JSON value without the credentials in its texts, which people may have typed anywhere. Throws
 * {@link SecretInAuditError} for a key that names a credential, since only the program chooses keys.
 */
export function withoutSecrets(value: unknown, path: string): unknown {
  if (typeof value === 'string') return redacted(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner, position) => withoutSecrets(inner, `${path}.${position}`));
  const entries = Object.entries(value).map(([key, inner]) => {
    const innerPath = `${path}.${key}`;
    if (namesSecret(key)) throw new SecretInAuditError(innerPath);
    return [key, withoutSecrets(inner, innerPath)] as const;
  });
  return Object.fromEntries(entries);
}

const redacted = (text: string): string =>
  text
    .replaceAll(MAYBE_ISSUED, (found) => (isIssued(found) ? REDACTED : found))
    .replaceAll(WEBHOOK_SECRET, REDACTED)
    .replaceAll(PASSWORD_HASH, REDACTED);

const isIssued = (text: string): boolean => PREFIXES.some((prefix) => secretPayload(prefix, text) !== undefined);

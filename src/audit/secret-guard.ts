import { namesSecret, SECRET_PREFIXES } from '../shared/index.js';

const SECRET_VALUES = [...Object.values(SECRET_PREFIXES), '$argon2'];

/** A caller tried to put a credential into the audit trail: a fault of the program, never of the request. */
export class SecretInAuditError extends Error {
  constructor(readonly path: string) {
    super(`An audit event must not hold a secret: "${path}".`);
    this.name = 'SecretInAuditError';
  }
}

/** Throws {@link SecretInAuditError} if a key or a value anywhere in `value` looks like a credential. */
export function refuseSecrets(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (SECRET_VALUES.some((prefix) => value.startsWith(prefix))) throw new SecretInAuditError(path);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = `${path}.${key}`;
    if (namesSecret(key)) throw new SecretInAuditError(innerPath);
    refuseSecrets(inner, innerPath);
  }
}

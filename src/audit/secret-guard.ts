import { SECRET_PREFIXES } from '../shared/index.js';

/** Words that mark a key whose value is a credential. */
const SECRET_WORDS = /^(secret|password|passwd|passphrase|token|hash|cookie|pepper|otp|jwt|assertion|verifier)s?$/;
/** `secret_id`, `token_lifetime`: facts about a credential, not the credential. */
const HARMLESS_LAST_WORD =
  /^(id|ids|at|on|count|lifetime|ttl|seconds|method|methods|type|kind|limit|required|enabled)$/;
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

/** Whether a key in snake_case or camelCase names a credential. */
export function namesSecret(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.test(word)) && !HARMLESS_LAST_WORD.test(words.at(-1) ?? '');
}

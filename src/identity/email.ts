const MAX_LENGTH = 254;

/** Something, an `@`, something, without blanks or control characters. Only a mail that arrives proves an address. */
const SHAPE = /^[^\s@\p{Cc}\p{Cf}\p{Cs}]+@[^\s@\p{Cc}\p{Cf}\p{Cs}]+$/u;

/**
 * What makes two spellings the same account: compatibility forms and case folded, blanks around it gone.
 * Undefined for what cannot be an address, checked before any look-up.
 */
export function emailKey(email: unknown): string | undefined {
  if (typeof email !== 'string' || email.length > MAX_LENGTH * 2) return undefined;
  const key = email.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
  return key.length <= MAX_LENGTH && SHAPE.test(key) ? key : undefined;
}

import { crc32 } from 'node:zlib';
import { randomBase62, BASE62_256 } from './base62.js';

/**
 * What a secret is, told by its first characters, so that secret scanners find leaked ones.
 * The check digits at the end reject a damaged one without a look-up.
 */
export const SECRET_PREFIXES = {
  clientSecret: 'ghcs_',
  authorizationCode: 'ghac_',
  refreshToken: 'ghrt_',
  invitation: 'ghiv_',
  passwordReset: 'ghpr_',
  emailConfirmation: 'ghec_',
  domainConfirmation: 'ghdc_',
} as const;

export type SecretPrefix = (typeof SECRET_PREFIXES)[keyof typeof SECRET_PREFIXES];

const CHECK_DIGITS = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function checkDigits(text: string): string {
  let value = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECK_DIGITS; i++) {
    digits = ALPHABET[value % 62] + digits;
    value = Math.floor(value / 62);
  }
  return digits;
}

/** Joins prefix, payload (Base62) and check digits. */
export function assembleSecret(prefix: SecretPrefix, payload: string): string {
  const body = prefix + payload;
  return body + checkDigits(body);
}

/** A new random secret of 256 bits. */
export const newSecret = (prefix: SecretPrefix): string => assembleSecret(prefix, randomBase62(BASE62_256));

const PAYLOAD = /^[0-9A-Za-z]+$/;

/** The payload of an undamaged secret of that kind, or undefined. Constant work for any input of one length. */
export function secretPayload(prefix: SecretPrefix, text: string): string | undefined {
  if (text.length > 512 || !text.startsWith(prefix)) return undefined;
  const body = text.slice(0, -CHECK_DIGITS);
  const payload = body.slice(prefix.length);
  if (!PAYLOAD.test(payload)) return undefined;
  return checkDigits(body) === text.slice(-CHECK_DIGITS) ? payload : undefined;
}

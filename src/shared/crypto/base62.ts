import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Characters that hold 128 and 256 bits in Base62. */
export const BASE62_128 = 22;
export const BASE62_256 = 43;

/** Encodes bytes as a big-endian Base62 number, left-padded to `width` characters. */
export function base62(bytes: Uint8Array, width: number): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
  let text = '';
  while (value > 0n) {
    text = ALPHABET[Number(value % 62n)] + text;
    value /= 62n;
  }
  return text.padStart(width, '0');
}

/** The largest byte below which a byte modulo 62 is uniform. */
const UNIFORM_LIMIT = 248;

/** `length` unbiased random Base62 characters (5.95 bits each); cheaper than converting a big number. */
export function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length + 8)) {
      if (byte < UNIFORM_LIMIT && text.length < length) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

/** A new unguessable identifier of at least 128 bits: 22 Base62 characters. */
export const randomId = (): string => randomBase62(BASE62_128);

const ID = /^[0-9A-Za-z]{22}$/;

/** Identifiers are checked against their alphabet before any look-up: MySQL ignores trailing blanks. */
export const isRandomId = (text: unknown): text is string => typeof text === 'string' && ID.test(text);

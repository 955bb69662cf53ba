import { createHmac, randomBytes } from 'node:crypto';
import { equalInConstantTime } from '../../shared/index.js';

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, thirty seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 4226 §4, R6: 160 bits. */
const KEY_BYTES = 20;
/** Clocks of phones differ: one step to either side (RFC 6238 §5.2). */
const SKEW = [0, -1, 1];

const CODE = /^\d{6}$/;

export const newTotpKey = (): Buffer => randomBytes(KEY_BYTES);

/** The time step of a moment, epoch milliseconds. */
export const stepAt = (now: number): number => Math.floor(now / STEP_MS);

/** The code of a step (RFC 4226 §5.3). */
export function codeAt(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[mac.length - 1] & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, '0');
}

/** People copy codes with the blank that apps show in their middle. */
const plain = (code: string): string => code.replace(/\s/g, '');

/** The steps around `now` whose code it is; none for what is no code. */
export function stepsOf(key: Buffer, code: string, now: number): number[] {
  const text = plain(code);
  if (!CODE.test(text)) return [];
  const present = stepAt(now);
  return SKEW.map((skew) => present + skew).filter((step) => equalInConstantTime(codeAt(key, step), text));
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 §6, without padding: what people type and what the QR code says. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** What an authenticator app reads from the QR code (Key Uri Format of Google Authenticator). */
export function totpUri(key: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(key)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}

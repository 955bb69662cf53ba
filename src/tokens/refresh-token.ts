import {
  BASE62_128,
  BASE62_256,
  assembleSecret,
  randomBase62,
  SECRET_PREFIXES,
  secretPayload,
} from '../shared/index.js';

const GENERATION_DIGITS = 8;
const TAG_DIGITS = 16;
const SHAPE = new RegExp(
  `^([0-9A-Za-z]{${BASE62_128}})([0-9]{${GENERATION_DIGITS}})([0-9A-Za-z]{${BASE62_256}})([0-9A-Za-z]{${TAG_DIGITS}})$`,
);

/** The keyed hashing that refresh tokens need of the key ring. */
export interface Hashing {
  hash(text: string): string;
  hashes(text: string): string[];
}

/** A refresh token that was really ours once: its tag proves it. */
export interface PresentedRefreshToken {
  readonly token: string;
  readonly familyId: string;
  readonly generation: number;
}

const tagged = (familyId: string, generation: string, random: string): string =>
  `refresh token ${familyId} ${generation} ${random}`;

/** A MAC in Base62: the two other characters of base64url become digits. */
const tagOf = (mac: string): string => mac.slice(0, TAG_DIGITS).replaceAll('-', '0').replaceAll('_', '1');

/** Family, generation, 256 random bits, keyed tag and check digits. */
export function newRefreshToken(hashing: Hashing, familyId: string, generation: number): string {
  const digits = String(generation).padStart(GENERATION_DIGITS, '0');
  const random = randomBase62(BASE62_256);
  const tag = tagOf(hashing.hash(tagged(familyId, digits, random)));
  return assembleSecret(SECRET_PREFIXES.refreshToken, familyId + digits + random + tag);
}

/** Reads a refresh token; undefined for one that is damaged or was never ours. */
export function readRefreshToken(hashing: Hashing, token: string): PresentedRefreshToken | undefined {
  const payload = secretPayload(SECRET_PREFIXES.refreshToken, token);
  const [, familyId, digits, random, tag] = SHAPE.exec(payload ?? '') ?? [];
  if (!familyId) return undefined;
  const isOurs = hashing.hashes(tagged(familyId, digits, random)).some((mac) => tagOf(mac) === tag);
  return isOurs ? { token, familyId, generation: Number(digits) } : undefined;
}

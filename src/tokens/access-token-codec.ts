import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { KeyRing } from '../keys/index.js';
import { deriveKey } from '../shared/index.js';
import type { AccessTokenClaims } from './access-token-claims.js';

/** How long a process writes under one derived key. */
export interface WritingLimits {
  readonly seals: number;
  readonly milliseconds: number;
}

/** NIST SP 800-38D §8.3: far fewer than 2^32 random nonces under one key. */
export const WRITING_LIMITS: WritingLimits = { seals: 2 ** 31, milliseconds: 24 * 3_600_000 };
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 12;
const MAX_LENGTH = 8_192;
const KID = /^([0-9A-Za-z]{1,8})\.([0-9A-Za-z_-]{16})$/;

interface WritingKey {
  readonly keyId: string;
  readonly key: Buffer;
  /** The protected header, base64url; also the additional authenticated data (RFC 7516 §5.1). */
  readonly header: string;
  readonly aad: Buffer;
  readonly since: number;
  seals: number;
}

interface ReadingKey {
  readonly keyId: string;
  readonly key: Buffer;
}

/**
 * Encrypted access tokens: compact JWE (RFC 7516), `dir` and `A256GCM`, so that nobody but Gatehouse reads them.
 * Each process writes under a key of its own, derived from the current data key and a salt carried in `kid`.
 */
@Injectable()
export class AccessTokenCodec {
  protected readonly limits: WritingLimits = WRITING_LIMITS;
  private current: WritingKey | undefined;
  private readonly readers = new LRUCache<string, ReadingKey>({ max: 1_000 });

  constructor(private readonly keys: KeyRing) {}

  seal(claims: AccessTokenClaims): string {
    const writing = this.writingKey();
    writing.seals++;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', writing.key, nonce);
    cipher.setAAD(writing.aad);
    const body = cipher.update(JSON.stringify(claims), 'utf8', 'base64url') + cipher.final('base64url');
    const tag = cipher.getAuthTag().toString('base64url');
    return `${writing.header}..${nonce.toString('base64url')}.${body}.${tag}`;
  }

  /** The claims of a token that we sealed, or undefined for anything else. */
  open(token: string): AccessTokenClaims | undefined {
    if (token.length > MAX_LENGTH) return undefined;
    const parts = token.split('.');
    if (parts.length !== 5 || parts[1] !== '') return undefined;
    const [header, , nonce, body, tag] = parts;
    const known = this.readers.get(header);
    // What was derived from a data key must not outlive it.
    const reading = known && this.keys.find('access_token', known.keyId) ? known : this.keyOf(header);
    if (!reading) return undefined;
    const plain = decrypt(reading.key, header, { nonce, body, tag });
    // Kept only once a token proved it: others could fill the memory with invented salts.
    if (plain !== undefined && !known) this.readers.set(header, reading);
    return plain === undefined ? undefined : (JSON.parse(plain) as AccessTokenClaims);
  }

  private writingKey(): WritingKey {
    const data = this.keys.writing('access_token');
    const { current } = this;
    if (current?.keyId === data.id && this.isWithinLimits(current)) return current;
    const salt = randomBytes(SALT_BYTES);
    const header = encodeHeader(`${data.id}.${salt.toString('base64url')}`);
    const key = deriveKey(data.secret, 'access token', salt);
    return (this.current = { keyId: data.id, key, header, aad: Buffer.from(header), since: Date.now(), seals: 0 });
  }

  private isWithinLimits({ seals, since }: WritingKey): boolean {
    return seals < this.limits.seals && Date.now() - since < this.limits.milliseconds;
  }

  private keyOf(header: string): ReadingKey | undefined {
    const [, keyId, salt] = KID.exec(decodeKid(header) ?? '') ?? [];
    if (!keyId || encodeHeader(`${keyId}.${salt}`) !== header) return undefined;
    const data = this.keys.find('access_token', keyId);
    return data && { keyId, key: deriveKey(data.secret, 'access token', Buffer.from(salt, 'base64url')) };
  }
}

const encodeHeader = (kid: string): string =>
  Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid, typ: 'gh+at' })).toString('base64url');

function decodeKid(header: string): string | undefined {
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** base64url decoding ignores what is not in its alphabet; a token has exactly one spelling. */
function decodeExactly(text: string, bytes?: number): Buffer | undefined {
  const decoded = Buffer.from(text, 'base64url');
  if (bytes !== undefined && decoded.length !== bytes) return undefined;
  return decoded.toString('base64url') === text ? decoded : undefined;
}

function decrypt(key: Buffer, header: string, part: { nonce: string; body: string; tag: string }): string | undefined {
  const nonce = decodeExactly(part.nonce, NONCE_BYTES);
  const tag = decodeExactly(part.tag, TAG_BYTES);
  const body = decodeExactly(part.body);
  if (!nonce || !tag || !body) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.from(header));
  decipher.setAuthTag(tag);
  try {
    return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

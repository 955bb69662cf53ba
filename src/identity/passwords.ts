import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** argon2id with OWASP's parameters: 19 MiB, two passes, one lane. About 10 ms of one core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashing costs by length, so length is bounded first. */
const MAX_BYTES = 1_024;
/** NIST SP 800-63B §3.1.1.2 */
export const MIN_PASSWORD_LENGTH = 8;

/** Whether `password` may be looked at at all: text of bounded size without NULs. */
export const isBoundedPassword = (password: unknown): password is string =>
  typeof password === 'string' &&
  password.length > 0 &&
  password.length <= MAX_BYTES &&
  Buffer.byteLength(normalized(password)) <= MAX_BYTES &&
  !password.includes('\0');

/** Whether somebody may choose `password`. */
export const isAcceptablePassword = (password: unknown): password is string =>
  isBoundedPassword(password) && [...normalized(password)].length >= MIN_PASSWORD_LENGTH;

/** Hashes and verifies passwords; no other secret is hashed slowly. */
@Injectable()
export class Passwords {
  /** Verified where there is no account, so that its absence cannot be timed. */
  private readonly dummy: Promise<string> = hash(randomBytes(32), PARAMETERS);

  hash(password: string): Promise<string> {
    return hash(normalized(password), PARAMETERS);
  }

  /** Whether `password` fits; takes the same time when there is nothing it could fit. */
  async matches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const fits = await verify(passwordHash ?? (await this.dummy), normalized(password));
    return fits && Boolean(passwordHash);
  }
}

/** The same password typed on another keyboard may be composed differently (NIST SP 800-63B §3.1.1.2). */
const normalized = (password: string): string => password.normalize('NFKC');

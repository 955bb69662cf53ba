import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { Limits } from '../../limits/index.js';
import { requestContext } from '../../shared/index.js';
import { challengeBuckets } from './challenge-buckets.js';

const LIFETIME_MS = 600_000;

/** `enrol`: a new passkey; `sign_in`: a passkey alone; `second`: beside a password. None is good for another. */
export type ChallengePurpose = 'enrol' | 'sign_in' | 'second';

/** What a challenge is for, and in which browser: only what that browser signs for that purpose fits. */
export interface ChallengePlace {
  readonly purpose: ChallengePurpose;
  /** The secret of the browser's cookie. */
  readonly browser: string;
  /** The browser's id as the account whose passkey it is knows it, where it does. */
  readonly device?: string;
}

/** Whose challenge it is; nobody in particular before somebody signs in by passkey alone. */
export interface ChallengeOwner {
  readonly userId: number | null;
  readonly userHandle: string | null;
}

/** What authenticators are given to sign (WebAuthn §13.4.3): kept here, good once. */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly limits: Limits,
  ) {}

  /** Throws 429 `too_many_attempts` when a network, a browser or an account asks for too many. */
  async issue(place: ChallengePlace, { userId, userHandle }: ChallengeOwner): Promise<Uint8Array<ArrayBuffer>> {
    await this.limits.take(challengeBuckets(place, userId, requestContext().address));
    const challenge = new Uint8Array(randomBytes(32));
    await this.database.execute(
      `INSERT INTO passkey_challenges (hash, purpose, user_id, user_handle, expires_at)
       VALUES (?, ?, ?, ?, ${this.database.dialect.now} + ${LIFETIME_MS})`,
      [this.keys.hash(textOf(place, Buffer.from(challenge).toString('base64url'))), place.purpose, userId, userHandle],
    );
    return challenge;
  }

  /** Uses a challenge up, for one of several who try; whose it was. */
  async take(place: ChallengePlace, challenge: string): Promise<ChallengeOwner | undefined> {
    const hashes = this.keys.hashes(textOf(place, challenge));
    const condition = `hash IN (${hashes.map(() => '?').join(', ')}) AND expires_at > ${this.database.dialect.now}`;
    const [row] = await this.database.query<{ user_id: number | null; user_handle: string | null }>(
      `SELECT user_id, user_handle FROM passkey_challenges WHERE ${condition}`,
      hashes,
    );
    if (!row) return undefined;
    const taken = await this.database.execute(`DELETE FROM passkey_challenges WHERE ${condition}`, hashes);
    const userId = row.user_id === null ? null : Number(row.user_id);
    return taken === 1 ? { userId, userHandle: row.user_handle } : undefined;
  }
}

const textOf = ({ purpose, browser }: ChallengePlace, challenge: string): string =>
  `challenge:${purpose}:${browser}:${challenge}`;

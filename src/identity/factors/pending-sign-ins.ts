import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { BASE62_256, randomBase62, randomId } from '../../shared/index.js';
import type { AuthenticationMethod, SignedInUser } from '../sessions.js';
import type { UserProfile } from '../user-profile.js';

const LIFETIME_MS = 600_000;
const COOKIE = new RegExp(`^[0-9A-Za-z]{${BASE62_256}}$`);

/** How long a browser should keep the cookie. */
export const PENDING_SECONDS = LIFETIME_MS / 1000;

/** What was proven so far. */
interface FirstProof {
  readonly user: SignedInUser;
  readonly amr: readonly AuthenticationMethod[];
  /** Epoch milliseconds; 0 where nobody can tell. Absent: now. */
  readonly authenticatedAt?: number;
}

/** Somebody who still owes the second factor. */
export interface PendingSignIn {
  readonly id: string;
  readonly user: UserProfile;
  readonly amr: readonly AuthenticationMethod[];
  /** When that was proven. */
  readonly authenticatedAt: number | undefined;
  readonly returnTo: string;
}

interface Row {
  readonly id: string;
  readonly user_id: number;
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
  readonly amr: string;
  readonly authenticated_at: number | null;
  readonly return_to: string;
  readonly password_epoch: number;
}

/** Sign-ins between the first factor and the second: bound to a browser, short, good once. */
@Injectable()
export class PendingSignIns {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** Its id, and the secret for the browser's cookie; undefined where the person was blocked meanwhile. */
  async open(
    { user: { id, passwordEpoch }, amr, authenticatedAt }: FirstProof,
    returnTo: string,
  ): Promise<{ readonly id: string; readonly cookieValue: string } | undefined> {
    const [pendingId, cookieValue] = [randomId(), randomBase62(BASE62_256)];
    const { now } = this.database.dialect;
    const opened = await this.database.execute(
      `INSERT INTO pending_sign_ins
         (id, hash, user_id, amr, authenticated_at, return_to, password_epoch, principal_epoch, expires_at)
       SELECT ?, ?, id, ?, COALESCE(?, ${now}), ?, ?, epoch, ${now} + ${LIFETIME_MS} FROM principals
       WHERE id = ? AND enabled = 1`,
      [pendingId, this.keys.hash(cookieValue), amr.join(' '), authenticatedAt ?? null, returnTo, passwordEpoch, id],
    );
    return opened === 1 ? { id: pendingId, cookieValue } : undefined;
  }

  /** Undefined for a cookie that is damaged, foreign, used or ran out, or whose account was closed or changed hands. */
  async find(cookieValue: string | undefined): Promise<PendingSignIn | undefined> {
    if (cookieValue === undefined || !COOKIE.test(cookieValue)) return undefined;
    const hashes = this.keys.hashes(cookieValue);
    const [row] = await this.database.query<Row>(
      `SELECT s.id, s.user_id, u.email, p.name, u.locale, s.amr, s.authenticated_at, s.return_to, s.password_epoch FROM pending_sign_ins s
       JOIN users u ON u.principal_id = s.user_id JOIN principals p ON p.id = s.user_id
       WHERE s.hash IN (${hashes.map(() => '?').join(', ')}) AND s.expires_at > ${this.database.dialect.now}
       AND p.enabled = 1 AND p.epoch = s.principal_epoch AND u.password_epoch = s.password_epoch`,
      hashes,
    );
    return row && pendingOf(row);
  }

  /** Uses it up, for one of several who try; false where it is over. */
  async take(id: string): Promise<boolean> {
    const sql = `DELETE FROM pending_sign_ins WHERE id = ? AND expires_at > ${this.database.dialect.now}`;
    return (await this.database.execute(sql, [id])) === 1;
  }

  /** Ends all of a person's. */
  async endAll(userId: number): Promise<void> {
    await this.database.execute('DELETE FROM pending_sign_ins WHERE user_id = ?', [userId]);
  }
}

const pendingOf = (row: Row): PendingSignIn => ({
  id: row.id,
  user: {
    id: Number(row.user_id),
    email: row.email,
    name: row.name,
    enabled: true,
    locale: row.locale,
    passwordEpoch: Number(row.password_epoch),
  },
  amr: row.amr.split(' ').filter(Boolean) as AuthenticationMethod[],
  authenticatedAt: row.authenticated_at === null ? undefined : Number(row.authenticated_at),
  returnTo: row.return_to,
});

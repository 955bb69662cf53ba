import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { BASE62_256, conflict, DomainError, isRandomId, randomBase62, randomId } from '../shared/index.js';
import { SessionEnding } from './ports.js';
import type { UserProfile } from './user-profile.js';

const HOUR_MS = 3_600_000;
const IDLE_MS = 12 * HOUR_MS;
const ABSOLUTE_MS = 7 * 24 * HOUR_MS;
/** How coarse `last_seen_at` is, so that looking does not write. */
const SEEN_EVERY_MS = 5 * 60_000;

/** How long a browser should keep the session cookie. */
export const SESSION_SECONDS = ABSOLUTE_MS / 1000;

/** A browser in which a user is signed in. Times are epoch milliseconds of the database's clock. */
export interface Session {
  /** Public; not the cookie. */
  readonly id: string;
  readonly userId: number;
  readonly userName: string;
  readonly email: string;
  readonly locale: string | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** When the user last proved who they are: `auth_time` (OpenID Connect Core §2); 0 where nobody can tell. */
  readonly authenticatedAt: number;
  /** How (RFC 8176). */
  readonly amr: readonly AuthenticationMethod[];
  /** The user's epoch: codes and refresh tokens end with it as the session does. */
  readonly principalEpoch: number;
  /** That of the password that was good when it began. */
  readonly passwordEpoch: number;
  readonly address: string;
  readonly userAgent: string;
}

/**
 * Ways of proving who one is, by their names in RFC 8176 §2.
 * `otp`: a one-time code; `hwk`, `swk`: a key that cannot, or can, leave its device; `user`: somebody was there; `mfa`:
 * two factors.
 */
export type AuthenticationMethod = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'mfa';

/** Where a session begins, and on what proof. */
export interface SessionStart {
  readonly address: string;
  readonly userAgent: string;
  /** None where a link in a mail was the proof. */
  readonly amr: readonly AuthenticationMethod[];
  /** Absent: now. */
  readonly authenticatedAt?: number;
}

/** Who signs in, and as what they proved themselves. */
export type SignedInUser = Pick<UserProfile, 'id' | 'passwordEpoch'>;

export interface StartedSession {
  /** The secret for the cookie; kept nowhere else. */
  readonly cookieValue: string;
  readonly session: Session;
}

interface Row {
  readonly id: string;
  readonly user_id: number;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly authenticated_at: number;
  readonly amr: string;
  readonly principal_epoch: number;
  readonly password_epoch: number;
  readonly address: string;
  readonly user_agent: string;
  readonly now: number;
}

const COOKIE = new RegExp(`^[0-9A-Za-z]{${BASE62_256}}$`);

/** Who is signed in where. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly ending: SessionEnding,
  ) {}

  /**
   * Signs a user in to a browser. Throws 403 `user_blocked` if the user was blocked meanwhile, 409 `password_changed`
   * if what was proven is not the password any more.
   */
  async start(
    { id: userId, passwordEpoch }: SignedInUser,
    { address, userAgent, amr, authenticatedAt }: SessionStart,
  ): Promise<StartedSession> {
    const cookieValue = randomBase62(BASE62_256);
    const { now } = this.database.dialect;
    const proof = [authenticatedAt ?? null, amr.join(' ')];
    const browser = [address.slice(0, 64), storable(userAgent)];
    const started = await this.database.execute(
      'INSERT INTO sessions (id, hash, user_id, created_at, last_seen_at, expires_at, authenticated_at,' +
        ` amr, address, user_agent, password_epoch, principal_epoch) SELECT ?, ?, id, ${now}, ${now}, ${now} + ${ABSOLUTE_MS}, COALESCE(?, ${now}),` +
        ' ?, ?, ?, ?, epoch FROM principals WHERE id = ? AND enabled = 1',
      [randomId(), this.keys.hash(cookieValue), ...proof, ...browser, passwordEpoch, userId],
    );
    if (started === 0) throw new DomainError('forbidden', 'user_blocked', 'This account is blocked.');
    const session = await this.find(cookieValue);
    if (!session) throw conflict('password_changed', 'The password was changed meanwhile. Sign in with the new one.');
    return { cookieValue, session };
  }

  /**
   * The session of a cookie while it is good: not expired, not idle too long, its user enabled, and neither blocked nor
   * given another password since it began.
   */
  async find(cookieValue: string | undefined): Promise<Session | undefined> {
    if (!isCookieValue(cookieValue)) return undefined;
    const hashes = this.keys.hashes(cookieValue);
    const [row] = await this.select(`s.hash IN (${marks(hashes)})`, hashes);
    if (!row) return undefined;
    if (Number(row.now) - Number(row.last_seen_at) > SEEN_EVERY_MS) await this.touch(row.id);
    return sessionOf(row);
  }

  /** Signs a browser out. */
  async end(cookieValue: string | undefined): Promise<void> {
    if (!isCookieValue(cookieValue)) return;
    const hashes = this.keys.hashes(cookieValue);
    await this.database.execute(`DELETE FROM sessions WHERE hash IN (${marks(hashes)})`, hashes);
  }

  /** Signs a user out everywhere, in the caller's transaction; from how many browsers. */
  async endAll(userId: number): Promise<number> {
    const ended = await this.database.execute('DELETE FROM sessions WHERE user_id = ?', [userId]);
    if (ended > 0) await this.ending.allEnded(userId);
    return ended;
  }

  /** Signs a user out of every browser but one, in the caller's transaction; out of how many. */
  async endOthers(userId: number, keptId: string): Promise<number> {
    const ended = await this.database.execute('DELETE FROM sessions WHERE user_id = ? AND id <> ?', [userId, keptId]);
    if (ended > 0) await this.ending.allEnded(userId, keptId);
    return ended;
  }

  /** Ends one of the user's own sessions, in the caller's transaction; false if there is none of that id. */
  async endById(userId: number, id: string): Promise<boolean> {
    if (!isRandomId(id)) return false;
    const ended = await this.database.execute('DELETE FROM sessions WHERE id = ? AND user_id = ?', [id, userId]);
    if (ended > 0) await this.ending.ended([id]);
    return ended > 0;
  }

  /** Ends sessions, whosoever they are, in the caller's transaction; how many of the few hundred ids were any. */
  async endMany(ids: readonly string[]): Promise<number> {
    const ended = await this.database.execute(`DELETE FROM sessions WHERE id IN (${marks(ids)})`, ids);
    if (ended > 0) await this.ending.ended(ids);
    return ended;
  }

  /** Apps need not hear of the end of a session whose person went on with another one in the same browser. */
  async continue(ended: Session | undefined, { session }: StartedSession): Promise<void> {
    if (ended?.userId === session.userId) await this.ending.continued(ended.id, session.id);
  }

  /** Where a user is signed in, latest first. */
  async list(userId: number): Promise<Session[]> {
    const rows = await this.select('s.user_id = ?', [userId]);
    return rows.map(sessionOf).sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  }

  private select(condition: string, parameters: readonly (string | number)[]): Promise<Row[]> {
    const { now } = this.database.dialect;
    return this.database.query<Row>(
      'SELECT s.id, s.user_id, p.name, u.email, u.locale, s.created_at, s.last_seen_at, s.expires_at,' +
        ` s.authenticated_at, s.amr, s.principal_epoch, s.password_epoch, s.address, s.user_agent, ${now} AS now FROM sessions s` +
        ' JOIN principals p ON p.id = s.user_id JOIN users u ON u.principal_id = s.user_id' +
        ` WHERE ${condition} AND p.enabled = 1 AND p.epoch = s.principal_epoch AND u.password_epoch = s.password_epoch` +
        ` AND s.expires_at > ${now} AND s.last_seen_at > ${now} - ${IDLE_MS}`,
      parameters,
    );
  }

  private async touch(id: string): Promise<void> {
    const { now } = this.database.dialect;
    await this.database.execute(
      `UPDATE sessions SET last_seen_at = ${now} WHERE id = ? AND last_seen_at < ${now} - ${SEEN_EVERY_MS}`,
      [id],
    );
  }
}

const isCookieValue = (value: string | undefined): value is string => value !== undefined && COOKIE.test(value);

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** Header bytes are Latin-1 to us; control characters have no place in a list that a person reads. */
const storable = (userAgent: string): string => userAgent.replace(/[^\x20-\x7e\xa0-\xff]/g, '').slice(0, 255);

/** Drivers may give 64-bit integers as text. */
const sessionOf = (row: Row): Session => ({
  id: row.id,
  userId: Number(row.user_id),
  userName: row.name,
  email: row.email,
  locale: row.locale,
  createdAt: Number(row.created_at),
  lastSeenAt: Number(row.last_seen_at),
  expiresAt: Number(row.expires_at),
  authenticatedAt: Number(row.authenticated_at),
  amr: row.amr.split(' ').filter(Boolean) as AuthenticationMethod[],
  principalEpoch: Number(row.principal_epoch),
  passwordEpoch: Number(row.password_epoch),
  address: row.address,
  userAgent: row.user_agent,
});

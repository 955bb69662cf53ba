import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** A browser in which a user is signed in. All times by the database's clock. */
@Entity('sessions')
@Index('ux_sessions_hash', ['hash'], { unique: true })
@Index('ix_sessions_user', ['userId'])
@Index('ix_sessions_expires_at', ['expiresAt'])
export class SessionRow {
  /** What its owner may see; never the cookie. */
  @PrimaryTextColumn(22)
  id: string;

  /** Keyed hash of the cookie. */
  @TextColumn(43)
  hash: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'last_seen_at' })
  lastSeenAt: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;

  /** When the user last proved who they are (OpenID Connect Core §2, `auth_time`); 0 where nobody can tell. */
  @TimeColumn({ name: 'authenticated_at' })
  authenticatedAt: number;

  /** How they proved it, blank-separated: `pwd` and the like (RFC 8176); empty where a link in a mail did. */
  @TextColumn(80, { default: '' })
  amr: string;

  @TextColumn(64)
  address: string;

  @TextColumn(255, { name: 'user_agent' })
  userAgent: string;

  /** The principal's epoch at the start: a session of an older epoch is over. */
  @RefColumn({ name: 'principal_epoch' })
  principalEpoch: number;

  /** That of the password that was proven, which may have been changed before the session began. */
  @RefColumn({ name: 'password_epoch', default: 0 })
  passwordEpoch: number;
}

import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** Somebody who proved the first factor in a browser, and still owes the second; the row goes when they proved it. */
@Entity('pending_sign_ins')
@Index('ux_pending_sign_ins_hash', ['hash'], { unique: true })
@Index('ix_pending_sign_ins_user', ['userId'])
@Index('ix_pending_sign_ins_expires_at', ['expiresAt'])
export class PendingSignInRow {
  @PrimaryTextColumn(22)
  id: string;

  /** Keyed hash of the browser's cookie. */
  @TextColumn(43)
  hash: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  /** What was proven so far (RFC 8176). */
  @TextColumn(80)
  amr: string;

  @LongTextColumn({ name: 'return_to' })
  returnTo: string;

  @RefColumn({ name: 'principal_epoch' })
  principalEpoch: number;

  /** That of the password that was proven, as sessions keep it. */
  @RefColumn({ name: 'password_epoch' })
  passwordEpoch: number;

  /** When that was proven; 0 where nobody can tell, null in rows from before there was this. */
  @TimeColumn({ name: 'authenticated_at', nullable: true })
  authenticatedAt: number | null;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

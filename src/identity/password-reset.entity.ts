import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** The newest link with which somebody may set a new password; the row goes when it is used. */
@Entity('password_resets')
@Index('ux_password_resets_hash', ['hash'], { unique: true })
@Index('ix_password_resets_expires_at', ['expiresAt'])
export class PasswordReset {
  @PrimaryRefColumn('user_id')
  userId: number;

  /** Keyed hash of the link's token. */
  @TextColumn(43)
  hash: string;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** The newest link with which somebody may confirm the address of their account; the row goes when it is used. */
@Entity('email_confirmations')
@Index('ux_email_confirmations_hash', ['hash'], { unique: true })
@Index('ix_email_confirmations_expires_at', ['expiresAt'])
export class EmailConfirmation {
  @PrimaryRefColumn('user_id')
  userId: number;

  /** Keyed hash of the link's token. */
  @TextColumn(43)
  hash: string;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** A mail that is still to be sent; the row goes when it was. */
@Entity('mails')
@Index('ix_mails_next_attempt_at', ['nextAttemptAt'])
@Index('ix_mails_expires_at', ['expiresAt'])
export class Mail {
  @PrimaryTextColumn(22)
  id: string;

  /** What it is, for the log. */
  @TextColumn(40)
  kind: string;

  /** Addresses, subject and texts, which may hold a link that opens something: sealed, bound to this row. */
  @LongTextColumn()
  sealed: string;

  @RefColumn()
  attempts: number;

  /** Also how long whoever sends it has it alone. */
  @TimeColumn({ name: 'next_attempt_at' })
  nextAttemptAt: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  /** When it is of no use any longer. */
  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

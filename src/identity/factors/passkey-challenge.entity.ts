import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A challenge that an authenticator is to sign, once; the row goes when it is used. */
@Entity('passkey_challenges')
@Index('ix_passkey_challenges_expires_at', ['expiresAt'])
export class PasskeyChallenge {
  /** Keyed hash of purpose, browser and challenge: it is good for none other. */
  @PrimaryTextColumn(43)
  hash: string;

  @TextColumn(16)
  purpose: string;

  /** Whose it is, where that is known before the answer. */
  @RefColumn({ name: 'user_id', nullable: true })
  userId: number | null;

  /** What the passkey that is being made will know its person by. */
  @TextColumn(86, { name: 'user_handle', nullable: true })
  userHandle: string | null;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

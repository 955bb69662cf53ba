import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** An app of a person that shows codes (RFC 6238). */
@Entity('totp_factors')
@Index('ix_totp_factors_user', ['userId'])
export class TotpFactor {
  @PrimaryTextColumn(22)
  id: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @TextColumn(80)
  name: string;

  /** The key that the app shares with us, sealed for this row. */
  @LongTextColumn({ name: 'sealed_key' })
  sealedKey: string;

  /** The last time step whose code was used: no code works twice (RFC 6238 §5.2). */
  @RefColumn({ name: 'last_step' })
  lastStep: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}

import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** What opens an account once when its factors are lost; the row goes when it is used. */
@Entity('recovery_codes')
@Index('ix_recovery_codes_user', ['userId'])
export class RecoveryCode {
  /** Keyed hash of person and code. */
  @PrimaryTextColumn(43)
  hash: string;

  @RefColumn({ name: 'user_id' })
  userId: number;
}

/** Which set of recovery codes is a person's present one. */
@Entity('recovery_sets')
export class RecoverySet {
  @PrimaryRefColumn('user_id')
  userId: number;

  @TextColumn(22, { name: 'set_id' })
  setId: string;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;
}

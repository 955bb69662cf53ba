import { Entity, Index } from 'typeorm';
import { IdColumn, TextColumn, TimeColumn } from '../database/index.js';

export type RevocationKind = 'token' | 'family' | 'grant';

/** Something revoked whose access tokens have not all run out yet. */
@Entity('revocations')
@Index('ux_revocations_kind_ref', ['kind', 'ref'], { unique: true })
@Index('ix_revocations_expires_at', ['expiresAt'])
export class RevocationEntity {
  @IdColumn()
  id: number;

  @TextColumn(10)
  kind: RevocationKind;

  @TextColumn(22)
  ref: string;

  /** When the last access token concerned has run out. */
  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

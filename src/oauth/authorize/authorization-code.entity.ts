import { Entity, Index } from 'typeorm';
import {
  JsonColumn,
  LongTextColumn,
  PrimaryTextColumn,
  RefColumn,
  TextColumn,
  TimeColumn,
} from '../../database/index.js';

/** An authorization code, by its keyed hash; single use. */
@Entity('authorization_codes')
@Index('ix_authorization_codes_expires_at', ['expiresAt'])
export class AuthorizationCodeEntity {
  @PrimaryTextColumn(43)
  hash: string;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @TextColumn(22, { name: 'grant_id' })
  grantId: string;

  @LongTextColumn({ name: 'redirect_uri' })
  redirectUri: string;

  @TextColumn(43, { name: 'code_challenge', nullable: true })
  codeChallenge: string | null;

  @LongTextColumn()
  scopes: string;

  @JsonColumn()
  companies: number[];

  /** The connection of each of the companies, in their order; null in rows from before this was kept. */
  @JsonColumn({ nullable: true })
  connections: (string | null)[] | null;

  /** The epochs of the person and the client at the consent: whoever is blocked gets nothing back by being unblocked. */
  @RefColumn({ name: 'principal_epoch', default: 0 })
  principalEpoch: number;

  @RefColumn({ name: 'client_epoch', default: 0 })
  clientEpoch: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;

  @TimeColumn({ name: 'consumed_at', nullable: true })
  consumedAt: number | null;

  /** What the redemption opened: revoked when the code is shown again. */
  @TextColumn(22, { name: 'family_id', nullable: true })
  familyId: string | null;
}

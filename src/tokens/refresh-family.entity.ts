import { Entity, Index } from 'typeorm';
import { JsonColumn, LongTextColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';
import type { SignInFacts } from './sign-in-facts.js';

/** The refresh tokens that follow from one completed authorization: one row however often it is refreshed. */
@Entity('refresh_families')
@Index('ix_refresh_families_grant', ['grantId'])
export class RefreshFamilyEntity {
  @PrimaryTextColumn(22)
  id: string;

  @TextColumn(22, { name: 'grant_id' })
  grantId: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

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

  /** Raised by each refresh. */
  @RefColumn()
  generation: number;

  /** Keyed hash of the current token; null where the client may not refresh. */
  @TextColumn(43, { name: 'token_hash', nullable: true })
  tokenHash: string | null;

  @TextColumn(43, { name: 'previous_hash', nullable: true })
  previousHash: string | null;

  @TimeColumn({ name: 'rotated_at', nullable: true })
  rotatedAt: number | null;

  /** The answer that the previous token got, sealed under a key that only that token gives. */
  @LongTextColumn({ name: 'sealed_response', nullable: true })
  sealedResponse: string | null;

  /** What ID tokens tell of the sign-in; null without the scope `openid`. */
  @JsonColumn({ name: 'sign_in', nullable: true })
  signIn: SignInFacts | null;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'revoked_at', nullable: true })
  revokedAt: number | null;
}

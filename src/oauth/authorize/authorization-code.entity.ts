import { Entity, Index } from 'typeorm';
import {
  JsonColumn,
  LongTextColumn,
  PrimaryTextColumn,
  RefColumn,
  TextColumn,
  TimeColumn,
} from '../../database/index.js';
import type { SignInFacts } from '../../tokens/index.js';

/** The sign-in that a code rests on: in which session, and what its request wants to recognize it by. */
export interface CodeSignIn extends Pick<SignInFacts, 'authTime' | 'amr'> {
  readonly nonce: string | null;
  readonly sessionId: string;
}

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

  /** What an ID token will tell of the sign-in; null without the scope `openid`. */
  @JsonColumn({ name: 'sign_in', nullable: true })
  signIn: CodeSignIn | null;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;

  @TimeColumn({ name: 'consumed_at', nullable: true })
  consumedAt: number | null;

  /** What the redemption opened: revoked when the code is shown again. */
  @TextColumn(22, { name: 'family_id', nullable: true })
  familyId: string | null;
}

import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A sign-in that is under way at a provider: of one browser, and good once. */
@Entity('sso_flows')
@Index('ix_sso_flows_expires_at', ['expiresAt'])
export class SsoFlow {
  /** Keyed hash of the state. */
  @PrimaryTextColumn(43)
  hash: string;

  @TextColumn(43, { name: 'browser_hash' })
  browserHash: string;

  @RefColumn({ name: 'provider_id' })
  providerId: number;

  /** Verifier, nonce, and where to go on. */
  @LongTextColumn()
  sealed: string;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

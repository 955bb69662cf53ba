import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

export type ProofMethod = 'dns' | 'mail';

/** An e-mail domain of a company, and whether that is proven. */
@Entity('email_domains')
@Index('ux_email_domains_company', ['companyId', 'domain'], { unique: true })
@Index('ux_email_domains_proven', ['provenDomain'], { unique: true })
@Index('ux_email_domains_mail', ['mailHash'], { unique: true })
@Index('ix_email_domains_provider', ['providerId'])
export class EmailDomain {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'provider_id' })
  providerId: number;

  /** In ASCII and lower case. */
  @TextColumn(253)
  domain: string;

  /** The domain again once it is proven, null before: one company at a time. */
  @TextColumn(253, { name: 'proven_domain', nullable: true })
  provenDomain: string | null;

  /** What the DNS record has to say; public. */
  @TextColumn(22)
  challenge: string;

  /** Keyed hash of the newest mail's link; null once it was used. */
  @TextColumn(43, { name: 'mail_hash', nullable: true })
  mailHash: string | null;

  @TimeColumn({ name: 'mail_expires_at', nullable: true })
  mailExpiresAt: number | null;

  @TextColumn(10, { name: 'proof_method', nullable: true })
  proofMethod: ProofMethod | null;

  @TimeColumn({ name: 'verified_at', nullable: true })
  verifiedAt: number | null;

  /** When the DNS was last asked again. */
  @TimeColumn({ name: 'checked_at', nullable: true })
  checkedAt: number | null;

  /** When it first answered without the record; null while that is there. */
  @TimeColumn({ name: 'missing_since', nullable: true })
  missingSince: number | null;

  /** How often it did since then. */
  @RefColumn({ name: 'missed_checks', default: 0 })
  missedChecks: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;
}

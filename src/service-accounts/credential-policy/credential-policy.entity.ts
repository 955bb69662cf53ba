import { Entity } from 'typeorm';
import { FlagColumn, PrimaryRefColumn, RefColumn, TimeColumn } from '../../database/index.js';

/** What a company demands of the credentials of its service accounts. */
@Entity('credential_policies')
export class CredentialPolicy {
  @PrimaryRefColumn('company_id')
  companyId: number;

  /** Days after which a secret ends at the latest; null: it may last for ever. */
  @RefColumn({ name: 'max_secret_age_days', nullable: true })
  maxSecretAgeDays: number | null;

  /** Otherwise accounts prove who they are with keys alone. */
  @FlagColumn({ name: 'allow_secrets' })
  allowSecrets: boolean;

  @RefColumn({ name: 'set_by' })
  setBy: number;

  @TimeColumn({ name: 'set_at' })
  setAt: number;
}

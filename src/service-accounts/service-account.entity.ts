import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryRefColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

export type ServiceAccountStatus = 'active' | 'inactive' | 'deleted';

/** A company-managed service account: a principal with a credential of its own, of one company. */
@Entity('service_accounts')
@Index('ix_service_accounts_company', ['companyId'])
export class ServiceAccount {
  /** The public id. */
  @PrimaryRefColumn('principal_id')
  principalId: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

  @TextColumn(64, { name: 'client_id' })
  clientId: string;

  @TextColumn(100)
  name: string;

  @LongTextColumn()
  description: string;

  /** Whom to ask; the account itself has no mailbox. */
  @TextColumn(254, { name: 'contact_email' })
  contactEmail: string;

  /** A deleted account is in no list and cannot come back; its history keeps its actor. */
  @TextColumn(20)
  status: ServiceAccountStatus;

  @RefColumn({ name: 'created_by' })
  createdBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}

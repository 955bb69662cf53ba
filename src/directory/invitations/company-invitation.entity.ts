import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/**
 * The newest link that a company sent to an address. It outlives its entry, so that withdrawing and inviting again sends
 * no more mail than sending again does.
 */
@Entity('company_invitations')
@Index('ux_company_invitations_company_email', ['companyId', 'emailKey'], { unique: true })
@Index('ux_company_invitations_hash', ['hash'], { unique: true })
@Index('ix_company_invitations_email', ['emailKey'])
@Index('ix_company_invitations_expires_at', ['expiresAt'])
export class CompanyInvitation {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @TextColumn(254, { name: 'email_key' })
  emailKey: string;

  /** The invited entry; null once the link was used or withdrawn. */
  @RefColumn({ name: 'member_id', nullable: true })
  memberId: number | null;

  /** Keyed hash of the link's token; null once the link was used or withdrawn. */
  @TextColumn(43, { nullable: true })
  hash: string | null;

  /** Null for an app that acted for itself. */
  @RefColumn({ name: 'invited_by', nullable: true })
  invitedBy: number | null;

  /** Mails since {@link countedSince}. */
  @RefColumn()
  mails: number;

  @TimeColumn({ name: 'counted_since' })
  countedSince: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

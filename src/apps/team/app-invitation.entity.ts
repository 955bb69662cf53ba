import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';
import type { CollaboratorRole } from '../app-collaborator.entity.js';

/** What somebody can be invited as; an app is given away by transfer only. */
export type InvitedRole = Exclude<CollaboratorRole, 'owner'>;

/**
 * An open invitation to work on an app. Whoever answers or withdraws it deletes the row, so that of several only one
 * does; the audit trail keeps what was.
 */
@Entity('app_invitations')
@Index('ux_app_invitations_app_email', ['appId', 'emailKey'], { unique: true })
@Index('ix_app_invitations_email', ['emailKey'])
@Index('ix_app_invitations_expires', ['expiresAt'])
export class AppInvitation {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'app_id' })
  appId: number;

  /** As the inviter wrote it. */
  @TextColumn(254)
  email: string;

  /** What makes two addresses the same account. */
  @TextColumn(254, { name: 'email_key' })
  emailKey: string;

  @TextColumn(20)
  role: InvitedRole;

  @RefColumn({ name: 'invited_by' })
  invitedBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}

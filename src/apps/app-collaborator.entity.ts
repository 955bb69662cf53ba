import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn, TextColumn } from '../database/index.js';

/** Weakest first: a developer reads, an admin changes, the owner may give the app away. */
export const COLLABORATOR_ROLES = ['developer', 'admin', 'owner'] as const;

export type CollaboratorRole = (typeof COLLABORATOR_ROLES)[number];

/** A user who works on an app. */
@Entity('app_collaborators')
@Index('ix_app_collaborators_user', ['userId'])
export class AppCollaborator {
  @PrimaryRefColumn('app_id')
  appId: number;

  @PrimaryRefColumn('user_id')
  userId: number;

  @TextColumn(20)
  role: CollaboratorRole;
}

import { Entity, Index } from 'typeorm';
import type { Actions, Levels, Role } from '../../access/index.js';
import { IdColumn, JsonColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A member's entry in a project. */
@Entity('project_members')
@Index('ux_project_members_project_principal', ['projectId', 'principalId'], { unique: true })
@Index('ix_project_members_company_principal', ['companyId', 'principalId'])
@Index('ix_project_members_template', ['permissionTemplateId'])
export class ProjectMember {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'project_id' })
  projectId: number;

  @RefColumn({ name: 'principal_id' })
  principalId: number;

  @TextColumn(20)
  role: Role;

  /** Set for this member alone; they override those of the template, tool by tool. */
  @JsonColumn()
  levels: Levels;

  @JsonColumn()
  actions: Actions;

  @RefColumn({ name: 'permission_template_id', nullable: true })
  permissionTemplateId: number | null;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}

import { Entity, Index } from 'typeorm';
import type { Actions, Levels } from '../../access/index.js';
import { IdColumn, JsonColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

export const TEMPLATE_TYPES = ['global', 'project_specific', 'company_tools'] as const;
export type TemplateType = (typeof TEMPLATE_TYPES)[number];

export const TEMPLATE_CATEGORIES = ['internal', 'external'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** A named set of levels and actions. */
@Entity('permission_templates')
@Index('ux_permission_templates_company_name', ['companyId', 'name'], { unique: true })
@Index('ix_permission_templates_project', ['projectId'])
export class PermissionTemplate {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  /** The one project of a `project_specific` template. */
  @RefColumn({ name: 'project_id', nullable: true })
  projectId: number | null;

  @TextColumn(100)
  name: string;

  /** `company_tools` is for members of the company; the others are for members of projects. */
  @TextColumn(20)
  type: TemplateType;

  @TextColumn(20)
  category: TemplateCategory;

  @JsonColumn()
  levels: Levels;

  @JsonColumn()
  actions: Actions;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}

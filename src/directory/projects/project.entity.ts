import { Entity, Index } from 'typeorm';
import { FlagColumn, IdColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A job site of one company. */
@Entity('projects')
@Index('ix_projects_company', ['companyId'])
export class Project {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @TextColumn(200)
  name: string;

  @TextColumn(200, { name: 'display_name', nullable: true })
  displayName: string | null;

  @TextColumn(100, { name: 'project_number', nullable: true })
  projectNumber: string | null;

  @FlagColumn()
  active: boolean;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}

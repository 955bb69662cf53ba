import { Entity, Index } from 'typeorm';
import { IdColumn, PrimaryRefColumn, RefColumn, TextColumn, TimeColumn, JsonColumn } from '../../database/index.js';

/** Where a configuration holds: in single projects, in every project now and to come, or in the company as a whole. */
export type ConfigurationReach = 'projects' | 'all_projects' | 'company';

/** Values for the fields that the version of an installed app lets companies configure. */
@Entity('app_configurations')
@Index('ix_app_configurations_company', ['companyId', 'id'])
@Index('ix_app_configurations_installation', ['installationId'])
export class AppConfiguration {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'installation_id' })
  installationId: number;

  @TextColumn(200)
  title: string;

  @TextColumn(20)
  reach: ConfigurationReach;

  @JsonColumn({ name: 'field_values' })
  values: Record<string, unknown>;

  @RefColumn({ name: 'created_by' })
  createdBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @RefColumn({ name: 'updated_by' })
  updatedBy: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}

/** A project in which a configuration holds. */
@Entity('app_configuration_projects')
@Index('ix_app_configuration_projects_project', ['projectId'])
export class ConfiguredProject {
  @PrimaryRefColumn('configuration_id')
  configurationId: number;

  @PrimaryRefColumn('project_id')
  projectId: number;
}

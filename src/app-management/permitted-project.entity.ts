import { Entity } from 'typeorm';
import { PrimaryRefColumn } from '../database/index.js';

/** A project in which an installed app may run. */
@Entity('permitted_projects')
export class PermittedProject {
  @PrimaryRefColumn('installation_id')
  installationId: number;

  @PrimaryRefColumn('project_id')
  projectId: number;
}

import { Entity } from 'typeorm';
import { FlagColumn, PrimaryRefColumn, PrimaryTextColumn, RefColumn } from '../../database/index.js';

/** How a project differs from the catalogue in one tool; a tool without a row is on, in the catalogue's order. */
@Entity('project_tools')
export class ProjectTool {
  @PrimaryRefColumn('project_id')
  projectId: number;

  @PrimaryTextColumn(80)
  tool: string;

  @FlagColumn()
  active: boolean;

  @RefColumn()
  position: number;
}

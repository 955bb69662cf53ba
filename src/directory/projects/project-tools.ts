import { Injectable } from '@nestjs/common';
import { type Tool, ToolCatalogue } from '../../access/index.js';
import { Database, Entry } from '../../database/index.js';
import { invalidFields } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { Projects } from './projects.js';
import { ProjectTool } from './project-tool.entity.js';

/** A tool as one project has it. */
export interface ToolInProject {
  readonly tool: Tool;
  readonly active: boolean;
  readonly position: number;
}

export interface ToolSwitch {
  /** The tool's number in the catalogue. */
  readonly id: number;
  readonly active?: boolean;
  readonly position?: number;
}

/** Which tools are on in a project, and in which order. */
@Injectable()
export class ProjectTools {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
    private readonly catalogue: ToolCatalogue,
    private readonly projects: Projects,
  ) {}

  async list(projectId: number): Promise<ToolInProject[]> {
    const rows = await this.database.repository(ProjectTool).findBy({ projectId });
    const kept = new Map(rows.map((row) => [row.tool, row]));
    return this.catalogue
      .list('project')
      .map((tool, index) => {
        const { active = true, position = index + 1 } = kept.get(tool.name) ?? {};
        return { tool, active: active || tool.required === true, position };
      })
      .sort((a, b) => a.position - b.position);
  }

  /** Switches and moves tools. Throws the 422 that names every switch that cannot be. */
  async set(projectId: number, switches: readonly ToolSwitch[]): Promise<ToolInProject[]> {
    const { companyId } = await this.projects.get(projectId);
    this.refuseImpossible(switches);
    return this.changes.within(companyId, async () => {
      const before = await this.list(projectId);
      for (const change of switches) await this.write(projectId, before, change);
      const after = await this.list(projectId);
      await this.changes.record(Entry.project(projectId), {
        action: 'project.tools_changed',
        subjectType: 'project',
        subjectId: projectId,
        companyId,
        before: stateOf(before, switches),
        after: stateOf(after, switches),
      });
      return after;
    });
  }

  private refuseImpossible(switches: readonly ToolSwitch[]): void {
    const faults: Record<string, string[]> = {};
    switches.forEach(({ id, active }, index) => {
      const tool = this.catalogue.byId(id);
      const isRepeated = switches.findIndex((other) => other.id === id) !== index;
      if (!tool?.name.startsWith('project.')) faults[`tools.${index}.id`] = ['is not a project tool'];
      else if (isRepeated) faults[`tools.${index}.id`] = ['is named twice'];
      if (tool?.required && active === false) faults[`tools.${index}.is_active`] = ['this tool cannot be switched off'];
    });
    if (Object.keys(faults).length > 0) throw invalidFields(faults);
  }

  private async write(projectId: number, before: readonly ToolInProject[], change: ToolSwitch): Promise<void> {
    const known = before.find(({ tool }) => tool.id === change.id);
    if (!known) return;
    const { tool, active, position } = known;
    const row = { active: change.active ?? active, position: change.position ?? position };
    const key = { projectId, tool: tool.name };
    const tools = this.database.repository(ProjectTool);
    const { affected } = await tools.update(key, row);
    if (!affected) await tools.insert({ ...key, ...row });
  }
}

const stateOf = (tools: readonly ToolInProject[], switches: readonly ToolSwitch[]): object =>
  Object.fromEntries(
    tools
      .filter(({ tool }) => switches.some(({ id }) => id === tool.id))
      .map(({ tool, active, position }) => [tool.name, { active, position }]),
  );

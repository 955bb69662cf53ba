import { Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireProjectRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, QueryOf, Returns } from '../../shared/index.js';
import { z } from 'zod';
import {
  oldProjectToolBody,
  OldProjectToolBody,
  OldToolQuery,
  projectToolBody,
  ProjectToolBody,
  switchesOf,
  SwitchTools,
} from './project-tools.schemas.js';
import { ProjectTools } from './project-tools.js';

@ApiTags('Projects')
@Controller()
export class ProjectToolsController {
  constructor(private readonly tools: ProjectTools) {}

  @Get('tools')
  @RequireProjectRole('member', { projectInQuery: true })
  @ApiQuery({ name: 'project_id', type: Number, required: true })
  @ApiOperation({
    summary: 'List the tools of a project with your level on each',
    description: 'For members of the project, with any valid token that covers it.',
  })
  @Returns(z.array(OldProjectToolBody))
  async listWithLevels(@CurrentAccess() access: Access, @QueryOf(OldToolQuery) _query: unknown): Promise<unknown> {
    const { projectId } = access;
    const tools = await this.tools.list(projectId);
    return tools.map((inProject) => oldProjectToolBody(inProject, projectId, access.levelOn(inProject.tool.name)));
  }

  @Get('projects/:projectId/tools')
  @RequireProjectRole('member', { projectMayBeInactive: true })
  @ApiOperation({
    summary: 'List the tools of a project',
    description: 'For members of the project, with any valid token that covers it.',
  })
  @Returns(z.array(ProjectToolBody))
  async list(@CurrentAccess() access: Access): Promise<unknown> {
    return (await this.tools.list(access.projectId)).map(projectToolBody);
  }

  @Patch('projects/:projectId/tools')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  @RequireScope('directory:manage')
  @ApiOperation({
    summary: 'Switch tools of a project on or off, and order them',
    description: 'For administrators of the project or the company, with the scope `directory:manage`.',
  })
  @Accepts(SwitchTools)
  @Returns(z.array(ProjectToolBody))
  async switch(@CurrentAccess() access: Access, @BodyOf(SwitchTools) body: SwitchTools): Promise<unknown> {
    return (await this.tools.set(access.projectId, switchesOf(body))).map(projectToolBody);
  }
}

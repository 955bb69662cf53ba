import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import {
  type Access,
  CurrentAccess,
  RequireCompanyRole,
  RequireProjectRole,
  RequireScope,
} from '../../access/index.js';
import { Accepts, BodyOf, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { Companies } from '../companies/companies.js';
import { ProjectVisibility, type VisibleProjects } from '../ports.js';
import type { Project } from './project.entity.js';
import {
  ChangeProject,
  CreateProject,
  filterOf,
  projectBody,
  ProjectBody,
  projectListItem,
  ProjectListItem,
  projectOf,
  ProjectQuery,
} from './projects.schemas.js';
import { Projects, type ProjectSelection } from './projects.js';

const VISIBLE =
  'Company administrators see all projects, others those they are members of, an app those permitted to it. ' +
  'Any valid token that covers the company will do.';

@ApiTags('Projects')
@Controller()
export class ProjectsController {
  constructor(
    private readonly projects: Projects,
    private readonly companies: Companies,
    private readonly visibility: ProjectVisibility,
  ) {}

  @Get('projects')
  @RequireCompanyRole('member')
  @ApiQuery({ name: 'company_id', type: Number, required: true })
  @ApiOperation({ summary: 'List projects', description: VISIBLE })
  @ReturnsList(ProjectBody)
  async list(@CurrentAccess() access: Access, @QueryOf(ProjectQuery) query: ProjectQuery): Promise<Paged<unknown>> {
    const company = await this.companies.get(access.companyId);
    return (await this.visible(access, query)).map((project) => projectBody(project, company));
  }

  @Get('companies/:companyId/projects')
  @RequireCompanyRole('member')
  @ApiOperation({ summary: 'List projects of a company, in brief', description: VISIBLE })
  @ReturnsList(ProjectListItem)
  async listBriefly(
    @CurrentAccess() access: Access,
    @QueryOf(ProjectQuery) query: ProjectQuery,
  ): Promise<Paged<unknown>> {
    return (await this.visible(access, query)).map(projectListItem);
  }

  @Post('projects')
  @RequireCompanyRole('admin')
  @RequireScope('directory:manage')
  @ApiOperation({
    summary: 'Create a project',
    description: 'For company administrators, with the scope `directory:manage`.',
  })
  @Accepts(CreateProject)
  @Returns(ProjectBody, { status: 201 })
  async create(@CurrentAccess() access: Access, @BodyOf(CreateProject) { project }: CreateProject): Promise<unknown> {
    return this.body(await this.projects.create(access.companyId, projectOf(project)));
  }

  @Get('projects/:projectId')
  @RequireProjectRole('member', { projectMayBeInactive: true })
  @ApiOperation({
    summary: 'Show a project',
    description: 'For members of the project, with any valid token that covers it.',
  })
  @Returns(ProjectBody)
  async show(@CurrentAccess() access: Access): Promise<unknown> {
    return this.body(await this.projects.get(access.projectId));
  }

  @Patch('projects/:projectId')
  @RequireCompanyRole('admin')
  @RequireProjectRole('member', { projectMayBeInactive: true })
  @RequireScope('directory:manage')
  @ApiOperation({
    summary: 'Change, deactivate or reactivate a project',
    description: 'For company administrators, with the scope `directory:manage`.',
  })
  @Accepts(ChangeProject)
  @Returns(ProjectBody)
  async change(@CurrentAccess() access: Access, @BodyOf(ChangeProject) { project }: ChangeProject): Promise<unknown> {
    return this.body(await this.projects.update(access.projectId, projectOf(project)));
  }

  private async visible(access: Access, query: ProjectQuery): Promise<Paged<Project>> {
    const selection = selectionOf(await this.visibility.visibleProjects(access), access);
    return this.projects.list(access.companyId, selection, filterOf(query));
  }

  private async body(project: Project): Promise<unknown> {
    return projectBody(project, await this.companies.get(project.companyId));
  }
}

function selectionOf(visible: VisibleProjects, { principalId: memberId }: Access): ProjectSelection {
  if (visible === 'all') return {};
  if (visible === 'memberships') return { memberId };
  return 'membershipsAmong' in visible ? { memberId, ids: visible.membershipsAmong } : { ids: visible };
}

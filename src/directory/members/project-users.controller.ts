import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireTool } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, PageQuery, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { ProjectMemberEditing } from './project-member-editing.js';
import { ProjectMemberList } from './project-member-list.js';
import { UserViews } from './user-views.js';
import { AddToProject, UserBody } from './users.schemas.js';

@ApiTags('Directory')
@Controller('projects/:projectId/users')
export class ProjectUsersController {
  constructor(
    private readonly members: ProjectMemberList,
    private readonly editing: ProjectMemberEditing,
    private readonly views: UserViews,
  ) {}

  @Get()
  @RequireTool('project.directory', 'read_only')
  @ApiOperation({
    summary: 'List the members of a project',
    description:
      'Scope `project.directory:read`, level `read_only` on `project.directory`. The service accounts of apps that may ' +
      'run in the project come last: they are managed with the installation, not here.',
  })
  @ReturnsList(UserBody)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    return this.views.ofProject(access.companyId, await this.members.list(access.companyId, access.projectId, query));
  }

  @Post(':id/actions/add')
  @RequireTool('project.directory', 'admin', { projectMayBeInactive: true })
  @ApiOperation({
    summary: 'Add a member of the company to a project',
    description:
      'Scope `project.directory:admin`, level `admin` on `project.directory`. A template may give no more than the ' +
      'caller has. Not for service accounts (409 `managed_as_service_account`).',
  })
  @Accepts(AddToProject)
  @Returns(UserBody, { status: 201 })
  async add(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(AddToProject) { user }: AddToProject,
  ): Promise<unknown> {
    return this.views.ofProjectMember(
      await this.editing.addToProject(access, id, user?.permission_template_id ?? null),
    );
  }

  @Delete(':id/actions/remove')
  @HttpCode(204)
  @RequireTool('project.directory', 'admin', { projectMayBeInactive: true })
  @ApiOperation({
    summary: 'Remove a member from a project',
    description:
      'Scope `project.directory:admin`, level `admin` on `project.directory`. Nobody removes a member who holds more ' +
      'than they do. Not for service accounts (409 `managed_as_service_account`).',
  })
  @ApiResponse({ status: 204, description: 'Removed.' })
  remove(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<void> {
    return this.editing.removeFromProject(access, id);
  }
}

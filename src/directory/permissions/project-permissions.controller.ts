import { Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireProjectRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, notFound, Returns } from '../../shared/index.js';
import { ProjectMemberEditing } from '../members/project-member-editing.js';
import { ProjectMemberList } from '../members/project-member-list.js';
import { PermissionViews } from './permission-views.js';
import { PermissionsBody, proposedOf, SetPermissions } from './permissions.schemas.js';

const NEEDS = 'For administrators of the project or the company, with the scope `directory:manage`.';

@ApiTags('Permissions')
@Controller('projects/:projectId/members/:id/permissions')
@RequireProjectRole('admin', { projectMayBeInactive: true })
@RequireScope('directory:manage')
export class ProjectPermissionsController {
  constructor(
    private readonly members: ProjectMemberList,
    private readonly editing: ProjectMemberEditing,
    private readonly views: PermissionViews,
  ) {}

  @Get()
  @ApiOperation({ summary: "Show a member's role, levels and actions in a project", description: NEEDS })
  @Returns(PermissionsBody)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    const member = await this.members.find(access.projectId, id);
    if (!member) throw notFound();
    return this.views.ofProjectMember(member);
  }

  @Put()
  @ApiOperation({
    summary: "Replace a member's role, levels and actions in a project",
    description:
      `${NEEDS} Adds the member of the company to the project if needed. In force on the member's next call. Not for ` +
      'service accounts (409 `managed_as_service_account`).',
  })
  @Accepts(SetPermissions)
  @Returns(PermissionsBody)
  async replace(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(SetPermissions) body: SetPermissions,
  ): Promise<unknown> {
    return this.views.ofProjectMember(await this.editing.setPermissions(access, id, proposedOf(body)));
  }
}

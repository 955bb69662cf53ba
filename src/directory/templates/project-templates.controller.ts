import { Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireProjectRole, RequireTool } from '../../access/index.js';
import { Accepts, BodyOf, PageQuery, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { ProjectMemberEditing } from '../members/project-member-editing.js';
import { AssignmentBody, AssignTemplate, TemplateListItem, templateListItem } from './permission-templates.schemas.js';
import { PermissionTemplates } from './permission-templates.js';

@ApiTags('Permissions')
@Controller('projects/:projectId')
export class ProjectTemplatesController {
  constructor(
    private readonly templates: PermissionTemplates,
    private readonly editing: ProjectMemberEditing,
  ) {}

  @Get('permission_templates')
  @RequireTool('project.directory', 'read_only')
  @ApiOperation({
    summary: 'List the permission templates that can be applied in a project',
    description: 'Scope `project.directory:read`, level `read_only` on `project.directory`.',
  })
  @ReturnsList(TemplateListItem)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    return (await this.templates.listForProject(access.companyId, access.projectId, query)).map(templateListItem);
  }

  @Patch('permission_template_assignments')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  @RequireTool('project.directory', 'admin')
  @ApiOperation({
    summary: 'Apply a permission template to a member of a project',
    description:
      'For administrators of the project or the company, with the scope `project.directory:admin`. The template ' +
      'replaces the levels set one by one, and may give no more than the caller has. Not for service accounts (409 ' +
      '`managed_as_service_account`).',
  })
  @Accepts(AssignTemplate)
  @Returns(AssignmentBody)
  async assign(@CurrentAccess() access: Access, @BodyOf(AssignTemplate) body: AssignTemplate): Promise<unknown> {
    const { user_id, permission_template_id } = body.permission_template_assignments;
    const member = await this.editing.applyTemplate(access, user_id, permission_template_id);
    return { user_id, permission_template_id: member.permissionTemplateId, project_id: member.projectId };
  }
}

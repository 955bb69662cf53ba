import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope, RequireTool } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import {
  ChangeTemplate,
  CreateTemplate,
  TemplateBody,
  templateBody,
  templateChangeOf,
  TemplateListItem,
  templateListItem,
  TemplateQuery,
} from './permission-templates.schemas.js';
import { PermissionTemplates } from './permission-templates.js';

const READS = 'Scope `company.permissions:read`, level `read_only` on `company.permissions`.';
const CHANGES = 'For company administrators, with the scope `directory:manage`.';

@ApiTags('Permissions')
@Controller('companies/:companyId/permission_templates')
export class PermissionTemplatesController {
  constructor(private readonly templates: PermissionTemplates) {}

  @Get()
  @RequireTool('company.permissions', 'read_only')
  @ApiOperation({ summary: 'List permission templates', description: READS })
  @ReturnsList(TemplateListItem)
  async list(@CurrentAccess() access: Access, @QueryOf(TemplateQuery) query: TemplateQuery): Promise<Paged<unknown>> {
    return (await this.templates.list(access.companyId, query, query['filters[type]'])).map(templateListItem);
  }

  @Get(':id')
  @RequireTool('company.permissions', 'read_only')
  @ApiOperation({ summary: 'Show a permission template', description: READS })
  @Returns(TemplateBody)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    return templateBody(await this.templates.get(access.companyId, id));
  }

  @Post()
  @HttpCode(200)
  @RequireCompanyRole('admin')
  @RequireScope('directory:manage')
  @ApiOperation({ summary: 'Create a permission template', description: CHANGES })
  @Accepts(CreateTemplate)
  @Returns(TemplateBody)
  async create(@CurrentAccess() access: Access, @BodyOf(CreateTemplate) body: CreateTemplate): Promise<unknown> {
    const { user_access_levels, permissions, project_id, ...template } = body.permission_template;
    const permissionSet = { levels: user_access_levels, actions: permissions };
    const created = { ...template, ...permissionSet, projectId: project_id };
    return templateBody(await this.templates.create(access.companyId, created));
  }

  @Patch(':id')
  @RequireCompanyRole('admin')
  @RequireScope('directory:manage')
  @ApiOperation({
    summary: 'Change a permission template',
    description: `${CHANGES} In force for everybody who has the template on their next call.`,
  })
  @Accepts(ChangeTemplate)
  @Returns(TemplateBody)
  async change(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(ChangeTemplate) body: ChangeTemplate,
  ): Promise<unknown> {
    return templateBody(await this.templates.update(access.companyId, id, templateChangeOf(body)));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireCompanyRole('admin')
  @RequireScope('directory:manage')
  @ApiOperation({
    summary: 'Delete a permission template',
    description: `${CHANGES} 409 \`template_in_use\` while anybody has it.`,
  })
  @ApiResponse({ status: 204, description: 'Deleted.' })
  delete(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<void> {
    return this.templates.delete(access.companyId, id);
  }
}

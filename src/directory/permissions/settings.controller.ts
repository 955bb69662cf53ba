import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Access, CurrentAccess, RequireCompanyRole, ToolCatalogue } from '../../access/index.js';
import { QueryOf, Returns } from '../../shared/index.js';
import { ProjectTools } from '../projects/project-tools.js';
import { PermissionSettings, toolSettings } from './settings.schemas.js';

const SettingsQuery = z.object({ project_id: z.string().optional() });
type SettingsQuery = z.output<typeof SettingsQuery>;

@ApiTags('Permissions')
@Controller('settings/permissions')
export class SettingsController {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly tools: ProjectTools,
  ) {}

  @Get()
  @RequireCompanyRole('member')
  @ApiQuery({ name: 'company_id', type: Number, required: false })
  @ApiQuery({ name: 'project_id', type: Number, required: false })
  @ApiOperation({
    summary: 'Show your own permissions in a company or in a project',
    description: 'For active members of the company, and of the project if one is named; with any valid token.',
  })
  @Returns(PermissionSettings)
  async show(@CurrentAccess() access: Access, @QueryOf(SettingsQuery) query: SettingsQuery): Promise<unknown> {
    if (query.project_id) {
      const tools = await this.tools.list(access.projectId);
      return { tools: tools.map(({ tool, active }) => toolSettings(tool, access, active)) };
    }
    return { tools: this.catalogue.list('company').map((tool) => toolSettings(tool, access, true)) };
  }
}

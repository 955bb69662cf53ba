import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { AppConfigurations, type ConfigurationDraft } from './app-configurations.js';
import {
  type ConfigurationBody,
  ConfigurationChangeBody,
  ConfigurationShape,
  ConfigurationsQuery,
  NewConfigurationBody,
} from './app-configurations.schemas.js';
import { ConfigurationViews } from './configuration-views.js';

const READERS =
  'Any token of an active `member`. An app sees its own where it may run; people see what holds in their projects, ' +
  'and all with `read_only` on `company.app_management`.';
const WRITERS =
  'For projects: members of each, unless the company switched that off; for all projects and the company, ' +
  'administrators or `admin` on `company.app_management`. Scope `app_installations:manage`.';

/** How installed apps are configured, in the shapes of Procore. */
@ApiTags('App management')
@Controller('companies/:companyId/app_configurations')
@RequireCompanyRole('member')
export class AppConfigurationsController {
  constructor(
    private readonly configurations: AppConfigurations,
    private readonly views: ConfigurationViews,
  ) {}

  @Get()
  @RequireScope()
  @ApiOperation({ summary: 'List configurations of apps', description: READERS })
  @ReturnsList(ConfigurationShape)
  async list(
    @QueryOf(ConfigurationsQuery) query: ConfigurationsQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<ConfigurationBody>> {
    const page = await this.configurations.list(access, query);
    return new Paged(await this.views.of(access, page.items), page.total, query);
  }

  @Get(':id')
  @RequireScope()
  @ApiOperation({ summary: 'Show a configuration of an app', description: READERS })
  @Returns(ConfigurationShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<ConfigurationBody> {
    return this.views.one(access, await this.configurations.get(access, id));
  }

  @Post()
  @HttpCode(201)
  @RequireScope('app_installations:manage')
  @ApiOperation({
    summary: 'Configure an installed app',
    description: `The values are checked against the schema of the version that is installed. ${WRITERS}`,
  })
  @Accepts(NewConfigurationBody)
  @Returns(ConfigurationShape, { status: 201, description: 'Configured.' })
  async create(
    @BodyOf(NewConfigurationBody) body: NewConfigurationBody,
    @CurrentAccess() access: Access,
  ): Promise<ConfigurationBody> {
    const draft: ConfigurationDraft = {
      title: body.title,
      values: body.instance_configuration,
      projectIds: body.project_ids,
      appliesToAll: body.applies_to_all_projects,
      appliesToCompany: body.applies_to_company,
    };
    const created = await this.configurations.create(access, body.app_installation_id, draft);
    return this.views.one(access, created);
  }

  @Patch(':id')
  @RequireScope('app_installations:manage')
  @ApiOperation({
    summary: 'Change a configuration',
    description:
      'What is missing stays as it is. What others configured is changed by administrators, who manages apps, and ' +
      `the administrators of each of its projects. ${WRITERS}`,
  })
  @Accepts(ConfigurationChangeBody)
  @Returns(ConfigurationShape)
  async change(
    @IdParam('id') id: number,
    @BodyOf(ConfigurationChangeBody) body: ConfigurationChangeBody,
    @CurrentAccess() access: Access,
  ): Promise<ConfigurationBody> {
    const changed = await this.configurations.change(access, id, changeOf(body));
    return this.views.one(access, changed);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('app_installations:manage')
  @ApiNoContentResponse({ description: 'It holds nowhere any more.' })
  @ApiOperation({ summary: 'Delete a configuration', description: WRITERS })
  async delete(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<void> {
    await this.configurations.delete(access, id);
  }
}

/** Only what the body names. */
function changeOf(body: ConfigurationChangeBody): Partial<ConfigurationDraft> {
  const named = {
    title: body.title,
    values: body.instance_configuration,
    projectIds: body.project_ids,
    appliesToAll: body.applies_to_all_projects,
    appliesToCompany: body.applies_to_company,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

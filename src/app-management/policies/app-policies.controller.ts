import { Controller, Delete, Get, HttpCode, Patch, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Companies } from '../../directory/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { MANAGERS } from '../managers.js';
import { AppPolicies } from './app-policies.js';
import {
  type PolicyBody,
  policyBody,
  PolicyShape,
  SetPolicyBody,
  SettingsBody,
  settingsBody,
  type SettingsOfApps,
  SettingsShape,
} from './app-policies.schemas.js';
import { PolicyDecisions } from './policy-decisions.js';

const WHO =
  'Scope `app_installations:manage`; company administrators (`admin`), or `admin` on `company.app_management`.';

/** Whether members may install, and which apps a company lets in or keeps out. */
@ApiTags('App management')
@Controller('companies/:companyId/app_management')
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
export class AppPoliciesController {
  constructor(
    private readonly companies: Companies,
    private readonly policies: AppPolicies,
    private readonly decisions: PolicyDecisions,
  ) {}

  @Get('settings')
  @ApiOperation({ summary: 'Show the settings of app management', description: WHO })
  @Returns(SettingsShape)
  async settings(@CurrentAccess() access: Access): Promise<SettingsOfApps> {
    return settingsBody(await this.companies.get(access.companyId));
  }

  @Patch('settings')
  @ApiOperation({
    summary: 'Change the settings of app management',
    description: `What is missing stays as it is. ${WHO}`,
  })
  @Accepts(SettingsBody)
  @Returns(SettingsShape)
  async change(@BodyOf(SettingsBody) body: SettingsBody, @CurrentAccess() access: Access): Promise<SettingsOfApps> {
    const { allow_user_installs, allow_project_configurations } = body;
    const change = {
      ...(allow_user_installs !== undefined && { allowUserInstalls: allow_user_installs }),
      ...(allow_project_configurations !== undefined && { allowProjectConfigurations: allow_project_configurations }),
    };
    return settingsBody(await this.companies.update(access.companyId, change));
  }

  @Get('policies')
  @ApiOperation({ summary: 'List the apps that were let in or kept out', description: WHO })
  @ReturnsList(PolicyShape)
  async list(@QueryOf(PageQuery) query: PageQuery, @CurrentAccess() access: Access): Promise<Paged<PolicyBody>> {
    return (await this.policies.list(access.companyId, query)).map(policyBody);
  }

  @Put('policies/:appId')
  @ApiOperation({
    summary: 'Let an app in or keep it out',
    description:
      '`allowed`: members may install it for themselves even while user installs are off. `denied`: it stops in the ' +
      `whole company at once, and nobody can install, connect or ask for it. ${WHO}`,
  })
  @Accepts(SetPolicyBody)
  @Returns(PolicyShape)
  async set(
    @IdParam('appId') appId: number,
    @BodyOf(SetPolicyBody) body: SetPolicyBody,
    @CurrentAccess() access: Access,
  ): Promise<PolicyBody> {
    const { companyId, principalId: setBy } = access;
    return policyBody(await this.decisions.set({ companyId, appId, setBy, ...body }));
  }

  @Delete('policies/:appId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The switch for all apps decides again.' })
  @ApiOperation({ summary: 'Take a decision about an app back', description: WHO })
  async remove(@IdParam('appId') appId: number, @CurrentAccess() access: Access): Promise<void> {
    await this.decisions.takeBack(access.companyId, appId);
  }
}

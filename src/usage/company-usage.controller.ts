import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import { Installations } from '../app-management/index.js';
import { ServiceAccounts } from '../service-accounts/index.js';
import { IdParam, type Paged, QueryOf, ReturnsList } from '../shared/index.js';
import { type CompanyReport, CompanyUsage } from './company-usage.js';
import { CSV_TYPE } from './csv.js';
import { periodOf } from './usage-days.js';
import { UsageReaders } from './usage-readers.js';
import {
  AccountUsageQuery,
  InstallationUsageQuery,
  type UsageBody,
  UsageFileQuery,
  UsageQuery,
  UsageShape,
} from './usage.schemas.js';

const WHO =
  'Scope `company.app_management:read`; active `member`s with `read_only` on `company.app_management`; with ' +
  '`project_id` also the administrators of that project.';

/** How the apps and service accounts of a company use its data. */
@ApiTags('Oversight')
@Controller('companies/:companyId')
@RequireScope('company.app_management:read')
@RequireCompanyRole('member', { projectMayBeInactive: true })
export class CompanyUsageController {
  constructor(
    private readonly readers: UsageReaders,
    private readonly usage: CompanyUsage,
    private readonly installations: Installations,
    private readonly accounts: ServiceAccounts,
  ) {}

  @Get('app_usage')
  @ApiOperation({
    summary: 'Report the usage of apps',
    description:
      'API calls that this company concerned, let in and refused alike: what this process counted up to now, and ' +
      `others up to some seconds ago. Kept for 13 months. ${WHO}`,
  })
  @ReturnsList(UsageShape)
  async list(@CurrentAccess() access: Access, @QueryOf(UsageQuery) query: UsageQuery): Promise<Paged<UsageBody>> {
    this.readers.require(access);
    return this.usage.list(reportOf(access, query), query);
  }

  @Get('app_usage.csv')
  @ApiOperation({
    summary: 'Report the usage of apps as a file',
    description: `The same figures, all at once; 422 for more than 50,000 lines. ${WHO}`,
  })
  @ApiResponse({
    status: 200,
    description: 'A header, then one line for each group.',
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  async file(
    @CurrentAccess() access: Access,
    @QueryOf(UsageFileQuery) query: UsageFileQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.readers.require(access);
    const text = await this.usage.file(reportOf(access, query));
    const name = `attachment; filename="app-usage-${access.companyId}.csv"`;
    await reply.header('Content-Type', CSV_TYPE).header('Content-Disposition', name).send(text);
  }

  @Get('app_installations/:id/usage')
  @ApiOperation({
    summary: 'Report the usage of an installed app',
    description: `In this company, also after it was uninstalled. ${WHO}`,
  })
  @ReturnsList(UsageShape)
  async ofInstallation(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @QueryOf(InstallationUsageQuery) query: InstallationUsageQuery,
  ): Promise<Paged<UsageBody>> {
    this.readers.require(access);
    const { appId, installedFor } = await this.installations.get(access.companyId, id);
    const person = installedFor === null ? {} : { principal_id: installedFor };
    return this.usage.list(reportOf(access, { ...query, app_id: appId, ...person }), query);
  }

  @Get('service_accounts/:id/usage')
  @ApiOperation({
    summary: 'Report the usage of a service account',
    description: `Of one that the company manages. ${WHO}`,
  })
  @ReturnsList(UsageShape)
  async ofAccount(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @QueryOf(AccountUsageQuery) query: AccountUsageQuery,
  ): Promise<Paged<UsageBody>> {
    this.readers.require(access);
    await this.accounts.get(access.companyId, id);
    return this.usage.list(reportOf(access, { ...query, principal_id: id }), query);
  }
}

const reportOf = ({ companyId }: Access, query: UsageFileQuery): CompanyReport => ({
  filter: {
    companyId,
    ...periodOf(query, Date.now()),
    appId: query.app_id,
    clientId: query.client_id,
    principalId: query.principal_id,
    projectId: query.project_id,
    route: query.route,
    status: query.status,
  },
  by: query.group_by,
});

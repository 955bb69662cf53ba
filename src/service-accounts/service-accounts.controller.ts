import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../shared/index.js';
import { ServiceAccountSecrets } from './service-account-secrets.js';
import type { ServiceAccount } from './service-account.entity.js';
import { ServiceAccounts } from './service-accounts.js';
import {
  ChangeServiceAccountBody,
  createdBody,
  CreatedServiceAccountShape,
  NewServiceAccountBody,
  serviceAccountBody,
  ServiceAccountShape,
} from './service-accounts.schemas.js';

type AccountBody = z.input<typeof ServiceAccountShape>;

/** Company-managed service accounts. */
@ApiTags('Service accounts')
@Controller('companies/:companyId/service_accounts')
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly secrets: ServiceAccountSecrets,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List service accounts',
    description: 'Deleted ones are left out. Scope `service_accounts:manage`; company administrators.',
  })
  @ReturnsList(ServiceAccountShape)
  async list(@QueryOf(PageQuery) query: PageQuery, @CurrentAccess() access: Access): Promise<Paged<AccountBody>> {
    const page = await this.accounts.list(access.companyId, query);
    const facts = await this.secrets.factsOf(page.items);
    return page.map((account) => serviceAccountBody(account, facts.get(account.clientRowId)));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Create a service account',
    description:
      'Shows its client id and its secret, this once. It can do nothing until permissions are set. Scope ' +
      '`service_accounts:manage`; company administrators.',
  })
  @Accepts(NewServiceAccountBody)
  @Returns(CreatedServiceAccountShape, { status: 201, description: 'Created.' })
  async create(
    @BodyOf(NewServiceAccountBody) body: NewServiceAccountBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CreatedServiceAccountShape>> {
    const { name, description, contact_email: contactEmail } = body;
    const details = { name, description, contactEmail };
    return createdBody(await this.accounts.create(access.companyId, details, access.principalId));
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Show a service account',
    description: 'Scope `service_accounts:manage`; company administrators.',
  })
  @Returns(ServiceAccountShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<AccountBody> {
    return this.bodyOf(await this.accounts.get(access.companyId, id));
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change a service account',
    description:
      'Deactivating ends its tokens at once and keeps its permissions. Scope `service_accounts:manage`; company ' +
      'administrators.',
  })
  @Accepts(ChangeServiceAccountBody)
  @Returns(ServiceAccountShape)
  async change(
    @IdParam('id') id: number,
    @BodyOf(ChangeServiceAccountBody) body: ChangeServiceAccountBody,
    @CurrentAccess() access: Access,
  ): Promise<AccountBody> {
    const { contact_email, ...rest } = body;
    const change = { ...rest, ...(contact_email === undefined ? {} : { contactEmail: contact_email }) };
    return this.bodyOf(await this.accounts.change(access.companyId, id, change));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiOperation({
    summary: 'Delete a service account',
    description:
      'Ends its tokens at once, for good; the audit trail keeps its name. Scope `service_accounts:manage`; company ' +
      'administrators.',
  })
  async delete(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<void> {
    await this.accounts.delete(access.companyId, id);
  }

  private async bodyOf(account: ServiceAccount): Promise<AccountBody> {
    const facts = await this.secrets.factsOf([account]);
    return serviceAccountBody(account, facts.get(account.clientRowId));
  }
}

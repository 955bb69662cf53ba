import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { managesApps } from '../managers.js';
import { InstallationRequestViews } from './installation-request-views.js';
import { InstallationRequests } from './installation-requests.js';
import {
  InstallationRequestShape,
  ProcoreRequestBody,
  ProcoreRequestsQuery,
  type RequestBody,
} from './installation-requests.schemas.js';

/** Installation requests by the routes of Procore, in its shape and more. */
@ApiTags('App management')
@Controller('installation_requests')
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
export class ProcoreRequestsController {
  constructor(
    private readonly requests: InstallationRequests,
    private readonly views: InstallationRequestViews,
  ) {}

  @Get()
  @ApiQuery({ name: 'company_id', required: false, type: Number })
  @ApiOperation({
    summary: 'List open installation requests',
    description:
      'Of the company that header or query name. Whoever does not manage apps sees their own. Scope ' +
      '`app_installations:manage`; active `member`s.',
  })
  @ReturnsList(InstallationRequestShape)
  async list(
    @QueryOf(ProcoreRequestsQuery) query: ProcoreRequestsQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<RequestBody>> {
    const { developer_app_id: appId, implicit } = query;
    const filter = {
      status: 'pending' as const,
      ...(appId === undefined ? {} : { appId }),
      ...(implicit === undefined ? {} : { implicit }),
      ...(managesApps(access) ? {} : { requesterId: access.principalId }),
    };
    return this.views.page(await this.requests.list(access.companyId, query, filter));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Ask for an app by its id',
    description: 'The same wish twice is 409 `duplicate_request`. Scope `app_installations:manage`; active `member`s.',
  })
  @Accepts(ProcoreRequestBody)
  @Returns(InstallationRequestShape, { status: 201, description: 'Asked.' })
  async raise(
    @BodyOf(ProcoreRequestBody) body: ProcoreRequestBody,
    @CurrentAccess() access: Access,
  ): Promise<RequestBody> {
    const { companyId, principalId: requesterId } = access;
    const wish = { companyId, requesterId, notes: body.notes, projectIds: [], implicit: false };
    return this.views.one(await this.requests.raise(wish, { appId: body.developer_app_id }));
  }
}

import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { installationBody } from '../installation-bodies.js';
import { InstallationShape } from '../installation-shapes.js';
import { InstallationViews } from '../installation-views.js';
import { permittedOf } from '../installations.schemas.js';
import { MANAGERS, managesApps } from '../managers.js';
import type { InstallationRequest } from './installation-request.entity.js';
import { InstallationRequestViews } from './installation-request-views.js';
import { InstallationRequests } from './installation-requests.js';
import {
  ApproveBody,
  DenyBody,
  InstallationRequestShape,
  NewRequestBody,
  type RequestBody,
  RequestsQuery,
} from './installation-requests.schemas.js';
import { RequestAnswers } from './request-answers.js';

const ANSWERING = 'company administrators (`admin`), or `admin` on `company.app_management`.';

/** Wishes of members for apps, and what administrators answer. */
@ApiTags('App management')
@Controller('companies/:companyId/installation_requests')
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
export class InstallationRequestsController {
  constructor(
    private readonly requests: InstallationRequests,
    private readonly answers: RequestAnswers,
    private readonly views: InstallationRequestViews,
    private readonly installations: InstallationViews,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List installation requests',
    description:
      'Newest first. Whoever does not manage apps sees their own. Scope `app_installations:manage`; active `member`s.',
  })
  @ReturnsList(InstallationRequestShape)
  async list(
    @QueryOf(RequestsQuery) query: RequestsQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<RequestBody>> {
    const filter = {
      ...(query.app_id === undefined ? {} : { appId: query.app_id }),
      ...(query.status ? { status: query.status } : {}),
      ...(managesApps(access) ? {} : { requesterId: access.principalId }),
    };
    return this.views.page(await this.requests.list(access.companyId, query, filter));
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Show an installation request',
    description: 'One’s own, or any for who manages apps. Scope `app_installations:manage`; active `member`s.',
  })
  @Returns(InstallationRequestShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<RequestBody> {
    const requester = managesApps(access) ? null : access.principalId;
    return this.views.one(await this.requests.get(access.companyId, id, requester));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Ask for an app or an upgrade',
    description:
      'Administrators see it until they answer or 30 days are over. The same wish twice is 409 `duplicate_request`. ' +
      'Scope `app_installations:manage`; active `member`s.',
  })
  @Accepts(NewRequestBody)
  @Returns(InstallationRequestShape, { status: 201, description: 'Asked.' })
  async raise(@BodyOf(NewRequestBody) body: NewRequestBody, @CurrentAccess() access: Access): Promise<RequestBody> {
    const wish = {
      companyId: access.companyId,
      requesterId: access.principalId,
      notes: body.notes,
      projectIds: body.project_ids,
      implicit: false,
    };
    return this.views.one(await this.keep(wish, body));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @RequireCompanyRole('admin', MANAGERS)
  @ApiOperation({
    summary: 'Approve an installation request',
    description:
      'Installs or upgrades what was asked for, in the same moment; the first answer counts (409 `request_answered`). ' +
      `Repeat the permissions of the version. Scope \`app_installations:manage\`; ${ANSWERING}`,
  })
  @Accepts(ApproveBody)
  @Returns(InstallationShape)
  async approve(
    @IdParam('id') id: number,
    @BodyOf(ApproveBody) body: ApproveBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof InstallationShape>> {
    const { version_key: versionKey, approved_permissions: approved, permitted_projects: permitted } = body;
    const installation = await this.answers.approve(access.companyId, id, {
      by: access,
      ...(versionKey === undefined ? {} : { target: { versionKey } }),
      ...(approved ? { approved } : {}),
      ...(permitted ? { permitted: permittedOf(permitted) } : {}),
    });
    return installationBody(await this.installations.one(installation));
  }

  @Post(':id/deny')
  @HttpCode(200)
  @RequireCompanyRole('admin', MANAGERS)
  @ApiOperation({
    summary: 'Deny an installation request',
    description: `The first answer counts (409 \`request_answered\`). Scope \`app_installations:manage\`; ${ANSWERING}`,
  })
  @Accepts(DenyBody)
  @Returns(InstallationRequestShape)
  async deny(
    @IdParam('id') id: number,
    @BodyOf(DenyBody) body: DenyBody,
    @CurrentAccess() access: Access,
  ): Promise<RequestBody> {
    return this.views.one(await this.answers.deny(access.companyId, id, access.principalId, body.notes));
  }

  @Delete(':id')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Withdraw an installation request',
    description: 'One’s own, while it is open. Scope `app_installations:manage`; active `member`s.',
  })
  @Returns(InstallationRequestShape)
  async withdraw(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<RequestBody> {
    return this.views.one(await this.answers.withdraw(access.companyId, id, access.principalId));
  }

  private keep(wish: Parameters<InstallationRequests['raise']>[0], body: NewRequestBody): Promise<InstallationRequest> {
    const { app_id: appId, version_key: versionKey, installation_id: installationId } = body;
    if (installationId !== undefined) return this.requests.raiseUpgrade(wish, installationId);
    return this.requests.raise(wish, versionKey === undefined ? { appId: appId ?? 0 } : { versionKey });
  }
}

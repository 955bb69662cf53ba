import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import { installationBody } from './installation-bodies.js';
import { InstallationShape } from './installation-shapes.js';
import type { InstallationTarget } from './installation-terms.js';
import { InstallationViews } from './installation-views.js';
import { Installations } from './installations.js';
import {
  NewInstallationBody,
  permittedBody,
  permittedOf,
  PermittedProjectsBody,
  PermittedProjectsShape,
} from './installations.schemas.js';
import { PermittedProjects } from './permitted-projects.js';

/** What administrators of a company decide about its apps. */
@ApiTags('App management')
@Controller('companies/:companyId/app_installations')
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', { orTool: { name: 'company.app_management', level: 'admin' } })
export class CompanyInstallationsController {
  constructor(
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly projects: PermittedProjects,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Install an app',
    description:
      'By the key of a version, or the newest promoted version of an app. Repeat the permissions that the version ' +
      'asks for; you approve only up to your own levels, and permit only projects in which you hold as much. Scope ' +
      '`app_installations:manage`; company administrators, or `admin` on `company.app_management`.',
  })
  @Accepts(NewInstallationBody)
  @Returns(InstallationShape, { status: 201, description: 'Installed.' })
  async install(
    @BodyOf(NewInstallationBody) body: NewInstallationBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof InstallationShape>> {
    const { approved_permissions: approved, permitted_projects: permitted } = body;
    const installation = await this.installations.install({
      companyId: access.companyId,
      target: targetOf(body),
      by: access,
      ...(approved ? { approved } : {}),
      ...(permitted ? { permitted: permittedOf(permitted) } : {}),
    });
    return installationBody(await this.views.one(installation));
  }

  @Get(':id/permitted_projects')
  @ApiOperation({
    summary: 'Show where an app may run',
    description:
      'Of an uninstalled app: the former projects. Scope `app_installations:manage`; company administrators, or ' +
      '`admin` on `company.app_management`.',
  })
  @Returns(PermittedProjectsShape)
  async permitted(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof PermittedProjectsShape>> {
    return permittedBody(await this.projects.get(access.companyId, id));
  }

  @Put(':id/permitted_projects')
  @ApiOperation({
    summary: 'Decide where an app may run',
    description:
      'Replaces the permitted projects; in force on the next call. Scope `app_installations:manage`; company ' +
      'administrators, or `admin` on `company.app_management`, who add only projects in which they hold what was ' +
      'approved for the app; `all_and_future` is for company administrators.',
  })
  @Accepts(PermittedProjectsBody)
  @Returns(PermittedProjectsShape)
  async permit(
    @IdParam('id') id: number,
    @BodyOf(PermittedProjectsBody) body: PermittedProjectsBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof PermittedProjectsShape>> {
    const { companyId, principalId } = access;
    return permittedBody(await this.projects.replace(companyId, id, permittedOf(body), principalId));
  }
}

const targetOf = ({ version_key, app_id }: NewInstallationBody): InstallationTarget =>
  version_key === undefined ? { appId: app_id ?? 0 } : { versionKey: version_key };

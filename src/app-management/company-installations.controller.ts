import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { installationBody } from './installation-bodies.js';
import { InstallationShape } from './installation-shapes.js';
import { InstallationViews } from './installation-views.js';
import { Installations } from './installations.js';
import { permittedBody, permittedOf, PermittedProjectsBody, PermittedProjectsShape } from './installations.schemas.js';
import { MANAGERS } from './managers.js';
import { PermittedProjects } from './permitted-projects.js';

type Body = z.input<typeof InstallationShape>;

/** What administrators of a company decide about its apps. */
@ApiTags('App management')
@Controller('companies/:companyId/app_installations')
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
export class CompanyInstallationsController {
  constructor(
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly projects: PermittedProjects,
  ) {}

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
      'approved for the app; `all_and_future`, and freeing users again from the permitted projects, is for ' +
      'company administrators.',
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

  @Post(':id/suspend')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Suspend an app',
    description:
      'Stops it in this company at once, for its service account and for tokens of users alike (403 `app_suspended`), ' +
      'until it is resumed. Nothing is lost. Scope `app_installations:manage`; company administrators, or `admin` on ' +
      '`company.app_management`.',
  })
  @Returns(InstallationShape)
  async suspend(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<Body> {
    return this.bodyOf(await this.installations.suspend(access.companyId, id, access.principalId));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Resume a suspended app',
    description:
      'With the version, approval and projects that it had. Scope `app_installations:manage`; company administrators, ' +
      'or `admin` on `company.app_management`, up to their own levels.',
  })
  @Returns(InstallationShape)
  async resume(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<Body> {
    return this.bodyOf(await this.installations.resume(access.companyId, id, access));
  }

  private async bodyOf(installation: AppInstallation): Promise<Body> {
    return installationBody(await this.views.one(installation));
  }
}

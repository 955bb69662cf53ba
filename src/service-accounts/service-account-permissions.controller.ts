import { Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireProjectRole, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import {
  CompanyPermissionsBody,
  companyPermissionsBody,
  CompanyPermissionsShape,
  givenOf,
  ProjectPermissionsBody,
  projectPermissionsBody,
  ProjectPermissionsShape,
} from './permissions.schemas.js';
import { ServiceAccountPermissions } from './service-account-permissions.js';
import { ServiceAccountProjects } from './service-account-projects.js';

type ProjectBody = z.input<typeof ProjectPermissionsShape>;

/** What a service account may do, in the company and in its projects. */
@ApiTags('Service accounts')
@Controller('companies/:companyId/service_accounts/:id')
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
export class ServiceAccountPermissionsController {
  constructor(
    private readonly permissions: ServiceAccountPermissions,
    private readonly projects: ServiceAccountProjects,
  ) {}

  @Get('permissions')
  @ApiOperation({
    summary: "Show a service account's company permissions",
    description: 'Scope `service_accounts:manage`; company administrators.',
  })
  @Returns(CompanyPermissionsShape)
  async show(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CompanyPermissionsShape>> {
    return companyPermissionsBody(await this.permissions.get(access.companyId, id));
  }

  @Put('permissions')
  @ApiOperation({
    summary: "Set a service account's company permissions",
    description:
      'Replaces all of them: what the body does not name becomes `none`. In force on the next call. Scope ' +
      '`service_accounts:manage`; company administrators.',
  })
  @Accepts(CompanyPermissionsBody)
  @Returns(CompanyPermissionsShape)
  async replace(
    @IdParam('id') id: number,
    @BodyOf(CompanyPermissionsBody) body: CompanyPermissionsBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CompanyPermissionsShape>> {
    const given = { ...givenOf(body), scopes: body.scopes };
    return companyPermissionsBody(await this.permissions.replace(access.companyId, id, given));
  }

  @Get('projects')
  @ApiOperation({
    summary: "List a service account's projects",
    description: 'With its permissions in each. Scope `service_accounts:manage`; company administrators.',
  })
  @Returns(ProjectPermissionsShape.array())
  async list(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<ProjectBody[]> {
    return (await this.projects.list(access.companyId, id)).map(projectPermissionsBody);
  }

  @Get('projects/:projectId')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  @ApiOperation({
    summary: "Show a service account's permissions in a project",
    description: 'Scope `service_accounts:manage`; company administrators.',
  })
  @Returns(ProjectPermissionsShape)
  async showProject(
    @IdParam('id') id: number,
    @IdParam('projectId') projectId: number,
    @CurrentAccess() access: Access,
  ): Promise<ProjectBody> {
    return projectPermissionsBody(await this.projects.get(access.companyId, id, projectId));
  }

  @Put('projects/:projectId')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  @ApiOperation({
    summary: 'Let a service account work in a project',
    description:
      'Adds it to the project if needed and replaces its permissions there. Scope `service_accounts:manage`; company ' +
      'administrators.',
  })
  @Accepts(ProjectPermissionsBody)
  @Returns(ProjectPermissionsShape)
  async putProject(
    @IdParam('id') id: number,
    @IdParam('projectId') projectId: number,
    @BodyOf(ProjectPermissionsBody) body: ProjectPermissionsBody,
    @CurrentAccess() access: Access,
  ): Promise<ProjectBody> {
    return projectPermissionsBody(await this.projects.put(access.companyId, id, projectId, givenOf(body)));
  }

  @Delete('projects/:projectId')
  @HttpCode(204)
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  @ApiNoContentResponse({ description: 'Removed.' })
  @ApiOperation({
    summary: 'Take a service account out of a project',
    description: 'Scope `service_accounts:manage`; company administrators.',
  })
  async removeProject(
    @IdParam('id') id: number,
    @IdParam('projectId') projectId: number,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.projects.takeOut(access.companyId, id, projectId);
  }
}

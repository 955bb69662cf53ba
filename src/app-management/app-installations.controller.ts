import { Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope, RequireTool } from '../access/index.js';
import { AppReleases } from '../apps/index.js';
import {
  Accepts,
  BodyOf,
  IdParam,
  invalidFields,
  Paged,
  PageQuery,
  QueryOf,
  Returns,
  ReturnsList,
} from '../shared/index.js';
import { installationBody, installationItem } from './installation-bodies.js';
import { InstallationItem, InstallationShape } from './installation-shapes.js';
import { InstallationViews } from './installation-views.js';
import { Installations } from './installations.js';
import { permittedOf, ProcoreInstallationBody, ProcoreStatusBody } from './installations.schemas.js';
import type { AppInstallation } from './app-installation.entity.js';

type Body = z.input<typeof InstallationShape>;

const MANAGERS = { orTool: { name: 'company.app_management', level: 'admin' } } as const;

/** Installations by the routes and in the shapes of Procore. */
@ApiTags('App management')
@Controller('app_installations')
export class AppInstallationsController {
  constructor(
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly releases: AppReleases,
  ) {}

  @Get()
  @RequireTool('company.app_management', 'read_only')
  @ApiQuery({ name: 'company_id', required: false, type: Number })
  @ApiQuery({ name: 'project_id', required: false, type: Number })
  @ApiOperation({
    summary: 'List installed and uninstalled apps',
    description:
      'Of the company that header or query name, or of the company of `project_id`. Scope ' +
      '`company.app_management:read`; `read_only` on `company.app_management`.',
  })
  @ReturnsList(InstallationItem)
  async list(
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof InstallationItem>>> {
    const page = await this.installations.list(access.companyId, query);
    const views = await this.views.of(access.companyId, page.items);
    return new Paged(views.map(installationItem), page.total, query);
  }

  @Get(':id')
  @RequireTool('company.app_management', 'read_only')
  @ApiQuery({ name: 'company_id', required: false, type: Number })
  @ApiQuery({ name: 'project_id', required: false, type: Number })
  @ApiOperation({
    summary: 'Show an installation',
    description: 'Scope `company.app_management:read`; `read_only` on `company.app_management`.',
  })
  @Returns(InstallationShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<Body> {
    return this.bodyOf(await this.installations.get(access.companyId, id));
  }

  @Post()
  @HttpCode(201)
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  @ApiOperation({
    summary: 'Install an app by its uid',
    description:
      'The newest promoted version. `app_installation.approved_permissions` repeats what it asks for. Scope ' +
      '`app_installations:manage`; company administrators, or `admin` on `company.app_management`.',
  })
  @Accepts(ProcoreInstallationBody)
  @Returns(InstallationShape, { status: 201, description: 'Installed.' })
  async install(
    @BodyOf(ProcoreInstallationBody) body: ProcoreInstallationBody,
    @CurrentAccess() access: Access,
  ): Promise<Body> {
    const app = await this.releases.appByUid(body.app_uid);
    if (!app) throw invalidFields({ app_uid: ['is not an app with a promoted version'] });
    const { approved_permissions: approved, permitted_projects: permitted } = body.app_installation;
    const installation = await this.installations.install({
      companyId: access.companyId,
      target: { appId: app.id },
      by: access,
      ...(approved ? { approved } : {}),
      ...(permitted ? { permitted: permittedOf(permitted) } : {}),
    });
    return this.bodyOf(installation);
  }

  @Patch(':id')
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  @ApiOperation({
    summary: 'Uninstall or reinstall an app',
    description:
      'Uninstalling stops the app in this company at once; reinstalling brings back its version, approval and ' +
      'projects. Scope `app_installations:manage`; company administrators, or `admin` on `company.app_management`.',
  })
  @Accepts(ProcoreStatusBody)
  @Returns(InstallationShape)
  async setStatus(
    @IdParam('id') id: number,
    @BodyOf(ProcoreStatusBody) body: ProcoreStatusBody,
    @CurrentAccess() access: Access,
  ): Promise<Body> {
    return this.bodyOf(await this.move(id, body.app_installation.status === 'installed', access));
  }

  /** A client that repeats what is already so gets the installation as it is. */
  private async move(id: number, toInstalled: boolean, access: Access): Promise<AppInstallation> {
    const { companyId, principalId } = access;
    const installation = await this.installations.get(companyId, id);
    if ((installation.status !== 'uninstalled') === toInstalled) return installation;
    return toInstalled
      ? this.installations.reinstall(companyId, id, access)
      : this.installations.uninstall(companyId, id, principalId);
  }

  private async bodyOf(installation: AppInstallation): Promise<Body> {
    return installationBody(await this.views.one(installation));
  }
}

import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope, RequireTool } from '../access/index.js';
import {
  Accepts,
  BodyOf,
  IdParam,
  Paged,
  PageQuery,
  QueryOf,
  Returns,
  ReturnsAlso,
  ReturnsList,
} from '../shared/index.js';
import { installationBody, installationItem } from './installation-bodies.js';
import { InstallationItem, InstallationShape } from './installation-shapes.js';
import { InstallationViews } from './installation-views.js';
import { Installations } from './installations.js';
import { permittedOf, ProcoreInstallationBody, ProcoreStatusBody } from './installations.schemas.js';
import type { AppInstallation } from './app-installation.entity.js';
import { ChangeableInstallations } from './changeable-installations.js';
import { Installing } from './installing.js';
import { InstallationRequestViews } from './requests/installation-request-views.js';
import { InstallationRequestShape, type RequestBody } from './requests/installation-requests.schemas.js';

type Body = z.input<typeof InstallationShape>;

/** Installations by the routes and in the shapes of Procore. */
@ApiTags('App management')
@Controller('app_installations')
export class AppInstallationsController {
  constructor(
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly installing: Installing,
    private readonly changeable: ChangeableInstallations,
    private readonly requests: InstallationRequestViews,
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
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('member')
  @ApiOperation({
    summary: 'Install an app by its uid',
    description:
      'The newest promoted version of an app in the marketplace, or that the company had. `app_installation.approved_permissions` repeats what it asks for. Whoever may not ' +
      'install it raises a request (202). Scope `app_installations:manage`; active `member`s.',
  })
  @Accepts(ProcoreInstallationBody)
  @ReturnsAlso(InstallationRequestShape, { status: 202, description: 'An administrator was asked.' })
  @Returns(InstallationShape, { status: 201, description: 'Installed.' })
  async install(
    @BodyOf(ProcoreInstallationBody) body: ProcoreInstallationBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Body | RequestBody> {
    const { approved_permissions: approved, permitted_projects: permitted } = body.app_installation;
    const outcome = await this.installing.install(access, {
      target: { appUid: body.app_uid },
      notes: '',
      ...(approved ? { approved } : {}),
      ...(permitted ? { permitted: permittedOf(permitted) } : {}),
    });
    void reply.status('request' in outcome ? 202 : 201);
    return 'request' in outcome ? this.requests.one(outcome.request) : this.bodyOf(outcome.installation);
  }

  @Patch(':id')
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('member')
  @ApiOperation({
    summary: 'Uninstall or reinstall an app',
    description:
      'Uninstalling stops the app in this company at once; reinstalling brings back its version, approval and ' +
      'projects. Scope `app_installations:manage`; company administrators, or `admin` on `company.app_management`; ' +
      'active `member`s, what they installed for themselves.',
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
  private move(id: number, toInstalled: boolean, access: Access): Promise<AppInstallation> {
    const { companyId, principalId } = access;
    return this.changeable.changing(access, id, async (installation) => {
      if ((installation.status !== 'uninstalled') === toInstalled) return installation;
      return toInstalled
        ? this.installations.reinstall(companyId, id, access)
        : this.installations.uninstall(companyId, id, principalId);
    });
  }

  private async bodyOf(installation: AppInstallation): Promise<Body> {
    return installationBody(await this.views.one(installation));
  }
}

import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, Paged, QueryOf, Returns, ReturnsAlso, ReturnsList } from '../shared/index.js';
import { installationBody } from './installation-bodies.js';
import { InstallationShape } from './installation-shapes.js';
import { InstallationViews } from './installation-views.js';
import { Installing } from './installing.js';
import { InstallationsQuery, NewInstallationBody, permittedOf, targetOf } from './installations.schemas.js';
import { Installations } from './installations.js';
import { managesApps } from './managers.js';
import { InstallationUse } from './ports.js';
import { type InstallationSummary, installationSummary, InstallationSummaryShape } from './installation-summary.js';
import { InstallationRequestShape, type RequestBody } from './requests/installation-requests.schemas.js';
import { InstallationRequestViews } from './requests/installation-request-views.js';
import type { z } from 'zod';

type Body = z.input<typeof InstallationShape>;

/** The apps of a company at a glance, and the way in for new ones. */
@ApiTags('App management')
@Controller('companies/:companyId/app_installations')
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
export class InstallingController {
  constructor(
    private readonly installing: Installing,
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly requests: InstallationRequestViews,
    private readonly use: InstallationUse,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List the apps of a company at a glance',
    description:
      'Publisher, how the app authenticates, what it may reach and where, since when, when it was last used, and which update is waiting. ' +
      'With `risk` for far-reaching grants. Whoever does not manage apps sees what they installed for themselves. Scope ' +
      '`app_installations:manage`; active `member`s.',
  })
  @ReturnsList(InstallationSummaryShape)
  async list(
    @QueryOf(InstallationsQuery) query: InstallationsQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<InstallationSummary>> {
    const { companyId, principalId } = access;
    const seesAll = managesApps(access) || access.reaches('company.app_management', 'read_only');
    const filter = {
      ...(query.status ? { statuses: [query.status] } : {}),
      ...(seesAll ? {} : { installedFor: principalId }),
    };
    const page = await this.installations.list(companyId, query, filter);
    const [views, lastUsed] = await Promise.all([
      this.views.of(companyId, page.items),
      this.use.lastUsed(page.items.map(({ id }) => id)),
    ]);
    const summaries = views.map((view) => installationSummary(view, lastUsed.get(view.installation.id) ?? null));
    return new Paged(summaries, page.total, query);
  }

  @Post()
  @ApiOperation({
    summary: 'Install an app',
    description:
      'By the key of a version, or the newest promoted version of an app in the marketplace, or that the company had. ' +
      'Repeat the permissions that the version asks for; you approve only up to your own levels, and permit only projects in which you hold as much. Company ' +
      'administrators, and `admin` on `company.app_management`, install for the company. Other members install for ' +
      'themselves what has no service account, where the company lets them; everything else becomes an installation ' +
      'request (202). Scope `app_installations:manage`; active `member`s.',
  })
  @Accepts(NewInstallationBody)
  @ReturnsAlso(InstallationRequestShape, { status: 202, description: 'An administrator was asked.' })
  @Returns(InstallationShape, { status: 201, description: 'Installed.' })
  async install(
    @BodyOf(NewInstallationBody) body: NewInstallationBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Body | RequestBody> {
    const { approved_permissions: approved, permitted_projects: permitted, notes } = body;
    const outcome = await this.installing.install(access, {
      target: targetOf(body),
      notes: notes ?? '',
      ...(approved ? { approved } : {}),
      ...(permitted ? { permitted: permittedOf(permitted) } : {}),
    });
    void reply.status('request' in outcome ? 202 : 201);
    if ('request' in outcome) return this.requests.one(outcome.request);
    return installationBody(await this.views.one(outcome.installation));
  }
}

import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, QueryOf, Returns, ReturnsAlso } from '../../shared/index.js';
import type { AppInstallation } from '../app-installation.entity.js';
import { ChangeableInstallations } from '../changeable-installations.js';
import { installationBody } from '../installation-bodies.js';
import { InstallationShape } from '../installation-shapes.js';
import { InstallationViews } from '../installation-views.js';
import { InstallationRequestViews } from '../requests/installation-request-views.js';
import { InstallationRequests } from '../requests/installation-requests.js';
import { InstallationRequestShape, type RequestBody } from '../requests/installation-requests.schemas.js';
import { UpgradeBody, upgradeBody, UpgradeQuery, UpgradeShape } from './upgrades.schemas.js';
import { Upgrades } from './upgrades.js';

type Body = z.input<typeof InstallationShape>;

/** Newer versions of installed apps: seen, applied, taken back. */
@ApiTags('App management')
@Controller('companies/:companyId/app_installations/:id')
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
export class UpgradesController {
  constructor(
    private readonly upgrades: Upgrades,
    private readonly changeable: ChangeableInstallations,
    private readonly views: InstallationViews,
    private readonly requests: InstallationRequests,
    private readonly requestViews: InstallationRequestViews,
  ) {}

  @Get('upgrade')
  @ApiOperation({
    summary: 'Show what an upgrade would change',
    description:
      'Against what the company approved, tool by tool, with the risk of each level. 409 `not_an_upgrade` where there ' +
      'is no newer version. Scope `app_installations:manage`; active `member`s.',
  })
  @Returns(UpgradeShape)
  async show(
    @IdParam('id') id: number,
    @QueryOf(UpgradeQuery) query: UpgradeQuery,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof UpgradeShape>> {
    await this.changeable.visible(access, id);
    return upgradeBody(await this.upgrades.show(access.companyId, id, { versionKey: query.version_key }));
  }

  @Post('upgrade')
  @ApiOperation({
    summary: 'Upgrade an app',
    description:
      'To the version that the diff showed. Where it needs approval, repeat its `permissions`: you approve only up to ' +
      'your own levels. Permitted projects stay. Until then, and after a refusal, the old version runs on with the ' +
      'old approval. Who may not upgrade raises a request (202). Scope `app_installations:manage`; active `member`s.',
  })
  @Accepts(UpgradeBody)
  @ReturnsAlso(InstallationRequestShape, { status: 202, description: 'An administrator was asked.' })
  @Returns(InstallationShape)
  async apply(
    @IdParam('id') id: number,
    @BodyOf(UpgradeBody) body: UpgradeBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Body | RequestBody> {
    const { companyId, principalId: requesterId } = access;
    const { version_id: versionId, version_key: versionKey, approved_permissions: approved, notes = '' } = body;
    const choice = { versionId, versionKey };
    const wish = { companyId, requesterId, notes, projectIds: [], implicit: false };
    const outcome = await this.changeable.either(
      access,
      id,
      async () => ({ installation: await this.upgrades.apply(companyId, id, { choice, approved }, access) }),
      async () => ({ request: await this.requests.raiseUpgrade(wish, id, choice) }),
    );
    void reply.status('request' in outcome ? 202 : 200);
    return 'request' in outcome ? this.requestViews.one(outcome.request) : this.bodyOf(outcome.installation);
  }

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take the last upgrade back',
    description:
      'Version and approval are as before the upgrade; permitted projects stay. Once (409 `nothing_to_roll_back`). ' +
      'Scope `app_installations:manage`; active `member`s who may change the installation.',
  })
  @Returns(InstallationShape)
  async rollback(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<Body> {
    return this.bodyOf(
      await this.changeable.changing(access, id, () => this.upgrades.rollback(access.companyId, id, access)),
    );
  }

  private async bodyOf(installation: AppInstallation): Promise<Body> {
    return installationBody(await this.views.one(installation));
  }
}

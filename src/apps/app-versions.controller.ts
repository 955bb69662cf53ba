import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../shared/index.js';
import { openedClientBody } from './app-clients.schemas.js';
import { AppVersions } from './app-versions.js';
import {
  appVersionBody,
  AppVersionShape,
  ChangeVersionBody,
  NewVersionBody,
  PromotedVersionShape,
  PromotionBody,
  WithdrawalBody,
} from './app-versions.schemas.js';
import { Manifests } from './manifest/manifests.js';
import { VersionPromotion } from './version-promotion.js';
import { VersionWithdrawal } from './version-withdrawal.js';

type VersionBody = z.input<typeof AppVersionShape>;

/** The versions of an app: drafted, tested in sandbox companies, promoted. */
@ApiTags('Apps')
@Controller('apps/:id/versions')
@RequireScope('apps:manage')
export class AppVersionsController {
  constructor(
    private readonly versions: AppVersions,
    private readonly promotion: VersionPromotion,
    private readonly withdrawal: VersionWithdrawal,
    private readonly manifests: Manifests,
  ) {}

  @Get()
  @ApiOperation({
    summary: "List an app's versions",
    description: 'Greatest first. Scope `apps:manage`; any role in the app.',
  })
  @ReturnsList(AppVersionShape)
  async list(
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<VersionBody>> {
    return (await this.versions.list(id, access.principalId, query)).map(appVersionBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Draft a version',
    description:
      'The number must be greater than every earlier one (409 `version_not_greater`). Tools are named as in ' +
      "Procore's manifests or in full. Scope `apps:manage`; role `admin` or `owner` in the app.",
  })
  @Accepts(NewVersionBody)
  @Returns(AppVersionShape, { status: 201, description: 'Drafted.' })
  async create(
    @IdParam('id') id: number,
    @Body() body: unknown,
    @CurrentAccess() access: Access,
  ): Promise<VersionBody> {
    const draft = this.manifests.parse(NewVersionBody, body);
    return appVersionBody(await this.versions.create(id, access.principalId, draft));
  }

  @Get(':version')
  @ApiOperation({
    summary: 'Show a version',
    description: 'With its manifest and its keys. Scope `apps:manage`; any role in the app.',
  })
  @Returns(AppVersionShape)
  async show(
    @IdParam('id') id: number,
    @Param('version') version: string,
    @CurrentAccess() access: Access,
  ): Promise<VersionBody> {
    return appVersionBody(await this.versions.show(id, access.principalId, version));
  }

  @Patch(':version')
  @ApiOperation({
    summary: 'Change a draft',
    description: 'Drafts only (409 `version_not_draft`). Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(ChangeVersionBody)
  @Returns(AppVersionShape)
  async change(
    @IdParam('id') id: number,
    @Param('version') version: string,
    @Body() body: unknown,
    @CurrentAccess() access: Access,
  ): Promise<VersionBody> {
    const change = this.manifests.parse(ChangeVersionBody, body);
    return appVersionBody(await this.versions.change(id, access.principalId, version, change));
  }

  @Post(':version/test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a draft to testing',
    description:
      'Freezes the manifest and gives the version its sandbox key. Scope `apps:manage`; role `admin` or `owner`.',
  })
  @Returns(AppVersionShape)
  async test(
    @IdParam('id') id: number,
    @Param('version') version: string,
    @CurrentAccess() access: Access,
  ): Promise<VersionBody> {
    return appVersionBody(await this.versions.test(id, access.principalId, version));
  }

  @Post(':version/promote')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Promote a tested version',
    description:
      'Gives the version its production key, once (409 `version_not_testing`). The first promotion of an app also ' +
      'makes its production client and shows its secret this once. Scope `apps:manage`; role `admin` or `owner`.',
  })
  @Accepts(PromotionBody)
  @Returns(PromotedVersionShape)
  async promote(
    @IdParam('id') id: number,
    @Param('version') version: string,
    @BodyOf(PromotionBody) body: PromotionBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof PromotedVersionShape>> {
    const promoted = await this.promotion.promote(id, access.principalId, version, body.release_notes);
    const production_client = promoted.production && openedClientBody(promoted.production);
    return { ...appVersionBody(promoted.version), production_client };
  }

  @Post(':version/withdraw')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Withdraw a version',
    description:
      'Nobody can install it or upgrade to it any more (409 `version_withdrawn`); companies that run it keep it. Once, ' +
      'from testing or promoted (409 `version_not_released`); its number stays taken. Scope `apps:manage`; role `admin` ' +
      'or `owner` in the app.',
  })
  @Accepts(WithdrawalBody)
  @Returns(AppVersionShape)
  async withdraw(
    @IdParam('id') id: number,
    @Param('version') version: string,
    @BodyOf(WithdrawalBody) body: WithdrawalBody,
    @CurrentAccess() access: Access,
  ): Promise<VersionBody> {
    return appVersionBody(await this.withdrawal.withdraw(id, access.principalId, version, body.reason));
  }
}

import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope, RequireTool } from '../../access/index.js';
import { MANAGERS } from '../../app-management/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../../shared/index.js';
import { requireWhole } from '../usage-readers.js';
import { UsageNames } from '../usage-names.js';
import { adviceBody, AdviceShape, NarrowBody, narrowedBody, NarrowedShape } from './advice.schemas.js';
import { Advising } from './advising.js';

/** Least privilege for installed apps. */
@ApiTags('App management')
@Controller('companies/:companyId/app_installations/:id/advice')
export class AdviceController {
  constructor(
    private readonly advising: Advising,
    private readonly names: UsageNames,
  ) {}

  @Get()
  @RequireTool('company.app_management', 'read_only')
  @ApiOperation({
    summary: 'Show what an app has and does not use',
    description:
      'From its calls of the last 30 days: what was approved for each tool against the highest level that a ' +
      'successful call of its service account needed, and permitted projects in which it did nothing. An installation ' +
      'whose terms changed within that time is not judged. Scope `company.app_management:read`; `read_only` on ' +
      '`company.app_management`.',
  })
  @Returns(AdviceShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<z.input<typeof AdviceShape>> {
    requireWhole(access);
    const advice = await this.advising.show(access.companyId, id);
    return adviceBody(advice, await this.names.projects(advice.untouched));
  }

  @Post('apply')
  @HttpCode(200)
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  @ApiOperation({
    summary: 'Take from an app what it does not need',
    description:
      'Without a field: all that is advised (409 `advice_not_ready` where nothing is). With fields: as they say, and ' +
      'nothing else; whatever would be wider is 422. In force on the next call, and through upgrades that ask for no ' +
      'more. Scope `app_installations:manage`; company administrators, or `admin` on `company.app_management`.',
  })
  @Accepts(NarrowBody)
  @Returns(NarrowedShape)
  async apply(
    @IdParam('id') id: number,
    @BodyOf(NarrowBody) body: NarrowBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof NarrowedShape>> {
    const { approved_permissions: approved, project_ids: projectIds } = body;
    return narrowedBody(await this.advising.apply(access.companyId, id, { approved, projectIds }));
  }
}

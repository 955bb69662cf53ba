import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../../access/index.js';
import { ownAccountOf } from '../../identity/index.js';
import { IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { appBody, AppShape } from '../apps.schemas.js';
import { OwnInvitations } from './own-invitations.js';
import { ownInvitationBody, OwnInvitationShape } from './team.schemas.js';

/** Which apps a person is invited to work on. */
@ApiTags('Me')
@Controller('me/app_invitations')
@RequireScope('apps:manage')
export class MeAppInvitationsController {
  constructor(private readonly invitations: OwnInvitations) {}

  @Get()
  @ApiOperation({
    summary: 'List your invitations to work on apps',
    description: 'Those to the e-mail address of your account that are still open. Scope `apps:manage`.',
  })
  @ReturnsList(OwnInvitationShape)
  async list(
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof OwnInvitationShape>>> {
    return (await this.invitations.list(ownAccountOf(access), query)).map(ownInvitationBody);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Accept an invitation to work on an app',
    description:
      'Once. You become a member of its sandbox company too: choose it when you authorize again. Scope `apps:manage`.',
  })
  @Returns(AppShape)
  async accept(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<z.input<typeof AppShape>> {
    return appBody(await this.invitations.accept(ownAccountOf(access), id));
  }

  @Post(':id/decline')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Declined.' })
  @ApiOperation({
    summary: 'Decline an invitation to work on an app',
    description: 'It is gone then; the team may invite you again. Scope `apps:manage`.',
  })
  async decline(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<void> {
    await this.invitations.decline(ownAccountOf(access), id);
  }
}

import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { AppCollaborators } from './app-collaborators.js';
import { AppInvitations } from './app-invitations.js';
import {
  ChangeCollaboratorBody,
  collaboratorBody,
  CollaboratorShape,
  invitationBody,
  InvitationShape,
  NewInvitationBody,
} from './team.schemas.js';

type CollaboratorBody = z.input<typeof CollaboratorShape>;

/** Who works on an app. */
@ApiTags('Apps')
@Controller('apps/:id')
@RequireScope('apps:manage')
export class AppCollaboratorsController {
  constructor(
    private readonly collaborators: AppCollaborators,
    private readonly invitations: AppInvitations,
  ) {}

  @Get('collaborators')
  @ApiOperation({
    summary: "List an app's collaborators",
    description: 'One of them is the owner. Scope `apps:manage`; any role in the app.',
  })
  @ReturnsList(CollaboratorShape)
  async list(
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<CollaboratorBody>> {
    return (await this.collaborators.list(id, access.principalId, query)).map(collaboratorBody);
  }

  @Post('collaborators')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Invite somebody to work on an app',
    description:
      'The answer is the same whether or not the address has an account, and so is the mail that is sent there. Whoever ' +
      'signs in with it finds the invitation under `GET /me/app_invitations` for 14 days. Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(NewInvitationBody)
  @Returns(InvitationShape, { status: 201, description: 'Invited.' })
  async invite(
    @IdParam('id') id: number,
    @BodyOf(NewInvitationBody) body: NewInvitationBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof InvitationShape>> {
    return invitationBody(await this.invitations.invite(id, access.principalId, body.email, body.role));
  }

  @Get('collaborators/:userId')
  @ApiOperation({ summary: 'Show a collaborator', description: 'Scope `apps:manage`; any role in the app.' })
  @Returns(CollaboratorShape)
  async show(
    @IdParam('id') id: number,
    @IdParam('userId') userId: number,
    @CurrentAccess() access: Access,
  ): Promise<CollaboratorBody> {
    return collaboratorBody(await this.collaborators.show(id, access.principalId, userId));
  }

  @Patch('collaborators/:userId')
  @ApiOperation({
    summary: 'Change what a collaborator may do',
    description:
      'In force on their next call, in the sandbox company too. The owner stays the owner (409 `last_owner`): transfer ' +
      'the app instead. Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(ChangeCollaboratorBody)
  @Returns(CollaboratorShape)
  async change(
    @IdParam('id') id: number,
    @IdParam('userId') userId: number,
    @BodyOf(ChangeCollaboratorBody) body: ChangeCollaboratorBody,
    @CurrentAccess() access: Access,
  ): Promise<CollaboratorBody> {
    return collaboratorBody(await this.collaborators.setRole(id, access.principalId, userId, body.role));
  }

  @Delete('collaborators/:userId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Removed.' })
  @ApiOperation({
    summary: 'Take a collaborator off an app',
    description:
      'They lose the app and its sandbox company at once. Everybody may take themselves off, the owner excepted (409 ' +
      '`last_owner`). Scope `apps:manage`; else role `admin` or `owner` in the app.',
  })
  async remove(
    @IdParam('id') id: number,
    @IdParam('userId') userId: number,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.collaborators.takeOff(id, access.principalId, userId);
  }

  @Get('invitations')
  @ApiOperation({
    summary: "List an app's open invitations",
    description: 'Scope `apps:manage`; any role in the app.',
  })
  @ReturnsList(InvitationShape)
  async listInvitations(
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof InvitationShape>>> {
    return (await this.invitations.list(id, access.principalId, query)).map(invitationBody);
  }

  @Delete('invitations/:invitationId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Withdrawn.' })
  @ApiOperation({
    summary: 'Withdraw an invitation',
    description: 'While it is open. Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  async withdraw(
    @IdParam('id') id: number,
    @IdParam('invitationId') invitationId: number,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.invitations.withdraw(id, access.principalId, invitationId);
  }
}

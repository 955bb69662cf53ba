import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireTool } from '../../access/index.js';
import { IdParam, Returns } from '../../shared/index.js';
import { UserViews } from '../members/user-views.js';
import { UserBody } from '../members/users.schemas.js';
import { PendingInvitations } from './pending-invitations.js';

/** What becomes of an invitation before it is answered. */
@ApiTags('Directory')
@Controller('companies/:companyId/users/:id/actions')
export class UserInvitationsController {
  constructor(
    private readonly invitations: PendingInvitations,
    private readonly views: UserViews,
  ) {}

  @Post('resend_invitation')
  @HttpCode(200)
  @RequireTool('company.directory', 'admin', { action: 'create_users' })
  @ApiOperation({
    summary: 'Send an invitation to a company again',
    description:
      'Mails a new link, good once and for 14 days; the former one is dead. Five mails a day go to one address (429 ' +
      '`too_many_invitations`). Scope `company.directory:admin`, level `admin` on `company.directory` or the action ' +
      '`create_users`.',
  })
  @Returns(UserBody)
  async resend(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    return this.views.ofMember(await this.invitations.resend(access, id));
  }

  @Post('withdraw_invitation')
  @HttpCode(204)
  @RequireTool('company.directory', 'admin', { action: 'create_users' })
  @ApiOperation({
    summary: 'Withdraw an invitation to a company',
    description:
      'Its link is dead, and the entry goes from the directory. Company administrators, who hold no less than the ' +
      'entry. Scope `company.directory:admin`.',
  })
  @ApiResponse({ status: 204, description: 'Withdrawn.' })
  withdraw(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<void> {
    return this.invitations.withdraw(access, id);
  }
}

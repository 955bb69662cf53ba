import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireTool } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, PageQuery, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { ownIdentity } from '../me/own-identity.js';
import { Members } from './members.js';
import { UserEditing } from './user-editing.js';
import { UserViews } from './user-views.js';
import { AddUser, ChangeUser, OwnUserBody, ownUserBody, UserBody } from './users.schemas.js';

@ApiTags('Directory')
@Controller('companies/:companyId')
export class CompanyUsersController {
  constructor(
    private readonly members: Members,
    private readonly editing: UserEditing,
    private readonly views: UserViews,
  ) {}

  @Get('me')
  @RequireCompanyRole('member')
  @ApiOperation({
    summary: 'Show your own entry in the company directory',
    description:
      'For active members of the company, with any valid token that covers it. As on `/me`, the address needs a ' +
      'compatible client or the scope `email`, names and title a compatible client or the scope `profile`.',
  })
  @Returns(OwnUserBody)
  async showMe(@CurrentAccess() access: Access): Promise<unknown> {
    const entry = await this.views.ofMember(await this.members.get(access.companyId, access.principalId));
    return ownUserBody(entry, ownIdentity(access));
  }

  @Get('users')
  @RequireTool('company.directory', 'read_only')
  @ApiOperation({
    summary: 'List the company directory',
    description:
      'Scope `company.directory:read`, level `read_only` on `company.directory`. A token that was narrowed to projects ' +
      'still covers their company, and so its directory: `project_ids` bounds which projects it reaches.',
  })
  @ReturnsList(UserBody)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    return this.views.ofCompany(await this.members.list(access.companyId, query));
  }

  @Get('users/:id')
  @RequireTool('company.directory', 'read_only')
  @ApiOperation({
    summary: 'Show an entry of the company directory',
    description: 'Scope `company.directory:read`, level `read_only` on `company.directory`.',
  })
  @Returns(UserBody)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    return this.views.ofMember(await this.members.get(access.companyId, id));
  }

  @Post('users')
  @RequireTool('company.directory', 'admin', { action: 'create_users' })
  @ApiOperation({
    summary: 'Add somebody to the company directory',
    description:
      'Scope `company.directory:admin`, level `admin` on `company.directory` or the action `create_users`. The entry ' +
      'is `invited`; the answer is the same whether or not the address has an account. A template may give no more ' +
      'than the caller has.',
  })
  @Accepts(AddUser)
  @Returns(UserBody, { status: 201 })
  async add(@CurrentAccess() access: Access, @BodyOf(AddUser) body: AddUser): Promise<unknown> {
    return this.views.ofMember(await this.editing.add(access, body));
  }

  @Patch('users/:id')
  @RequireTool('company.directory', 'admin', { action: 'edit_users' })
  @ApiOperation({
    summary: 'Change an entry of the company directory',
    description:
      'Scope `company.directory:admin`, level `admin` on `company.directory` or the action `edit_users`. The template ' +
      'needs the level, `is_active` a company administrator, through whose token everything the entry holds could be ' +
      'given: an administrator comes and goes with `directory:manage` only. Applying a template replaces the levels ' +
      'set one by one. Not for service accounts (409 `managed_as_service_account`).',
  })
  @Accepts(ChangeUser)
  @Returns(UserBody)
  async change(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(ChangeUser) body: ChangeUser,
  ): Promise<unknown> {
    return this.views.ofMember(await this.editing.change(access, id, body));
  }
}

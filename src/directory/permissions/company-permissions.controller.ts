import { Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../../shared/index.js';
import { Members } from '../members/members.js';
import { People } from '../members/people.js';
import { PermissionViews } from './permission-views.js';
import { PermissionsBody, proposedOf, SetPermissions } from './permissions.schemas.js';

const NEEDS = 'For company administrators, with the scope `directory:manage`.';

@ApiTags('Permissions')
@Controller('companies/:companyId/members/:id/permissions')
@RequireCompanyRole('admin')
@RequireScope('directory:manage')
export class CompanyPermissionsController {
  constructor(
    private readonly members: Members,
    private readonly people: People,
    private readonly views: PermissionViews,
  ) {}

  @Get()
  @ApiOperation({ summary: "Show a member's role, levels and actions in the company", description: NEEDS })
  @Returns(PermissionsBody)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    return this.views.ofMember(await this.members.get(access.companyId, id));
  }

  @Put()
  @ApiOperation({
    summary: "Replace a member's role, levels and actions in the company",
    description:
      `${NEEDS} In force on the member's next call. \`admin\` on \`company.directory\` makes an administrator; the ` +
      'last one cannot be demoted (409 `last_administrator`). Not for service accounts (409 ' +
      '`managed_as_service_account`).',
  })
  @Accepts(SetPermissions)
  @Returns(PermissionsBody)
  async replace(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(SetPermissions) body: SetPermissions,
  ): Promise<unknown> {
    const { companyId } = access;
    await this.people.get(companyId, id);
    return this.views.ofMember(await this.members.setPermissions(companyId, id, proposedOf(body)));
  }
}

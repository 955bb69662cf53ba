import { Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../../shared/index.js';
import { Members } from '../members/members.js';
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
      'last one cannot be demoted (409 `last_administrator`).',
  })
  @Accepts(SetPermissions)
  @Returns(PermissionsBody)
  async replace(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(SetPermissions) body: SetPermissions,
  ): Promise<unknown> {
    return this.views.ofMember(await this.members.setPermissions(access.companyId, id, proposedOf(body)));
  }
}

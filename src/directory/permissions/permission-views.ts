import { Injectable } from '@nestjs/common';
import { type Levels, ToolCatalogue } from '../../access/index.js';
import { Administrators } from '../members/administrators.js';
import type { Member } from '../members/member.entity.js';
import type { ProjectMember } from '../members/project-member.entity.js';
import { PermissionChecks } from './permission-checks.js';
import type { ToolKind } from './permission-rules.js';
import { permissionsBody } from './permissions.schemas.js';

type PermissionsView = ReturnType<typeof permissionsBody>;

/** Permissions as the routes answer them: what is set, and what comes of it. */
@Injectable()
export class PermissionViews {
  constructor(
    private readonly checks: PermissionChecks,
    private readonly administrators: Administrators,
    private readonly catalogue: ToolCatalogue,
  ) {}

  async ofMember(member: Member): Promise<PermissionsView> {
    const effective = await this.checks.effective(member);
    const isAdmin = await this.administrators.isAdministrator(member.companyId, member.principalId);
    const levels = isAdmin ? this.everything('company') : effective.levels;
    return permissionsBody(member.principalId, member, { ...effective, levels });
  }

  async ofProjectMember(member: ProjectMember): Promise<PermissionsView> {
    const effective = await this.checks.effective(member);
    const isAdmin =
      member.role === 'admin' || (await this.administrators.isAdministrator(member.companyId, member.principalId));
    const levels = isAdmin ? this.everything('project') : effective.levels;
    return permissionsBody(member.principalId, member, { ...effective, levels });
  }

  private everything(kind: ToolKind): Levels {
    return Object.fromEntries(this.catalogue.list(kind).map(({ name }) => [name, 'admin']));
  }
}

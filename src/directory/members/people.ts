import { Injectable } from '@nestjs/common';
import { type Access, PrincipalFactsPort } from '../../access/index.js';
import { insufficientRole, managedAsServiceAccount, managedByInstallation } from '../directory.errors.js';
import { refuseBeyondOwn } from '../permissions/handing-out.js';
import { PermissionChecks } from '../permissions/permission-checks.js';
import type { Member } from './member.entity.js';
import { Members } from './members.js';
import { ProjectMemberList } from './project-member-list.js';

/** Whom the routes of the directory change: people. Service accounts have routes of their own. */
@Injectable()
export class People {
  constructor(
    private readonly members: Members,
    private readonly memberships: ProjectMemberList,
    private readonly checks: PermissionChecks,
    private readonly principals: PrincipalFactsPort,
  ) {}

  /** Throws not_found, managed_by_installation, managed_as_service_account. */
  async get(companyId: number, principalId: number): Promise<Member> {
    const member = await this.members.get(companyId, principalId);
    if (member.appId !== null) throw managedByInstallation();
    const principal = await this.principals.principal(principalId);
    if (principal?.kind === 'service_account') throw managedAsServiceAccount();
    return member;
  }

  /** Who comes or goes does so with everything they hold, in the company and in its projects. */
  async switch(access: Access, member: Member, active: boolean): Promise<Member> {
    await this.refuseHeldBeyondOwn(access, member);
    const { companyId, principalId } = member;
    return active ? this.members.activate(companyId, principalId) : this.members.deactivate(companyId, principalId);
  }

  /** Throws insufficient_role, exceeds_own_permissions. */
  async refuseHeldBeyondOwn(access: Access, member: Member): Promise<void> {
    if (!access.isCompanyAdmin) throw insufficientRole('company:admin');
    const { companyId, principalId } = member;
    refuseBeyondOwn(access, 'company', { role: member.role, ...(await this.checks.effective(member)) });
    for (const membership of await this.memberships.listOfMember(companyId, principalId)) {
      refuseBeyondOwn(access, 'project', { role: membership.role, ...(await this.checks.effective(membership)) });
    }
  }
}

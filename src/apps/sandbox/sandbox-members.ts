import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Administrators, memberName, Members, type ProposedMember } from '../../directory/index.js';
import { Users } from '../../identity/index.js';
import { DomainError, notFound } from '../../shared/index.js';
import { AppCollaborator, type CollaboratorRole } from '../app-collaborator.entity.js';
import type { App } from '../app.entity.js';

type Place = ProposedMember['role'];

/**
 * Keeps the directory of an app's sandbox company in step with the app's team, in the transaction of the change: owner
 * and admins administer it, developers are plain members, and who leaves the team leaves the company.
 */
@Injectable()
export class SandboxMembers {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly administrators: Administrators,
    private readonly users: Users,
  ) {}

  /** `role` is what the user is in the app from now on, null for nobody; `by` is who decides it. */
  async follow(
    { id, sandboxCompanyId }: App,
    userId: number,
    role: CollaboratorRole | null,
    by: number,
  ): Promise<void> {
    if (sandboxCompanyId === null) return;
    await this.keepAdministrators(id, sandboxCompanyId, { but: userId, by });
    if (role === null) await this.leave(sandboxCompanyId, userId);
    else await this.place(sandboxCompanyId, userId, placeOf(role));
  }

  /** Adds somebody to the directory, or gives a member this role and nothing else. */
  async place(companyId: number, userId: number, role: Place): Promise<void> {
    const member = await this.members.find(companyId, userId);
    if (!member) return this.add(companyId, userId, role);
    if (member.status === 'inactive') await this.members.activate(companyId, userId);
    await this.members.setPermissions(companyId, userId, permissionsOf(role));
  }

  private async leave(companyId: number, userId: number): Promise<void> {
    const member = await this.members.find(companyId, userId);
    if (member?.status === 'active') await this.members.deactivate(companyId, userId);
  }

  /**
   * Administrators of the sandbox can demote each other there. Before one of them goes, owner and decider are what
   * they should be, so that nobody makes themselves the last one and stays for ever.
   */
  private async keepAdministrators(
    appId: number,
    companyId: number,
    { but, by }: { readonly but: number; readonly by: number },
  ): Promise<void> {
    const owner = await this.database.repository(AppCollaborator).findOneBy({ appId, role: 'owner' });
    for (const id of new Set([owner?.userId ?? by, by])) {
      if (id === but || (await this.administrators.isAdministrator(companyId, id))) continue;
      await this.place(companyId, id, 'admin');
    }
  }

  /** An entry that somebody made for the same address before, and that nobody accepted, keeps it. */
  private async add(companyId: number, userId: number, role: Place): Promise<void> {
    const user = await this.users.find(userId);
    if (!user) throw notFound();
    const member = { ...memberName(user.name), ...permissionsOf(role) };
    try {
      await this.members.add(companyId, userId, { ...member, email: user.email });
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'duplicate_member')) throw error;
      await this.members.add(companyId, userId, member);
    }
  }
}

const placeOf = (role: CollaboratorRole): Place => (role === 'developer' ? 'member' : 'admin');

const permissionsOf = (role: Place): ProposedMember => ({ role, levels: {}, actions: {}, permissionTemplateId: null });

import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { notFound } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { refuseBeyondOwn } from '../permissions/handing-out.js';
import { PermissionChecks, type ProposedMember } from '../permissions/permission-checks.js';
import { People } from './people.js';
import { ProjectMemberList } from './project-member-list.js';
import type { ProjectMember } from './project-member.entity.js';
import { ProjectMembers } from './project-members.js';

/** What the routes of a project change in its members, within what the caller may hand out. */
@Injectable()
export class ProjectMemberEditing {
  constructor(
    private readonly changes: DirectoryChanges,
    private readonly people: People,
    private readonly list: ProjectMemberList,
    private readonly members: ProjectMembers,
    private readonly checks: PermissionChecks,
  ) {}

  addToProject(access: Access, id: number, permissionTemplateId: number | null): Promise<ProjectMember> {
    const proposed: ProposedMember = { role: 'member', levels: {}, actions: {}, permissionTemplateId };
    return this.changes.within(access.companyId, async () => {
      await this.people.get(access.companyId, id);
      await this.checks.template(access, permissionTemplateId, 'user.permission_template_id');
      const added = await this.members.addToProject(access.projectId, id, proposed);
      await this.refuseBeyondOwn(access, added);
      return added;
    });
  }

  /** Replaces everything; adds the member to the project if needed. */
  setPermissions(access: Access, id: number, proposed: ProposedMember): Promise<ProjectMember> {
    return this.changes.within(access.companyId, async () => {
      await this.people.get(access.companyId, id);
      const before = await this.list.find(access.projectId, id);
      if (before) await this.refuseBeyondOwn(access, before);
      const after = await this.members.setPermissions(access.projectId, id, proposed);
      await this.refuseBeyondOwn(access, after);
      return after;
    });
  }

  /** A template replaces the levels that were set one by one. Throws not_found for somebody who is not in the project. */
  applyTemplate(access: Access, id: number, permissionTemplateId: number | null): Promise<ProjectMember> {
    return this.changes.within(access.companyId, async () => {
      const before = await this.list.find(access.projectId, id);
      if (!before) throw notFound();
      return this.setPermissions(access, id, { role: before.role, levels: {}, actions: {}, permissionTemplateId });
    });
  }

  removeFromProject(access: Access, id: number): Promise<void> {
    return this.changes.within(access.companyId, async () => {
      const before = await this.list.find(access.projectId, id);
      if (!before) throw notFound();
      await this.people.get(access.companyId, id);
      await this.refuseBeyondOwn(access, before);
      await this.members.removeFromProject(access.projectId, id);
    });
  }

  /** What was just written is undone with the transaction. */
  private async refuseBeyondOwn(access: Access, member: ProjectMember): Promise<void> {
    const effective = await this.checks.effective(member);
    refuseBeyondOwn(access, 'project', { role: member.role, ...effective });
  }
}

import { Injectable } from '@nestjs/common';
import { Database, Entry } from '../../database/index.js';
import { notFound } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { duplicateMember, managedByInstallation } from '../directory.errors.js';
import { PermissionChecks, type ProposedMember } from '../permissions/permission-checks.js';
import { type MemberPermissions, NO_PERMISSIONS } from '../permissions/permission-set.js';
import { Projects } from '../projects/projects.js';
import { Member } from './member.entity.js';
import { ProjectMember } from './project-member.entity.js';

/** Who works in a project, and with which permissions. */
@Injectable()
export class ProjectMembers {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
    private readonly checks: PermissionChecks,
    private readonly projects: Projects,
  ) {}

  /** Throws duplicate_member for somebody who is in the project, not_found for one who is not in the company. */
  addToProject(
    projectId: number,
    principalId: number,
    permissions: Partial<ProposedMember> = {},
  ): Promise<ProjectMember> {
    return this.within(projectId, principalId, async (companyId, before) => {
      if (before) throw duplicateMember();
      return this.write({ companyId, projectId, principalId }, null, { ...PROPOSED_NOTHING, ...permissions });
    });
  }

  /** Replaces role, levels, actions and template; adds the member to the project if needed. */
  setPermissions(projectId: number, principalId: number, proposed: ProposedMember): Promise<ProjectMember> {
    return this.within(projectId, principalId, (companyId, before) =>
      this.write({ companyId, projectId, principalId }, before, proposed),
    );
  }

  /** Throws not_found for somebody who is not in the project. */
  removeFromProject(projectId: number, principalId: number): Promise<void> {
    return this.within(projectId, principalId, async (_companyId, before) => {
      if (!before) throw notFound();
      await this.database.repository(ProjectMember).delete({ id: before.id });
      await this.record('project_member.removed', before, null);
    });
  }

  private async within<T>(
    projectId: number,
    principalId: number,
    work: (companyId: number, before: ProjectMember | null) => Promise<T>,
  ): Promise<T> {
    const { companyId } = await this.projects.get(projectId);
    return this.changes.within(companyId, async () => {
      const member = await this.database.repository(Member).findOneBy({ companyId, principalId });
      if (!member) throw notFound();
      if (member.appId !== null) throw managedByInstallation();
      return work(companyId, await this.database.repository(ProjectMember).findOneBy({ projectId, principalId }));
    });
  }

  private async write(
    key: Pick<ProjectMember, 'companyId' | 'projectId' | 'principalId'>,
    before: ProjectMember | null,
    proposed: ProposedMember,
  ): Promise<ProjectMember> {
    const permissions = await this.checks.check(key, key.principalId, proposed);
    const after = before ? await this.update(before, permissions) : await this.insert({ ...key, ...permissions });
    await this.record(before ? 'project_member.permissions_changed' : 'project_member.added', before, after);
    return after;
  }

  private async insert(row: Omit<ProjectMember, 'id' | 'createdAt' | 'updatedAt'>): Promise<ProjectMember> {
    const now = await this.database.now();
    const added = { ...row, createdAt: now, updatedAt: now };
    const { identifiers } = await this.database.repository(ProjectMember).insert({ ...added });
    return { ...added, id: Number(identifiers[0].id) };
  }

  private async update(before: ProjectMember, permissions: MemberPermissions): Promise<ProjectMember> {
    const { role, levels, actions, permissionTemplateId } = permissions;
    const change = { role, levels, actions, permissionTemplateId, updatedAt: await this.database.now() };
    await this.database.repository(ProjectMember).update({ id: before.id }, change);
    return { ...before, ...change };
  }

  private record(action: string, before: ProjectMember | null, after: ProjectMember | null): Promise<void> {
    const { companyId, projectId, principalId } = (after ?? before) as ProjectMember;
    return this.changes.record(Entry.member(companyId, principalId), {
      action,
      subjectType: 'project_member',
      subjectId: `${projectId}:${principalId}`,
      companyId,
      before: before && stateOf(before),
      after: after && stateOf(after),
    });
  }
}

const PROPOSED_NOTHING = NO_PERMISSIONS as ProposedMember;

const stateOf = ({ projectId, role, levels, actions, permissionTemplateId }: ProjectMember): object => ({
  project_id: projectId,
  role,
  levels,
  actions,
  permission_template_id: permissionTemplateId,
});

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { type ProjectMember, ProjectMemberList, ProjectMembers } from '../directory/index.js';
import { notFound } from '../shared/index.js';
import type { GivenPermissions } from './service-account-permissions.js';
import { ServiceAccountStore } from './service-account-store.js';

/** The projects that a service account works in, with its permissions there. */
@Injectable()
export class ServiceAccountProjects {
  constructor(
    private readonly database: Database,
    private readonly store: ServiceAccountStore,
    private readonly members: ProjectMembers,
    private readonly memberships: ProjectMemberList,
  ) {}

  async list(companyId: number, id: number): Promise<ProjectMember[]> {
    await this.store.get(companyId, id);
    return this.memberships.listOfMember(companyId, id);
  }

  /** Throws not_found where the account is not in the project. */
  async get(companyId: number, id: number, projectId: number): Promise<ProjectMember> {
    await this.store.get(companyId, id);
    const membership = await this.memberships.find(projectId, id);
    if (!membership) throw notFound();
    return membership;
  }

  /** Adds the account to the project if needed, and replaces its permissions there. */
  put(companyId: number, id: number, projectId: number, given: GivenPermissions): Promise<ProjectMember> {
    return this.database.transaction(async () => {
      await this.store.changing(companyId, id);
      return this.members.setPermissions(projectId, id, { role: 'member', ...given });
    });
  }

  takeOut(companyId: number, id: number, projectId: number): Promise<void> {
    return this.database.transaction(async () => {
      await this.store.changing(companyId, id);
      await this.members.removeFromProject(projectId, id);
    });
  }
}

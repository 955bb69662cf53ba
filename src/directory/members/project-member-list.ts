import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { DirectoryFacts } from '../directory-facts.js';
import { AppAccountsPort } from '../ports.js';
import { Administrators } from './administrators.js';
import { ProjectMember } from './project-member.entity.js';

/** Somebody in a project, as its listing needs them. */
export type InProject = Pick<ProjectMember, 'principalId' | 'permissionTemplateId'>;

/** Asks who works where. */
@Injectable()
export class ProjectMemberList {
  constructor(
    private readonly database: Database,
    private readonly facts: DirectoryFacts,
    private readonly administrators: Administrators,
    private readonly apps: AppAccountsPort,
  ) {}

  find(projectId: number, principalId: number): Promise<ProjectMember | null> {
    return this.database.repository(ProjectMember).findOneBy({ projectId, principalId });
  }

  /** First those who were added, then the service accounts of the apps that may run there. */
  async list(companyId: number, projectId: number, query: PageQuery): Promise<Paged<InProject>> {
    const { skip, take } = pageWindow(query);
    const [added, total] = await this.database
      .repository(ProjectMember)
      .findAndCount({ where: { projectId }, order: { id: 'ASC' }, skip, take });
    const rest = { skip: Math.max(0, skip - total), take: take - added.length };
    const apps = await this.apps.inProject(companyId, projectId, rest);
    const accounts = apps.principalIds.map((principalId) => ({ principalId, permissionTemplateId: null }));
    return new Paged<InProject>([...added, ...accounts], total + apps.total, query);
  }

  /** The projects of a member, for listings of their memberships. */
  listOfMember(companyId: number, principalId: number): Promise<ProjectMember[]> {
    return this.database
      .repository(ProjectMember)
      .find({ where: { companyId, principalId }, order: { projectId: 'ASC' } });
  }

  /**
   * Whether somebody works in a project: an active member of the company who is in it, or administers the company, or
   * is the service account of an app that may run there.
   */
  async isIn(companyId: number, projectId: number, principalId: number): Promise<boolean> {
    const member = await this.facts.member(companyId, principalId);
    if (member?.status !== 'active') return false;
    if (await this.facts.projectMember(companyId, projectId, principalId)) return true;
    if (await this.apps.isInProject(companyId, projectId, principalId)) return true;
    return this.administrators.isAdministrator(companyId, principalId);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { DirectoryFacts } from '../directory-facts.js';
import { Administrators } from './administrators.js';
import { ProjectMember } from './project-member.entity.js';

/** Asks who works where. */
@Injectable()
export class ProjectMemberList {
  constructor(
    private readonly database: Database,
    private readonly facts: DirectoryFacts,
    private readonly administrators: Administrators,
  ) {}

  find(projectId: number, principalId: number): Promise<ProjectMember | null> {
    return this.database.repository(ProjectMember).findOneBy({ projectId, principalId });
  }

  async list(projectId: number, query: PageQuery): Promise<Paged<ProjectMember>> {
    const [items, total] = await this.database
      .repository(ProjectMember)
      .findAndCount({ where: { projectId }, order: { id: 'ASC' }, ...pageWindow(query) });
    return new Paged(items, total, query);
  }

  /** The projects of a member, for listings of their memberships. */
  listOfMember(companyId: number, principalId: number): Promise<ProjectMember[]> {
    return this.database
      .repository(ProjectMember)
      .find({ where: { companyId, principalId }, order: { projectId: 'ASC' } });
  }

  /** Whether somebody works in a project: an active member of the company who is in it, or administers the company. */
  async isIn(companyId: number, projectId: number, principalId: number): Promise<boolean> {
    const member = await this.facts.member(companyId, principalId);
    if (member?.status !== 'active') return false;
    if (await this.facts.projectMember(companyId, projectId, principalId)) return true;
    return this.administrators.isAdministrator(companyId, principalId);
  }
}

import { Injectable } from '@nestjs/common';
import { Principals } from '../../identity/index.js';
import type { Paged } from '../../shared/index.js';
import { PermissionTemplates } from '../templates/permission-templates.js';
import type { Member } from './member.entity.js';
import { Members } from './members.js';
import type { InProject } from './project-member-list.js';
import type { ProjectMember } from './project-member.entity.js';
import { type BesideMember, userBody } from './users.schemas.js';

type UserView = ReturnType<typeof userBody>;

/** Members as the user routes answer them, with their kinds and templates beside them. */
@Injectable()
export class UserViews {
  constructor(
    private readonly members: Members,
    private readonly templates: PermissionTemplates,
    private readonly principals: Principals,
  ) {}

  async ofCompany(page: Paged<Member>): Promise<Paged<UserView>> {
    const beside = await this.beside(page.items);
    return page.map((member) => userBody(member, beside(member)));
  }

  async ofMember(member: Member): Promise<UserView> {
    const beside = await this.beside([member]);
    return userBody(member, beside(member));
  }

  async ofProject(companyId: number, page: Paged<InProject>): Promise<Paged<UserView>> {
    const ids = page.items.map(({ principalId }) => principalId);
    const members = await this.members.byPrincipals(companyId, ids);
    const beside = await this.beside([...members.values()], page.items);
    return page.map((inProject) => {
      const member = members.get(inProject.principalId) as Member;
      return userBody(member, beside(member, inProject));
    });
  }

  async ofProjectMember(inProject: ProjectMember): Promise<UserView> {
    const member = await this.members.get(inProject.companyId, inProject.principalId);
    const beside = await this.beside([member], [inProject]);
    return userBody(member, beside(member, inProject));
  }

  /** Reads what stands beside all of them at once; gives what stands beside one. */
  private async beside(
    members: readonly Member[],
    inProjects: readonly InProject[] = [],
  ): Promise<(member: Member, inProject?: InProject) => BesideMember> {
    const applied = [...members, ...inProjects].map(({ permissionTemplateId }) => permissionTemplateId);
    const templates = await this.templates.byIds(applied);
    const kinds = await this.principals.kindsOf(members.map(({ principalId }) => principalId));
    const template = (from?: InProject) => templates.get(from?.permissionTemplateId ?? 0);
    return (member, inProject) => ({
      kind: kinds.get(member.principalId) ?? 'user',
      company: template(member),
      project: template(inProject),
    });
  }
}

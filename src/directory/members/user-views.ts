import { Injectable } from '@nestjs/common';
import type { Paged } from '../../shared/index.js';
import { PermissionTemplates } from '../templates/permission-templates.js';
import type { Member } from './member.entity.js';
import { Members } from './members.js';
import type { ProjectMember } from './project-member.entity.js';
import { userBody } from './users.schemas.js';

type UserView = ReturnType<typeof userBody>;

/** Members as the user routes answer them, with their templates beside them. */
@Injectable()
export class UserViews {
  constructor(
    private readonly members: Members,
    private readonly templates: PermissionTemplates,
  ) {}

  async ofCompany(page: Paged<Member>): Promise<Paged<UserView>> {
    const templates = await this.templates.byIds(page.items.map(({ permissionTemplateId }) => permissionTemplateId));
    return page.map((member) => userBody(member, { company: templates.get(member.permissionTemplateId ?? 0) }));
  }

  async ofMember(member: Member): Promise<UserView> {
    const templates = await this.templates.byIds([member.permissionTemplateId]);
    return userBody(member, { company: templates.get(member.permissionTemplateId ?? 0) });
  }

  async ofProject(companyId: number, page: Paged<ProjectMember>): Promise<Paged<UserView>> {
    const ids = page.items.map(({ principalId }) => principalId);
    const members = await this.members.byPrincipals(companyId, ids);
    const applied = [...page.items, ...members.values()].map(({ permissionTemplateId }) => permissionTemplateId);
    const templates = await this.templates.byIds(applied);
    return page.map(({ principalId, permissionTemplateId }) => {
      const member = members.get(principalId) as Member;
      const company = templates.get(member.permissionTemplateId ?? 0);
      return userBody(member, { company, project: templates.get(permissionTemplateId ?? 0) });
    });
  }

  async ofProjectMember({ companyId, principalId, permissionTemplateId }: ProjectMember): Promise<UserView> {
    const member = await this.members.get(companyId, principalId);
    const templates = await this.templates.byIds([permissionTemplateId, member.permissionTemplateId]);
    const company = templates.get(member.permissionTemplateId ?? 0);
    return userBody(member, { company, project: templates.get(permissionTemplateId ?? 0) });
  }
}

import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { emailKey } from '../../identity/index.js';
import { invalidFields } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { insufficientRole } from '../directory.errors.js';
import { refuseBeyondOwn } from '../permissions/handing-out.js';
import { PermissionChecks } from '../permissions/permission-checks.js';
import { Invitations } from './invitations.js';
import type { Member } from './member.entity.js';
import { type MemberDetails, Members } from './members.js';
import { People } from './people.js';
import type { AddUser, ChangeUser } from './users.schemas.js';

/** What the user routes change, within what the caller may hand out. */
@Injectable()
export class UserEditing {
  constructor(
    private readonly changes: DirectoryChanges,
    private readonly members: Members,
    private readonly people: People,
    private readonly invitations: Invitations,
    private readonly checks: PermissionChecks,
  ) {}

  add(access: Access, { user }: AddUser): Promise<Member> {
    const { company_permission_template_id: permissionTemplateId = null } = user;
    return this.changes.within(access.companyId, async () => {
      await this.refuseTemplateBeyondOwn(access, permissionTemplateId);
      const by = access.principalId;
      return this.invitations.invite(access.companyId, by, {
        firstName: user.first_name ?? '',
        lastName: user.last_name,
        email: user.email_address,
        title: user.job_title ?? null,
        permissionTemplateId,
      });
    });
  }

  change(access: Access, id: number, { user }: ChangeUser): Promise<Member> {
    const { companyId } = access;
    return this.changes.within(companyId, async () => {
      let member = await this.people.get(companyId, id);
      this.refuseOtherAddress(member, user.email_address);
      const details = detailsOf(user);
      if (Object.keys(details).length > 0) member = await this.members.setDetails(companyId, id, details);
      const template = user.company_permission_template_id;
      if (template !== undefined && template !== member.permissionTemplateId) {
        member = await this.applyTemplate(access, member, template);
      }
      if (user.is_active === undefined || user.is_active === (member.status === 'active')) return member;
      return this.people.switch(access, member, user.is_active);
    });
  }

  /** A template replaces the levels that were set one by one. */
  private async applyTemplate(access: Access, member: Member, templateId: number | null): Promise<Member> {
    if (!access.reaches('company.directory', 'admin')) throw insufficientRole('company:admin');
    const before = await this.checks.effective(member);
    refuseBeyondOwn(access, 'company', { role: member.role, ...before });
    await this.refuseTemplateBeyondOwn(access, templateId);
    const proposed = { role: member.role, levels: {}, actions: {}, permissionTemplateId: templateId };
    return this.members.setPermissions(access.companyId, member.principalId, proposed);
  }

  private async refuseTemplateBeyondOwn(access: Access, templateId: number | null): Promise<void> {
    const place = { companyId: access.companyId, projectId: null };
    const template = await this.checks.template(place, templateId, 'user.company_permission_template_id');
    if (template) refuseBeyondOwn(access, 'company', template);
  }

  /** domain.md: an e-mail address is the user's own; no administrator changes it. */
  private refuseOtherAddress(member: Member, email: string | undefined): void {
    if (email === undefined || emailKey(email) === member.emailKey) return;
    throw invalidFields({ 'user.email_address': ['is the user’s own and cannot be changed here'] });
  }
}

function detailsOf({ first_name, last_name, job_title }: ChangeUser['user']): Partial<MemberDetails> {
  const details = { firstName: first_name, lastName: last_name, title: job_title };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { emailKey, type UserProfile } from '../../identity/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { InvitationLinks } from '../invitations/invitation-links.js';
import { InvitedEntries } from '../invitations/invited-entries.js';
import { administers } from '../permissions/permission-set.js';
import { PermissionTemplate } from '../templates/permission-template.entity.js';
import { Member } from './member.entity.js';
import { memberName } from './member-name.js';
import { Members } from './members.js';

/**
 * What somebody is in a company after the company's own sign-in: a member as before, somebody whose invitation was
 * used, a new member, somebody the company deactivated, or nobody there.
 */
export type Membership = 'member' | 'accepted' | 'created' | 'inactive' | 'stranger';

/** People whose address the company itself proved, when they come. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
    private readonly members: Members,
    private readonly links: InvitationLinks,
    private readonly entries: InvitedEntries,
  ) {}

  /** Uses an invitation that is open; else adds them, where the company wants that. Nobody comes back by this. */
  settle(
    companyId: number,
    user: UserProfile,
    wish: { readonly creates: boolean; readonly templateId: number | null },
  ): Promise<Membership> {
    return this.changes.within(companyId, async () => {
      const present = await this.members.find(companyId, user.id);
      if (present) return present.status === 'active' ? 'member' : 'inactive';
      const rows = this.database.repository(Member);
      const entry = await rows.findOneBy({ companyId, emailKey: emailKey(user.email) ?? '' });
      if (entry && entry.status !== 'invited') return 'inactive';
      if (entry && (await this.links.isOpen(entry))) {
        await this.links.close(entry);
        await this.entries.handOver(entry, user.id);
        return 'accepted';
      }
      if (!wish.creates) return 'stranger';
      // What an invitation that is not open any more would have given is nobody's word now.
      if (entry) await this.entries.takeOut('member.invitation_withdrawn', entry);
      const permissionTemplateId = await this.fit(companyId, wish.templateId);
      await this.members.add(companyId, user.id, { ...memberName(user.name), email: user.email, permissionTemplateId });
      return 'created';
    });
  }

  /** Without a template that is gone meanwhile, or would make administrators: nobody decided that about this person. */
  private async fit(companyId: number, templateId: number | null): Promise<number | null> {
    if (templateId === null) return null;
    const where = { id: templateId, companyId, type: 'company_tools' as const };
    const template = await this.database.repository(PermissionTemplate).findOneBy(where);
    return template && !administers('member', template.levels) ? templateId : null;
  }
}

import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { notInvited } from '../directory.errors.js';
import type { Member } from '../members/member.entity.js';
import { People } from '../members/people.js';
import { InvitationMail } from './invitation-mail.js';
import { InvitedEntries } from './invited-entries.js';

/** What the company may do while an invitation is not answered. */
@Injectable()
export class PendingInvitations {
  constructor(
    private readonly changes: DirectoryChanges,
    private readonly people: People,
    private readonly mail: InvitationMail,
    private readonly entries: InvitedEntries,
  ) {}

  /** Mails a new link; the former one is dead. Throws not_found, not_invited, too_many_invitations. */
  resend(access: Access, id: number): Promise<Member> {
    return this.changes.within(access.companyId, async () => {
      const member = await this.invited(access, id);
      await this.mail.send(member, access.principalId);
      await this.entries.record('member.invitation_sent', member, member);
      return member;
    });
  }

  /** Takes an invitation back: its entry goes, and the address may be invited again. */
  withdraw(access: Access, id: number): Promise<void> {
    return this.changes.within(access.companyId, async () => {
      const member = await this.invited(access, id);
      await this.people.refuseHeldBeyondOwn(access, member);
      await this.entries.takeOut('member.invitation_withdrawn', member);
    });
  }

  private async invited(access: Access, id: number): Promise<Member> {
    const member = await this.people.get(access.companyId, id);
    if (member.status !== 'invited') throw notInvited();
    return member;
  }
}

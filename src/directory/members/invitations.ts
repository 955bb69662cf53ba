import { Injectable } from '@nestjs/common';
import { emailKey, Principals } from '../../identity/index.js';
import { invalidFields, isMailAddress } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { InvitationMail } from '../invitations/invitation-mail.js';
import type { Member } from './member.entity.js';
import { Members, type NewMember } from './members.js';

export type Invited = NewMember & { readonly email: string };

/** Adding people by e-mail. */
@Injectable()
export class Invitations {
  constructor(
    private readonly changes: DirectoryChanges,
    private readonly principals: Principals,
    private readonly members: Members,
    private readonly mail: InvitationMail,
  ) {}

  /**
   * Adds an invited member, who can do nothing here before accepting, and mails them a link. The entry gets a principal
   * of its own even where the address has an account: its number would tell that it has one. Accepting moves the entry
   * to the account.
   */
  invite(companyId: number, by: number, person: Invited): Promise<Member> {
    const email = person.email.trim();
    if (!emailKey(email) || !isMailAddress(email)) {
      throw invalidFields({ 'user.email_address': ['must be an e-mail address'] });
    }
    return this.changes.within(companyId, async () => {
      const name = `${person.firstName ?? ''} ${person.lastName}`.trim();
      const principalId = await this.principals.create('user', name.slice(0, 200));
      const member = await this.members.add(companyId, principalId, { ...person, email, status: 'invited' });
      await this.mail.send(member, by);
      return member;
    });
  }
}

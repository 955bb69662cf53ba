import { Injectable } from '@nestjs/common';
import { emailKey, Principals } from '../../identity/index.js';
import { invalidFields } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
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
  ) {}

  /**
   * Adds an invited member, who can do nothing here before accepting. The entry gets a principal of its own even
   * where the address has an account: its number would tell that it has one. Accepting moves the entry to the account.
   */
  invite(companyId: number, person: Invited): Promise<Member> {
    if (!emailKey(person.email)) throw invalidFields({ 'user.email_address': ['must be an e-mail address'] });
    return this.changes.within(companyId, async () => {
      const name = `${person.firstName ?? ''} ${person.lastName}`.trim();
      const principalId = await this.principals.create('user', name.slice(0, 200));
      return this.members.add(companyId, principalId, { ...person, email: person.email.trim(), status: 'invited' });
    });
  }
}

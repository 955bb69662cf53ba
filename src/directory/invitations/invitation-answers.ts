import { Injectable } from '@nestjs/common';
import { type NewUser, type UserProfile, Users } from '../../identity/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import type { Member } from '../members/member.entity.js';
import { Members } from '../members/members.js';
import { InvitationLinks } from './invitation-links.js';
import { InvitedEntries } from './invited-entries.js';

/** What invited people decide, each link once: undefined or false where it is not open any more. */
@Injectable()
export class InvitationAnswers {
  constructor(
    private readonly changes: DirectoryChanges,
    private readonly links: InvitationLinks,
    private readonly members: Members,
    private readonly entries: InvitedEntries,
    private readonly users: Users,
  ) {}

  /** Throws duplicate_member for somebody who is in the directory already; the link then stays open. */
  async accept(token: string, userId: number): Promise<boolean> {
    const accepted = await this.answer(token, async (member) => {
      await this.entries.handOver(member, userId);
      return true;
    });
    return accepted ?? false;
  }

  /**
   * Makes the account of somebody who has none, with the address that the link proves. Throws 422, or email_taken where
   * there is one meanwhile.
   */
  async join(token: string, { name, password }: Omit<NewUser, 'email'>): Promise<UserProfile | undefined> {
    const open = await this.links.find(token);
    if (!open) return undefined;
    const prepared = await this.users.prepare({ email: open.email, name, password });
    return this.answer(token, async (member) => {
      const user = await this.users.add(prepared);
      await this.users.proveEmail(user.id);
      await this.entries.handOver(member, user.id);
      return user;
    });
  }

  /** Who declines joins nothing, and the company does not learn whose account they were signed in to. */
  async decline(token: string): Promise<boolean> {
    const declined = await this.answer(token, async (member) => {
      await this.entries.takeOut('member.invitation_declined', member, null);
      return true;
    });
    return declined ?? false;
  }

  /** Looks again under the company's lock: the invitation may have been answered, withdrawn or sent anew meanwhile. */
  private async answer<T>(token: string, work: (member: Member) => Promise<T>): Promise<T | undefined> {
    const seen = await this.links.find(token);
    if (!seen) return undefined;
    return this.changes.within(seen.companyId, async () => {
      const open = await this.links.find(token);
      if (!open || !(await this.links.take(token))) return undefined;
      return work(await this.members.get(open.companyId, open.principalId));
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Database, Entry } from '../../database/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { duplicateMember } from '../directory.errors.js';
import { Member } from '../members/member.entity.js';
import { memberState } from '../members/member-state.js';
import { ProjectMember } from '../members/project-member.entity.js';
import { InvitationLinks } from './invitation-links.js';

/** Entries of a directory that nobody has accepted yet; all in the caller's transaction, under the company's lock. */
@Injectable()
export class InvitedEntries {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
    private readonly links: InvitationLinks,
  ) {}

  /**
   * Gives the entry, with its projects, to the account of whoever accepted; in force on their next request. Throws
   * duplicate_member for somebody who is in the directory already.
   */
  async handOver(member: Member, userId: number): Promise<void> {
    const { companyId, principalId } = member;
    const members = this.database.repository(Member);
    if (await members.existsBy({ companyId, principalId: userId })) throw duplicateMember();
    const change = { principalId: userId, status: 'active' as const, updatedAt: await this.database.now() };
    await members.update({ id: member.id }, change);
    await this.database.repository(ProjectMember).update({ companyId, principalId }, { principalId: userId });
    await this.record('member.invitation_accepted', member, { ...member, ...change }, userId);
  }

  /** Takes the entry out of the directory and its projects: it never was anybody's. `actorId` null: nobody is named. */
  async takeOut(action: string, member: Member, actorId?: null): Promise<void> {
    const { companyId, principalId } = member;
    await this.links.close(member);
    await this.database.repository(ProjectMember).delete({ companyId, principalId });
    await this.database.repository(Member).delete({ id: member.id });
    await this.record(action, member, null, actorId);
  }

  /** Announces both principals, and records who answered where it was the invited person, or nobody. */
  async record(action: string, before: Member, after: Member | null, actorId?: number | null): Promise<void> {
    const { companyId, principalId } = before;
    const state = (member: Member): object => ({ ...memberState(member), principal_id: member.principalId });
    const subjectId = after?.principalId ?? principalId;
    const event = {
      action,
      subjectType: 'member',
      subjectId,
      companyId,
      before: state(before),
      after: after && state(after),
    };
    await this.changes.record(Entry.member(companyId, principalId), { ...event, actorId });
    if (subjectId !== principalId) await this.changes.announce(Entry.member(companyId, subjectId));
  }
}

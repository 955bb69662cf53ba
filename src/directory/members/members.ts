import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database, Entry, indexedPage } from '../../database/index.js';
import { emailKey } from '../../identity/index.js';
import { notFound, Paged, type PageQuery } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { duplicateMember, invitationPending, managedByInstallation } from '../directory.errors.js';
import { PermissionChecks, type ProposedMember } from '../permissions/permission-checks.js';
import { administers, NO_PERMISSIONS } from '../permissions/permission-set.js';
import { MemberLeaving } from '../ports.js';
import { Administrators } from './administrators.js';
import { Member } from './member.entity.js';
import { memberState } from './member-state.js';

export type MemberDetails = Pick<Member, 'firstName' | 'lastName' | 'title'>;

/** A new entry of a directory; `status` is `active` unless named. */
export type NewMember = Pick<Member, 'lastName'> &
  Partial<MemberDetails & ProposedMember & Pick<Member, 'email' | 'status' | 'appId'>>;

/** On whose behalf a member is switched on or off: only an installation touches its own service account. */
export type ChangedBy = 'directory' | 'installation';

/** The company directories: who belongs to a company, and with which permissions. */
@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
    private readonly checks: PermissionChecks,
    private readonly administrators: Administrators,
    private readonly leaving: MemberLeaving,
  ) {}

  /** Throws duplicate_member, or not_found for an unknown principal or company. */
  add(companyId: number, principalId: number, member: NewMember): Promise<Member> {
    return this.changes.within(companyId, async () => {
      const proposed = { ...NO_PERMISSIONS, ...member } as ProposedMember;
      const permissions = await this.checks.check({ companyId, projectId: null }, principalId, proposed);
      const now = await this.database.now();
      const blank = { firstName: '', email: null, title: null, status: 'active', appId: null } as const;
      const key = { companyId, principalId, emailKey: emailKey(member.email) ?? null };
      const row = { ...blank, ...member, ...permissions, ...key, createdAt: now, updatedAt: now };
      const added: Member = { ...row, id: await this.insert(row) };
      await this.record('member.added', null, added);
      return added;
    });
  }

  find(companyId: number, principalId: number): Promise<Member | null> {
    return this.database.repository(Member).findOneBy({ companyId, principalId });
  }

  /** Throws not_found where the principal is not in the directory. */
  async get(companyId: number, principalId: number): Promise<Member> {
    const member = await this.find(companyId, principalId);
    if (!member) throw notFound();
    return member;
  }

  async list(companyId: number, query: PageQuery): Promise<Paged<Member>> {
    const members = this.database.repository(Member);
    const list = { column: 'id', from: 'FROM members WHERE company_id = ?', parameters: [companyId] };
    const { ids, total } = await indexedPage(this.database, list, query);
    const items = ids.length === 0 ? [] : await members.find({ where: { id: In([...ids]) }, order: { id: 'ASC' } });
    return new Paged(items, total, query);
  }

  async byPrincipals(companyId: number, principalIds: readonly number[]): Promise<Map<number, Member>> {
    if (principalIds.length === 0) return new Map();
    const members = await this.database.repository(Member).findBy({ companyId, principalId: In([...principalIds]) });
    return new Map(members.map((member) => [member.principalId, member]));
  }

  setDetails(companyId: number, principalId: number, details: Partial<MemberDetails>): Promise<Member> {
    return this.change('member.changed', companyId, principalId, async () => details);
  }

  /** Replaces role, levels, actions and template. Throws last_administrator. */
  setPermissions(companyId: number, principalId: number, proposed: ProposedMember): Promise<Member> {
    const check = () => this.checks.check({ companyId, projectId: null }, principalId, proposed);
    return this.change('member.permissions_changed', companyId, principalId, check);
  }

  /** Ends what the member granted and may do here; other companies notice nothing. Throws last_administrator. */
  deactivate(companyId: number, principalId: number, by: ChangedBy = 'directory'): Promise<Member> {
    return this.changes.within(companyId, async () => {
      const leftBehind = await this.leaving.memberLeft(companyId, principalId);
      return this.setStatus(companyId, principalId, 'inactive', by, { left_behind: leftBehind });
    });
  }

  /** Takes a former member back, with the permissions they had. */
  activate(companyId: number, principalId: number, by: ChangedBy = 'directory'): Promise<Member> {
    return this.setStatus(companyId, principalId, 'active', by);
  }

  /** Lets other people be invited by the address that a person had in all their companies; in their leaving. */
  async freeAddress(principalId: number): Promise<void> {
    await this.database.repository(Member).update({ principalId }, { emailKey: null });
  }

  private setStatus(
    companyId: number,
    principalId: number,
    status: Member['status'],
    by: ChangedBy,
    more: object = {},
  ): Promise<Member> {
    const action = status === 'active' ? 'member.activated' : 'member.deactivated';
    const decide = async (before: Member): Promise<Partial<Member>> => {
      if (before.status === 'invited') throw invitationPending();
      return { status };
    };
    return this.change(action, companyId, principalId, decide, { by, more });
  }

  private change(
    action: string,
    companyId: number,
    principalId: number,
    decide: (before: Member) => Promise<Partial<Member>>,
    { by = 'directory', more = {} }: { readonly by?: ChangedBy; readonly more?: object } = {},
  ): Promise<Member> {
    return this.changes.within(companyId, async () => {
      const before = await this.get(companyId, principalId);
      if (before.appId !== null && by === 'directory') throw managedByInstallation();
      const mayHaveBeenLast = before.status === 'active' && (await this.administers(before));
      const change = { ...(await decide(before)), updatedAt: await this.database.now() };
      await this.database.repository(Member).update({ id: before.id }, change);
      const after: Member = { ...before, ...change };
      if (mayHaveBeenLast) await this.administrators.requireOneLeft(companyId);
      await this.record(action, before, after, more);
      return after;
    });
  }

  private async administers(member: Member): Promise<boolean> {
    return administers(member.role, (await this.checks.effective(member)).levels);
  }

  private async insert(row: Omit<Member, 'id'>): Promise<number> {
    try {
      const { identifiers } = await this.database.repository(Member).insert({ ...row });
      return Number(identifiers[0].id);
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) throw duplicateMember();
      throw error;
    }
  }

  private record(action: string, before: Member | null, after: Member, more: object = {}): Promise<void> {
    const { companyId, principalId } = after;
    return this.changes.record(Entry.member(companyId, principalId), {
      action,
      subjectType: 'member',
      subjectId: principalId,
      companyId,
      before: before && memberState(before),
      after: { ...memberState(after), ...more },
    });
  }
}

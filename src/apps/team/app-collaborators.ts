import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Database } from '../../database/index.js';
import { Users, type UserProfile } from '../../identity/index.js';
import { invalidFields, notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { AppCollaborator, type CollaboratorRole } from '../app-collaborator.entity.js';
import { AppTeam, type OwnApp } from '../app-team.js';
import type { App } from '../app.entity.js';
import { duplicateCollaborator, lastOwner } from '../apps.errors.js';
import { SandboxMembers } from '../sandbox/sandbox-members.js';
import type { AppInvitation, InvitedRole } from './app-invitation.entity.js';
import { AppInvitations } from './app-invitations.js';

/** Somebody who works on an app, with their account. */
export interface Collaborator {
  readonly user: UserProfile;
  readonly role: CollaboratorRole;
}

/** The people who work on an app. Every change happens under the lock of the app, so that it has one owner always. */
@Injectable()
export class AppCollaborators {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly invitations: AppInvitations,
    private readonly sandbox: SandboxMembers,
    private readonly users: Users,
  ) {}

  async list(appId: number, by: number, query: PageQuery): Promise<Paged<Collaborator>> {
    await this.team.reading(appId, by);
    const window = { where: { appId }, order: { userId: 'ASC' as const }, ...pageWindow(query) };
    const [rows, total] = await this.rows.findAndCount(window);
    const people = await this.users.findMany(rows.map(({ userId }) => userId));
    const items = rows.flatMap(({ userId, role }) => {
      const user = people.get(userId);
      return user ? [{ user, role }] : [];
    });
    return new Paged(items, total, query);
  }

  async show(appId: number, by: number, userId: number): Promise<Collaborator> {
    await this.team.reading(appId, by);
    return this.profileOf(await this.get(appId, userId));
  }

  /** Puts an invited person on the team, in the transaction that closed the invitation. */
  async join(app: App, userId: number, { id, role }: AppInvitation): Promise<void> {
    try {
      await this.team.add(app.id, userId, role);
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) throw duplicateCollaborator();
      throw error;
    }
    await this.sandbox.follow(app, userId, role, userId);
    await this.record('app_collaborator.added', { appId: app.id, userId }, null, { role, invitation_id: id });
  }

  /** In force on the person's next call. Throws last_owner for the owner. */
  async setRole(appId: number, by: number, userId: number, role: InvitedRole): Promise<Collaborator> {
    return this.database.transaction(async () => {
      const { app } = await this.team.changing(appId, by);
      const before = await this.getBelowOwner(appId, userId);
      const after = { ...before, role };
      if (before.role === role) return this.profileOf(after);
      await this.rows.update({ appId, userId, role: before.role }, { role });
      if (role === 'developer') await this.invitations.withdrawAll(appId, userId);
      await this.sandbox.follow(app, userId, role, by);
      await this.record('app_collaborator.role_changed', before, { role: before.role }, { role });
      return this.profileOf(after);
    });
  }

  /** Takes somebody off the team; everybody but the owner may leave. Throws last_owner for the owner. */
  async takeOff(appId: number, by: number, userId: number): Promise<void> {
    return this.database.transaction(async () => {
      const { app } = await this.team.changing(appId, by, by === userId ? 'developer' : 'admin');
      const before = await this.getBelowOwner(appId, userId);
      await this.rows.delete({ appId, userId, role: before.role });
      await this.invitations.withdrawAll(appId, userId);
      await this.sandbox.follow(app, userId, null, by);
      await this.record('app_collaborator.removed', before, { role: before.role }, null);
    });
  }

  /** Gives the app away: the new owner is on the team already, the old one stays as an admin. */
  async transfer(appId: number, by: number, userId: number): Promise<OwnApp> {
    return this.database.transaction(async () => {
      const { app } = await this.team.changing(appId, by, 'owner');
      const target = await this.rows.findOneBy({ appId, userId, role: Not<CollaboratorRole>('owner') });
      const isAble = target !== null && (await this.users.find(userId))?.enabled === true;
      if (!isAble) throw invalidFields({ user_id: ['must be another collaborator of the app, and able to sign in'] });
      await this.rows.update({ appId, userId: by, role: 'owner' }, { role: 'admin' });
      await this.rows.update({ appId, userId }, { role: 'owner' });
      await this.sandbox.follow(app, userId, 'owner', by);
      const [before, after] = [{ owner_id: by }, { owner_id: userId }];
      await this.team.record({ action: 'app.transferred', before, after }, appId);
      return { app, role: 'admin' };
    });
  }

  private async get(appId: number, userId: number): Promise<AppCollaborator> {
    const collaborator = await this.rows.findOneBy({ appId, userId });
    if (!collaborator) throw notFound();
    return collaborator;
  }

  private async getBelowOwner(appId: number, userId: number): Promise<AppCollaborator> {
    const collaborator = await this.get(appId, userId);
    if (collaborator.role === 'owner') throw lastOwner();
    return collaborator;
  }

  private async profileOf({ userId, role }: AppCollaborator): Promise<Collaborator> {
    const user = await this.users.find(userId);
    if (!user) throw notFound();
    return { user, role };
  }

  private record(
    action: string,
    { appId, userId }: Pick<AppCollaborator, 'appId' | 'userId'>,
    before: object | null,
    after: object | null,
  ): Promise<void> {
    return this.team.record({ action, before, after }, appId, userId);
  }

  private get rows() {
    return this.database.repository(AppCollaborator);
  }
}

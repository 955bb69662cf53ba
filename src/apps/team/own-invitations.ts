import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Database } from '../../database/index.js';
import { emailKey, Principal, Users } from '../../identity/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { AppTeam, type OwnApp } from '../app-team.js';
import { App } from '../app.entity.js';
import { appBlocked } from '../apps.errors.js';
import { AppCollaborators } from './app-collaborators.js';
import { AppInvitation } from './app-invitation.entity.js';
import { AppInvitations } from './app-invitations.js';

/** An invitation as the invited person sees it. */
export interface OwnInvitation {
  readonly invitation: AppInvitation;
  readonly app: App;
  readonly invitedBy: string;
}

/** The invited person's side: invitations to the address of their account, and nobody else's. */
@Injectable()
export class OwnInvitations {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
    private readonly team: AppTeam,
    private readonly collaborators: AppCollaborators,
    private readonly invitations: AppInvitations,
  ) {}

  async list(userId: number, query: PageQuery): Promise<Paged<OwnInvitation>> {
    const { skip, take } = pageWindow(query);
    const mine = (await this.mine(userId)).orderBy('invitation.id').offset(skip).limit(take);
    const [items, total] = await mine.getManyAndCount();
    const found = await this.database.repository(App).findBy({ id: In(items.map(({ appId }) => appId)) });
    const apps = new Map(found.map((app) => [app.id, app]));
    const people = await this.users.findMany(items.map(({ invitedBy }) => invitedBy));
    const shown = items.flatMap((invitation) => {
      const app = apps.get(invitation.appId);
      return app ? [{ invitation, app, invitedBy: people.get(invitation.invitedBy)?.name ?? '' }] : [];
    });
    return new Paged(shown, total, query);
  }

  /** Puts the person on the team, once. Throws not_found for what is not theirs or not open, app_blocked. */
  async accept(userId: number, id: number): Promise<OwnApp> {
    return this.database.transaction(async () => {
      const { appId } = await this.get(userId, id);
      await this.team.lock(appId);
      const invitation = await this.get(userId, id);
      const app = await this.database.repository(App).findOneByOrFail({ id: appId });
      if (app.status === 'blocked') throw appBlocked();
      if (!(await this.invitations.take(invitation))) throw notFound();
      await this.collaborators.join(app, userId, invitation);
      return { app, role: invitation.role };
    });
  }

  async decline(userId: number, id: number): Promise<void> {
    return this.database.transaction(async () => {
      const invitation = await this.get(userId, id);
      if (!(await this.invitations.take(invitation))) throw notFound();
      await this.invitations.record('app_invitation.declined', invitation);
    });
  }

  private async get(userId: number, id: number): Promise<AppInvitation> {
    const invitation = await (await this.mine(userId)).andWhere('invitation.id = :id', { id }).getOne();
    if (!invitation) throw notFound();
    return invitation;
  }

  /**
   * Open, addressed to the account, and from somebody who is not blocked. An account's address was verified when the
   * account was made.
   */
  private async mine(userId: number): Promise<SelectQueryBuilder<AppInvitation>> {
    const user = await this.users.find(userId);
    const key = emailKey(user?.email);
    if (key === undefined) throw notFound();
    return this.database
      .repository(AppInvitation)
      .createQueryBuilder('invitation')
      .innerJoin(Principal, 'inviter', 'inviter.id = invitation.invitedBy AND inviter.enabled = 1')
      .where('invitation.emailKey = :key', { key })
      .andWhere('invitation.expiresAt > :now', { now: await this.database.now() });
  }
}

import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { type AuditRecord, AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { confirmRequest, notFound, Paged, type PageQuery } from '../shared/index.js';
import { AppCollaborator, COLLABORATOR_ROLES, type CollaboratorRole } from './app-collaborator.entity.js';
import { App } from './app.entity.js';
import { appBlocked, appDeleted, roleTooLow } from './apps.errors.js';

/** An app as one of its collaborators sees it. */
export interface OwnApp {
  readonly app: App;
  readonly role: CollaboratorRole;
}

const rankOf = (role: CollaboratorRole): number => COLLABORATOR_ROLES.indexOf(role);

/** Who works on which app, and in what role. */
@Injectable()
export class AppTeam {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** Records what happened to a team: to one who works on the app, or to the app as a whole; in its transaction. */
  record(event: Pick<AuditRecord, 'action' | 'before' | 'after'>, appId: number, userId?: number): Promise<void> {
    const subject =
      userId === undefined
        ? { subjectType: 'app', subjectId: appId }
        : { subjectType: 'app_collaborator', subjectId: `${appId}:${userId}` };
    return this.audit.record({ ...event, ...subject });
  }

  async add(appId: number, userId: number, role: CollaboratorRole): Promise<void> {
    await this.database.repository(AppCollaborator).insert({ appId, userId, role });
  }

  /** The app, for somebody who works on it; to all others it does not exist. */
  async reading(appId: number, userId: number): Promise<OwnApp> {
    const collaborator = await this.database.repository(AppCollaborator).findOneBy({ appId, userId });
    const app = collaborator && (await this.database.repository(App).findOneBy({ id: appId }));
    if (!app) throw notFound();
    return { app, role: collaborator.role };
  }

  /** The app, for somebody who manages it: those with less see that they have less, and all others nothing. */
  async managing(appId: number, userId: number, required: CollaboratorRole = 'admin'): Promise<OwnApp> {
    const own = await this.reading(appId, userId);
    if (rankOf(own.role) < rankOf(required)) throw roleTooLow(required, own.role);
    return own;
  }

  /**
   * The app, for somebody who may change it; a blocked or deleted app stays as it is. Whoever else changes it, the
   * operator who blocks it included, waits for the end of the caller's transaction.
   */
  async changing(appId: number, userId: number, required: CollaboratorRole = 'admin'): Promise<OwnApp> {
    // Strangers hold up nobody.
    await this.reading(appId, userId);
    await this.lock(appId);
    // What was read before the lock may have changed while waiting for it.
    const own = await this.managing(appId, userId, required);
    if (own.app.status === 'deleted') throw appDeleted();
    if (own.app.status === 'blocked') throw appBlocked();
    return own;
  }

  /**
   * One change of an app at a time, in the caller's transaction, by somebody who still may: the request is decided again,
   * since whoever had the lock may have changed the answer.
   */
  async lock(appId: number): Promise<void> {
    await this.database.query(`SELECT id FROM apps WHERE id = ?${this.database.dialect.forUpdate}`, [appId]);
    if (this.database.isFirst('confirmed')) await confirmRequest();
  }

  /** The apps that somebody works on; deleted ones are left out. */
  async appsOf(userId: number, query: PageQuery): Promise<Paged<OwnApp>> {
    const isOnTeam = 'collaborator.appId = app.id AND collaborator.userId = :userId';
    const [apps, total] = await this.database
      .repository(App)
      .createQueryBuilder('app')
      .innerJoin(AppCollaborator, 'collaborator', isOnTeam, { userId })
      .where({ status: Not<App['status']>('deleted') })
      .orderBy('app.id')
      .offset((query.page - 1) * query.per_page)
      .limit(query.per_page)
      .getManyAndCount();
    const roles = await this.rolesOf(
      userId,
      apps.map(({ id }) => id),
    );
    const items = apps.flatMap((app) => {
      const role = roles.get(app.id);
      return role ? [{ app, role }] : [];
    });
    return new Paged(items, total, query);
  }

  private async rolesOf(userId: number, appIds: readonly number[]): Promise<Map<number, CollaboratorRole>> {
    const rows = await this.database.repository(AppCollaborator).findBy({ userId, appId: In([...appIds]) });
    return new Map(rows.map(({ appId, role }) => [appId, role]));
  }
}

import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { AppCollaborator, COLLABORATOR_ROLES, type CollaboratorRole } from './app-collaborator.entity.js';
import { App } from './app.entity.js';
import { appBlocked, roleTooLow } from './apps.errors.js';

/** An app as one of its collaborators sees it. */
export interface OwnApp {
  readonly app: App;
  readonly role: CollaboratorRole;
}

const rankOf = (role: CollaboratorRole): number => COLLABORATOR_ROLES.indexOf(role);

/** Who works on which app, and in what role. */
@Injectable()
export class AppTeam {
  constructor(private readonly database: Database) {}

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

  /**
   * The app, for somebody who may change it; a blocked app stays as it is. Whoever else changes it, the operator who
   * blocks it included, waits for the end of the caller's transaction.
   */
  async changing(appId: number, userId: number, required: CollaboratorRole = 'admin'): Promise<OwnApp> {
    const own = await this.reading(appId, userId);
    if (rankOf(own.role) < rankOf(required)) throw roleTooLow(required, own.role);
    if ((await this.lockedStatus(appId)) === 'blocked') throw appBlocked();
    return own;
  }

  private async lockedStatus(appId: number): Promise<App['status'] | undefined> {
    const sql = `SELECT status FROM apps WHERE id = ?${this.database.dialect.forUpdate}`;
    const [row] = await this.database.query<Pick<App, 'status'>>(sql, [appId]);
    return row?.status;
  }

  async appsOf(userId: number, query: PageQuery): Promise<Paged<OwnApp>> {
    const [rows, total] = await this.database
      .repository(AppCollaborator)
      .findAndCount({ where: { userId }, order: { appId: 'ASC' }, ...pageWindow(query) });
    const apps = await this.database.repository(App).findBy({ id: In(rows.map(({ appId }) => appId)) });
    const byId = new Map(apps.map((app) => [app.id, app]));
    const items = rows.flatMap(({ appId, role }) => {
      const app = byId.get(appId);
      return app ? [{ app, role }] : [];
    });
    return new Paged(items, total, query);
  }
}

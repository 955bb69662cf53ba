import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Users } from '../../identity/index.js';
import { conflict, notFound } from '../../shared/index.js';
import { AppCollaborator } from '../app-collaborator.entity.js';
import { AppReleases } from '../app-releases.js';
import { AppTeam } from '../app-team.js';
import type { App } from '../app.entity.js';
import { SandboxMembers } from '../sandbox/sandbox-members.js';

/** The operator's way to give an app to somebody where its owner cannot: they are blocked, or cannot be reached. */
@Injectable()
export class AppHandover {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly releases: AppReleases,
    private readonly sandbox: SandboxMembers,
    private readonly users: Users,
  ) {}

  /**
   * The former owner stays as an admin; the new one need not have been on the team. A blocked app changes hands too.
   * False if it is theirs already. Throws not_found, user_blocked.
   */
  transfer(uid: string, userId: number): Promise<boolean> {
    return this.database.transaction(async () => {
      const app = await this.locked(uid);
      const owner = await this.rows.findOneBy({ appId: app.id, role: 'owner' });
      if (owner?.userId === userId) return false;
      if (!(await this.users.find(userId))?.enabled) throw userBlocked();
      if (owner) await this.rows.update({ appId: app.id, userId: owner.userId }, { role: 'admin' });
      const { affected } = await this.rows.update({ appId: app.id, userId }, { role: 'owner' });
      if (!affected) await this.team.add(app.id, userId, 'owner');
      await this.sandbox.follow(app, userId, 'owner', userId);
      const [before, after] = [{ owner_id: owner?.userId ?? null }, { owner_id: userId }];
      await this.team.record({ action: 'app.transferred', before, after }, app.id);
      return true;
    });
  }

  private async locked(uid: string): Promise<App> {
    const found = await this.releases.appByUid(uid);
    if (found) await this.team.lock(found.id);
    // What was read before the lock may have been deleted while waiting for it.
    const app = await this.releases.appByUid(uid);
    if (!app || app.status === 'deleted') throw notFound();
    return app;
  }

  private get rows() {
    return this.database.repository(AppCollaborator);
  }
}

const userBlocked = (): Error => conflict('user_blocked', 'This account is blocked: unblock it first.');

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { AppClientFactory } from './app-client-factory.js';
import { AppClosing } from './app-closing.js';
import { AppTeam } from './app-team.js';
import { App } from './app.entity.js';
import { appInUse } from './apps.errors.js';
import { AppUse } from './ports.js';

/** Ends an app that no company relies on; its row stays, so that the audit trail has something to point at. */
@Injectable()
export class AppDeletion {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly use: AppUse,
    private readonly factory: AppClientFactory,
    private readonly closing: AppClosing,
  ) {}

  /** Its credentials end at once, its sandbox company closes. Throws app_in_use. */
  async delete(appId: number, userId: number): Promise<void> {
    return this.database.transaction(async () => {
      const { app } = await this.team.changing(appId, userId, 'owner');
      await this.requireUnused(appId);
      const updatedAt = await this.database.now();
      await this.database.repository(App).update({ id: appId }, { status: 'deleted', marketplace: false, updatedAt });
      await this.factory.disableAll(appId);
      await this.closing.close(app);
      const [before, after] = [{ status: app.status }, { status: 'deleted' }];
      await this.team.record({ action: 'app.deleted', before, after }, appId);
    });
  }

  /** Whoever installs holds the app's row, so that what is found here stays so. */
  private async requireUnused(appId: number): Promise<void> {
    const sql = 'SELECT 1 FROM app_versions WHERE app_id = ? AND promoted_at IS NOT NULL LIMIT 1';
    if ((await this.database.query(sql, [appId])).length > 0) throw appInUse('promoted');
    if (await this.use.isInstalled(appId)) throw appInUse('installed');
  }
}

import { Injectable } from '@nestjs/common';
import { AppUse } from '../apps/index.js';
import { Database } from '../database/index.js';

/** Installations tell where an app is in use. */
@Injectable()
export class InstalledApps extends AppUse {
  constructor(private readonly database: Database) {
    super();
  }

  async isInstalled(appId: number): Promise<boolean> {
    const sql = "SELECT 1 FROM app_installations WHERE app_id = ? AND status <> 'uninstalled' LIMIT 1";
    return (await this.database.query(sql, [appId])).length > 0;
  }
}

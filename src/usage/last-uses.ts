import { Injectable } from '@nestjs/common';
import { InstallationUse } from '../app-management/index.js';
import { Database } from '../database/index.js';

const LAST_OF_APP =
  'SELECT u.used_at FROM api_usage u WHERE u.company_id = i.company_id AND u.app_id = i.app_id' +
  ' ORDER BY u.used_at DESC LIMIT 1';
const LAST_OF_PERSON =
  'SELECT u.used_at FROM api_usage u WHERE u.company_id = i.company_id AND u.principal_id = i.installed_for' +
  ' AND u.app_id = i.app_id ORDER BY u.used_at DESC LIMIT 1';

/** When installed apps were last used: the end of an index for each of them, in one statement. */
@Injectable()
export class LastUses extends InstallationUse {
  constructor(private readonly database: Database) {
    super();
  }

  override async lastUsed(installationIds: readonly number[]): Promise<Map<number, number>> {
    if (installationIds.length === 0) return new Map();
    const rows = await this.database.query<{ id: number | string; used_at: number | string | null }>(
      `SELECT i.id, CASE WHEN i.installed_for IS NULL THEN (${LAST_OF_APP}) ELSE (${LAST_OF_PERSON}) END AS used_at
       FROM app_installations i WHERE i.id IN (${installationIds.map(() => '?').join(', ')})`,
      installationIds,
    );
    return new Map(rows.flatMap(({ id, used_at: at }) => (at === null ? [] : [[Number(id), Number(at)] as const])));
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

/** Which apps a company has to do with: what pages call by name tells nobody of others. */
@Injectable()
export class KnownApps {
  constructor(private readonly database: Database) {}

  /** Those of these that somebody in the company has, had or asked for. */
  async among(companyId: number, appIds: readonly number[]): Promise<ReadonlySet<number>> {
    if (appIds.length === 0) return new Set();
    const marks = appIds.map(() => '?').join(', ');
    const rows = await this.database.query<{ app_id: number | string }>(
      `SELECT app_id FROM app_installations WHERE company_id = ? AND app_id IN (${marks})
       UNION SELECT app_id FROM installation_requests WHERE company_id = ? AND app_id IN (${marks})`,
      [companyId, ...appIds, companyId, ...appIds],
    );
    return new Set(rows.map(({ app_id }) => Number(app_id)));
  }
}

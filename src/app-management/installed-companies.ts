import { Injectable } from '@nestjs/common';
import { AppReleases, hasServiceAccount } from '../apps/index.js';
import { Database } from '../database/index.js';

interface Row {
  readonly company_id: number;
  readonly version_id: number;
}

/** Where an app's own token works: what `GET /companies` answers to it. */
@Injectable()
export class InstalledCompanies {
  constructor(
    private readonly database: Database,
    private readonly releases: AppReleases,
  ) {}

  /** The active companies, of one environment if named, where the app is active with a service account. */
  async ofApp(appId: number, environment?: 'production' | 'sandbox' | null): Promise<number[]> {
    const rows = await this.database.query<Row>(
      'SELECT i.company_id, i.version_id FROM app_installations i JOIN companies c ON c.id = i.company_id' +
        " WHERE i.app_id = ? AND i.status = 'active' AND i.principal_id IS NOT NULL AND c.active = 1" +
        ` ${environment ? 'AND c.environment = ?' : ''} ORDER BY i.company_id`,
      environment ? [appId, environment] : [appId],
    );
    const versions = await this.releases.versionsById([...new Set(rows.map((row) => Number(row.version_id)))]);
    const runs = (row: Row): boolean => {
      const version = versions.get(Number(row.version_id));
      return version !== undefined && hasServiceAccount(version.manifest);
    };
    return rows.filter(runs).map((row) => Number(row.company_id));
  }
}

import { Injectable } from '@nestjs/common';
import { type Level, reaches } from '../../access/index.js';
import type { AppInstallation, PermittedInstallation } from '../../app-management/index.js';
import { Database } from '../../database/index.js';
import { dayOf } from '../usage-days.js';

/** What widens what an app may do, or interrupts what it does: use before it says little about the time after. */
const BEGINNINGS = [
  'installation.created',
  'installation.reinstalled',
  'installation.upgraded',
  'installation.rolled_back',
  'installation.resumed',
  'installation.permitted_projects_changed',
];

/** What an installed app did with what was approved for it, in calls that succeeded. */
@Injectable()
export class InstallationUses {
  constructor(private readonly database: Database) {}

  /** The highest level that the service account needed of each tool. */
  async levels({ companyId, appId, principalId }: AppInstallation, since: number): Promise<Map<string, Level>> {
    const used = new Map<string, Level>();
    if (principalId === null) return used;
    const rows = await this.database.query<{ tool: string; level: Level }>(
      'SELECT DISTINCT tool, level FROM api_usage' +
        " WHERE company_id = ? AND principal_id = ? AND app_id = ? AND used_at >= ? AND tool <> ''",
      [companyId, principalId, appId, since],
    );
    for (const { tool, level } of rows) if (!reaches(used.get(tool) ?? 'none', level)) used.set(tool, level);
    return used;
  }

  /** The projects that it touched: its service account, and where users are bound to the projects, its users too. */
  async projects({ installation, permitted }: PermittedInstallation, since: number): Promise<Set<number>> {
    const { companyId, appId, principalId } = installation;
    const whose = permitted.bindUsers ? '' : ' AND principal_id = ?';
    if (whose && principalId === null) return new Set();
    const rows = await this.database.query<{ project_id: number | string }>(
      'SELECT DISTINCT project_id FROM api_usage' +
        ` WHERE company_id = ? AND app_id = ? AND used_at >= ? AND project_id IS NOT NULL${whose}`,
      [companyId, appId, since, ...(whose ? [principalId] : [])],
    );
    return new Set(rows.map(({ project_id: id }) => Number(id)));
  }

  /** Since when an installation may do what it may do now. */
  async unchangedSince({ id, companyId, installedAt }: AppInstallation): Promise<number> {
    const [{ at }] = await this.database.query<{ at: number | string | null }>(
      'SELECT MAX(created_at) AS at FROM audit_events' +
        " WHERE company_id = ? AND subject_id = ? AND subject_type = 'installation'" +
        ` AND action IN (${BEGINNINGS.map(() => '?').join(', ')})`,
      [companyId, String(id), ...BEGINNINGS],
    );
    return Math.max(Number(at ?? 0), installedAt);
  }

  /** Since when calls are counted at all; what was never counted was perhaps only never seen. */
  async countedSince(): Promise<number> {
    const [{ day }] = await this.database.query<{ day: number | string | null }>(
      'SELECT MIN(day) AS day FROM api_usage',
    );
    return day === null ? dayOf(Date.now()) : Number(day);
  }
}

import { Injectable } from '@nestjs/common';
import { type Level, reaches } from '../../access/index.js';
import type { Environment } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import { DAY_MS, type Period } from '../usage-days.js';

/** The calls of a day, and how those went that did not succeed. */
export interface DayFigures {
  readonly day: number;
  readonly calls: number;
  readonly errors: number;
  readonly unauthorized: number;
  readonly forbidden: number;
  readonly notFound: number;
  readonly tooMany: number;
  /** Calls that named no company where one is needed. */
  readonly missingCompany: number;
}

/** In how many companies the app is. */
export interface InstallationCounts {
  readonly active: number;
  readonly suspended: number;
  readonly uninstalled: number;
}

/** How many companies took the app on a day, or gave it up. */
export interface Moves {
  readonly day: number;
  readonly environment: Environment;
  readonly count: number;
}

type Row = Readonly<Record<string, number | string | null>>;

/** What single members installed for themselves is nobody else's affair. */
const SHARED = 'i.app_id = ? AND i.slot = 0';

const when = (condition: string): string => `SUM(CASE WHEN ${condition} THEN calls ELSE 0 END)`;

/** Reads what is known of the use of one app in all companies. */
@Injectable()
export class AppFigures {
  constructor(private readonly database: Database) {}

  async calls(appId: number, { from, to }: Period): Promise<(DayFigures & { readonly clientId: string })[]> {
    const rows = await this.database.query<Row>(
      `SELECT day, client_id, SUM(calls) AS calls, ${when('status >= 400')} AS errors,
         ${when('status = 401')} AS unauthorized, ${when('status = 403')} AS forbidden,
         ${when('status = 404')} AS not_found, ${when('status = 429')} AS too_many,
         ${when("denial = 'missing_company'")} AS missing_company
       FROM usage_totals WHERE app_id = ? AND scope = 'client' AND day >= ? AND day <= ?
       GROUP BY day, client_id ORDER BY day, client_id`,
      [appId, from, to],
    );
    return rows.map((row) => ({
      clientId: String(row.client_id),
      day: Number(row.day),
      calls: Number(row.calls),
      errors: Number(row.errors),
      unauthorized: Number(row.unauthorized),
      forbidden: Number(row.forbidden),
      notFound: Number(row.not_found),
      tooMany: Number(row.too_many),
      missingCompany: Number(row.missing_company),
    }));
  }

  async installations(appId: number): Promise<InstallationCounts> {
    const rows = await this.database.query<Row>(
      `SELECT i.status, COUNT(*) AS count FROM app_installations i WHERE ${SHARED} GROUP BY i.status`,
      [appId],
    );
    const counts = new Map(rows.map(({ status, count }) => [status, Number(count)]));
    const countOf = (status: string): number => counts.get(status) ?? 0;
    return { active: countOf('active'), suspended: countOf('suspended'), uninstalled: countOf('uninstalled') };
  }

  /** By the last installation of each company, and its last end. */
  async moves(column: 'installed_at' | 'uninstalled_at', appId: number, { from, to }: Period): Promise<Moves[]> {
    const day = `i.${column} - i.${column} % ${DAY_MS}`;
    const rows = await this.database.query<Row>(
      `SELECT ${day} AS day, c.environment, COUNT(*) AS count
       FROM app_installations i JOIN companies c ON c.id = i.company_id
       WHERE ${SHARED} AND i.${column} >= ? AND i.${column} < ? GROUP BY ${day}, c.environment`,
      [appId, from, to + DAY_MS],
    );
    return rows.map((row) => ({
      day: Number(row.day),
      environment: row.environment as Environment,
      count: Number(row.count),
    }));
  }

  /** The highest level of each tool that service accounts of the app needed for something that succeeded. */
  async levelsUsed(appId: number, from: number): Promise<Map<string, Level>> {
    const rows = await this.database.query<{ tool: string; level: Level }>(
      `SELECT DISTINCT u.tool, u.level FROM api_usage u JOIN app_installations i ON i.company_id = u.company_id
         AND i.app_id = u.app_id AND i.principal_id = u.principal_id
       WHERE u.app_id = ? AND u.day >= ? AND u.used_at IS NOT NULL AND u.tool <> ''`,
      [appId, from],
    );
    const used = new Map<string, Level>();
    for (const { tool, level } of rows) if (!reaches(used.get(tool) ?? 'none', level)) used.set(tool, level);
    return used;
  }

  /** The companies that the developer may know of: those that have or had the app for everybody. */
  async companies(appId: number): Promise<Set<number>> {
    const rows = await this.database.query<Row>(`SELECT i.company_id FROM app_installations i WHERE ${SHARED}`, [
      appId,
    ]);
    return new Set(rows.map(({ company_id: id }) => Number(id)));
  }
}

import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../database/index.js';
import { type PageQuery, pageWindow } from '../shared/index.js';
import { type Dimension, isDefined, type UsageFilter } from './usage-filter.js';
import { windowFor } from './usage-subjects.js';
import type { SubjectScope } from './usage-totals.entity.js';

/** The projects or principals of one page of a report (0: the line of calls without one), and how many there are. */
export interface SubjectLines {
  readonly ids: readonly number[];
  readonly total: number;
}

/** Finds the lines of a report by project or by principal without adding up those of other pages. */
@Injectable()
export class SubjectLineReader {
  constructor(private readonly database: Database) {}

  /** Undefined for a report that must be added up whole. */
  async page(filter: UsageFilter, by: readonly Dimension[], query: PageQuery): Promise<SubjectLines | undefined> {
    const scope = subjectOf(by);
    const window = windowFor(filter);
    if (!scope || !window || filter.companyId === undefined || asksMore(filter)) return undefined;
    const sql =
      'FROM usage_subjects WHERE company_id = ? AND scope = ? AND app_id = ? AND starts_at = ?' +
      ' AND (own_days & ? <> 0 OR next_days & ? <> 0)';
    const { startsAt, ownDays, nextDays } = window;
    const parameters = [filter.companyId, scope, filter.appId ?? 0, startsAt, ownDays, nextDays];
    const { skip, take } = pageWindow(query);
    const page = `${sql} ORDER BY subject_id LIMIT ${take} OFFSET ${skip}`;
    const ids = await this.numbers(`SELECT subject_id AS number ${page}`, parameters);
    const [total] = await this.numbers(`SELECT COUNT(*) AS number ${sql}`, parameters);
    return { ids, total };
  }

  private async numbers(sql: string, parameters: readonly SqlValue[]): Promise<number[]> {
    const rows = await this.database.query<{ number: number | string }>(sql, parameters);
    return rows.map(({ number }) => Number(number));
  }
}

const subjectOf = ([first, ...rest]: readonly Dimension[]): SubjectScope | undefined =>
  rest.length === 0 && (first === 'project' || first === 'principal') ? first : undefined;

const asksMore = ({ clientId, principalId, projectId, route, status }: UsageFilter): boolean =>
  [clientId, principalId, projectId, route, status].some(isDefined);

import { Injectable } from '@nestjs/common';
import { Database, indexedPage, type IndexedPage } from '../database/index.js';
import type { PageQuery } from '../shared/index.js';
import { type Dimension, isDefined, type UsageFilter } from './usage-filter.js';
import { windowFor } from './usage-subjects.js';
import type { SubjectScope } from './usage-totals.entity.js';

/** Finds the lines of a report by project or by principal without adding up those of other pages. */
@Injectable()
export class SubjectLineReader {
  constructor(private readonly database: Database) {}

  /** Projects or principals (0: the line of calls without one); undefined for a report that must be added up whole. */
  async page(filter: UsageFilter, by: readonly Dimension[], query: PageQuery): Promise<IndexedPage | undefined> {
    const scope = subjectOf(by);
    const window = windowFor(filter);
    if (!scope || !window || filter.companyId === undefined || asksMore(filter)) return undefined;
    const { startsAt, ownDays, nextDays } = window;
    // The driver sends a number as a float, with which MySQL takes twice as long for bits: these are written out.
    const from =
      'FROM usage_subjects WHERE company_id = ? AND scope = ? AND app_id = ? AND starts_at = ?' +
      ` AND (own_days & ${ownDays} <> 0 OR next_days & ${nextDays} <> 0)`;
    const parameters = [filter.companyId, scope, filter.appId ?? 0, startsAt];
    return indexedPage(this.database, { column: 'subject_id', from, parameters }, query);
  }
}

const subjectOf = ([first, ...rest]: readonly Dimension[]): SubjectScope | undefined =>
  rest.length === 0 && (first === 'project' || first === 'principal') ? first : undefined;

const asksMore = ({ clientId, principalId, projectId, route, status }: UsageFilter): boolean =>
  [clientId, principalId, projectId, route, status].some(isDefined);

import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database, type IndexedList, indexedPage, type IndexedPage, type ListLength } from '../database/index.js';
import type { PageQuery } from '../shared/index.js';
import { type Dimension, isDefined, type UsageFilter } from './usage-filter.js';
import { windowFor } from './usage-subjects.js';
import type { SubjectScope } from './usage-totals.entity.js';

/** Counting the lines of a report that is longer takes most of a page's time. */
export const LONG = 5_000;
/**
 * So long the total of a long report may be out of date. Lines that are new meanwhile may be on none of its pages that
 * are read from the end: files have them.
 */
export const COUNTED_FOR_MS = 10_000;

/** Finds the lines of a report by project or by principal without adding up those of other pages. */
@Injectable()
export class SubjectLineReader {
  private readonly lengths = new LRUCache<string, ListLength>({
    max: 1_000,
    ttl: COUNTED_FOR_MS,
    ttlResolution: 0,
    perf: Date,
  });

  constructor(private readonly database: Database) {}

  /** Projects or principals (0: the line of calls without one); undefined for a report that must be added up whole. */
  async page(filter: UsageFilter, by: readonly Dimension[], query: PageQuery): Promise<IndexedPage | undefined> {
    const scope = subjectOf(by);
    const window = windowFor(filter);
    if (!scope || !window || filter.companyId === undefined || asksMore(filter)) return undefined;
    const { startsAt, ownDays, nextDays } = window;
    const from =
      'FROM usage_subjects WHERE company_id = ? AND scope = ? AND app_id = ? AND starts_at = ?' +
      ' AND (own_days & ? <> 0 OR next_days & ? <> 0)';
    const parameters = [filter.companyId, scope, filter.appId ?? 0, startsAt, ownDays, nextDays];
    return this.read({ column: 'subject_id', from, parameters }, query);
  }

  private async read(list: IndexedList, query: PageQuery): Promise<IndexedPage> {
    const key = JSON.stringify([list.from, list.parameters]);
    const known = this.lengths.get(key);
    const { length, ...page } = await indexedPage(this.database, list, query, known);
    if (known === undefined && length.total > LONG) this.lengths.set(key, length);
    return page;
  }
}

const subjectOf = ([first, ...rest]: readonly Dimension[]): SubjectScope | undefined =>
  rest.length === 0 && (first === 'project' || first === 'principal') ? first : undefined;

const asksMore = ({ clientId, principalId, projectId, route, status }: UsageFilter): boolean =>
  [clientId, principalId, projectId, route, status].some(isDefined);

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { invalidFields, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { SubjectLineReader } from './subject-lines.js';
import type { Dimension, UsageFilter } from './usage-filter.js';
import { UsageMeter } from './usage-meter.js';
import { conditionsOf, sourceFor } from './usage-sources.js';

/** As many lines as a file may have. */
const MOST_LINES = 50_000;

/** Calls that have in common what they are grouped by; the other dimensions are left out. */
export interface UsageFigures {
  readonly values: Readonly<Partial<Record<Dimension, string | number | null>>>;
  readonly calls: number;
  /** Those that were refused or failed: status 400 and above. */
  readonly errors: number;
  readonly lastAt: number;
}

type Row = Readonly<Record<string, string | number | null>>;

const SUMS =
  'SUM(calls) AS calls, SUM(CASE WHEN status >= 400 THEN calls ELSE 0 END) AS errors, MAX(last_at) AS last_at';

/** Adds up what was counted, also by this process a moment ago. */
@Injectable()
export class UsageReports {
  constructor(
    private readonly database: Database,
    private readonly meter: UsageMeter,
    private readonly subjects: SubjectLineReader,
  ) {}

  async list(filter: UsageFilter, by: readonly Dimension[], query: PageQuery): Promise<Paged<UsageFigures>> {
    await this.meter.settle();
    const lines = await this.subjects.page(filter, by, query);
    if (lines) return new Paged((await this.read(filter, by, { subjects: lines.ids })).items, lines.total, query);
    const { skip, take } = pageWindow(query);
    const { items, total } = await this.read(filter, by, { limit: `LIMIT ${take} OFFSET ${skip}` });
    return new Paged(items, items.length > 0 || skip === 0 ? total : await this.count(filter, by), query);
  }

  /** All at once, for a file. Throws 422 where they are more than `most`. */
  async all(filter: UsageFilter, by: readonly Dimension[], most = MOST_LINES): Promise<UsageFigures[]> {
    await this.meter.settle();
    const { items, total } = await this.read(filter, by, Number.isFinite(most) ? { limit: `LIMIT ${most}` } : {});
    if (total > most) throw invalidFields({ from: [`gives more than ${most} lines: narrow it`] });
    return items;
  }

  /** Those of one part, and how many there are in all; 0 beyond the last one. */
  private async read(filter: UsageFilter, by: readonly Dimension[], part: Part): Promise<Lines> {
    const { sql, parameters, names } = grouped(filter, by, part.subjects);
    if (part.subjects?.length === 0) return { items: [], total: 0 };
    const columns = by.map((dimension, at) => `${names[at]} AS by_${dimension}, `).join('');
    const order = by.map((dimension, at) => `${names[at]}${dimension === 'day' ? ' DESC' : ''}`).join(', ');
    // Whoever names the lines knows how many there are.
    const total = part.subjects ? '' : ', COUNT(*) OVER () AS total';
    const rows = await this.database.query<Row>(
      `SELECT ${columns}${SUMS}${total} ${sql} ORDER BY ${order} ${part.limit ?? ''}`,
      parameters,
    );
    return { items: rows.map((row) => figuresOf(row, by)), total: Number(rows.at(0)?.total ?? 0) };
  }

  private async count(filter: UsageFilter, by: readonly Dimension[]): Promise<number> {
    const { sql, parameters } = grouped(filter, by);
    const [{ count }] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(*) AS count FROM (SELECT 1 AS one ${sql}) AS counted`,
      parameters,
    );
    return Number(count);
  }
}

/** The lines of a report that are wanted: some after some others, or those of some projects or principals. */
interface Part {
  readonly limit?: string;
  readonly subjects?: readonly number[];
}

interface Lines {
  readonly items: UsageFigures[];
  readonly total: number;
}

function grouped(filter: UsageFilter, by: readonly Dimension[], subjects?: readonly number[]) {
  const source = sourceFor(filter, by);
  const { sql, parameters } = conditionsOf(source, filter);
  const names = by.map((dimension) => source.columns[dimension]);
  const some = subjects ? ` AND subject_id IN (${subjects.map(() => '?').join(', ')})` : '';
  return {
    names,
    sql: `FROM ${source.table} WHERE ${sql}${some} GROUP BY ${names.join(', ')}`,
    parameters: [...parameters, ...(subjects ?? [])],
  };
}

const figuresOf = (row: Row, by: readonly Dimension[]): UsageFigures => ({
  values: Object.fromEntries(by.map((dimension) => [dimension, valueOf(dimension, row[`by_${dimension}`])])),
  calls: Number(row.calls),
  errors: Number(row.errors),
  lastAt: Number(row.last_at),
});

/** Totals write 0 where calls had no project or principal: an index finds no null. */
function valueOf(dimension: Dimension, value: string | number | null): string | number | null {
  if (value === null || dimension === 'client' || dimension === 'route') return value;
  const isNone = (dimension === 'project' || dimension === 'principal') && Number(value) === 0;
  return isNone ? null : Number(value);
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { invalidFields, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { conditionsOf, type UsageFilter } from './usage-conditions.js';
import { UsageMeter } from './usage-meter.js';

/** What the calls of a report may be told apart by. */
export const DIMENSIONS = ['app', 'client', 'company', 'principal', 'project', 'route', 'status', 'day'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const COLUMNS: Readonly<Record<Dimension, string>> = {
  app: 'app_id',
  client: 'client_id',
  company: 'company_id',
  principal: 'principal_id',
  project: 'project_id',
  route: 'route',
  status: 'status',
  day: 'day',
};

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
  ) {}

  async list(filter: UsageFilter, by: readonly Dimension[], query: PageQuery): Promise<Paged<UsageFigures>> {
    await this.meter.settle();
    const { skip, take } = pageWindow(query);
    const { items, total } = await this.read(filter, by, `LIMIT ${take} OFFSET ${skip}`);
    return new Paged(items, items.length > 0 || skip === 0 ? total : await this.count(filter, by), query);
  }

  /** All at once, for a file. Throws 422 where they are more than `most`. */
  async all(filter: UsageFilter, by: readonly Dimension[], most = MOST_LINES): Promise<UsageFigures[]> {
    await this.meter.settle();
    const { items, total } = await this.read(filter, by, Number.isFinite(most) ? `LIMIT ${most}` : '');
    if (total > most) throw invalidFields({ from: [`gives more than ${most} lines: narrow it`] });
    return items;
  }

  /** Those of one page, and how many there are on all; 0 beyond the last one. */
  private async read(
    filter: UsageFilter,
    by: readonly Dimension[],
    limit: string,
  ): Promise<{ readonly items: UsageFigures[]; readonly total: number }> {
    const { sql, parameters } = grouped(filter, by);
    const columns = by.map((dimension) => `${COLUMNS[dimension]} AS by_${dimension}, `).join('');
    const order = by.map((dimension) => `${COLUMNS[dimension]}${dimension === 'day' ? ' DESC' : ''}`).join(', ');
    const rows = await this.database.query<Row>(
      `SELECT ${columns}${SUMS}, COUNT(*) OVER () AS total ${sql} ORDER BY ${order} ${limit}`,
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

/** What calls needed besides was counted without a call, and makes no line. */
function grouped(filter: UsageFilter, by: readonly Dimension[]): ReturnType<typeof conditionsOf> {
  const { sql, parameters } = conditionsOf(filter);
  const columns = by.map((dimension) => COLUMNS[dimension]).join(', ');
  return { sql: `FROM ${tableFor(filter, by)} WHERE ${sql} AND calls > 0 GROUP BY ${columns}`, parameters };
}

/** The totals of a company know neither principals nor projects nor routes, and are all the shorter. */
function tableFor({ companyId, principalId, projectId, route }: UsageFilter, by: readonly Dimension[]): string {
  const isFine = by.some((dimension) => ['principal', 'project', 'route'].includes(dimension));
  const asksFine = [principalId, projectId, route].some((value) => value !== undefined);
  return companyId === undefined || isFine || asksFine ? 'api_usage' : 'usage_totals';
}

const figuresOf = (row: Row, by: readonly Dimension[]): UsageFigures => ({
  values: Object.fromEntries(by.map((dimension) => [dimension, valueOf(dimension, row[`by_${dimension}`])])),
  calls: Number(row.calls),
  errors: Number(row.errors),
  lastAt: Number(row.last_at),
});

const valueOf = (dimension: Dimension, value: string | number | null): string | number | null =>
  value === null || dimension === 'client' || dimension === 'route' ? value : Number(value);

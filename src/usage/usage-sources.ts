import type { SqlValue } from '../database/index.js';
import { type Dimension, isDefined, type UsageFilter } from './usage-filter.js';
import type { TotalScope } from './usage-totals.entity.js';

/** Where the calls of a report are added up from: the fewest rows that know all that it tells apart. */
export interface UsageSource {
  readonly table: 'api_usage' | 'usage_totals';
  /** Of `usage_totals`; `api_usage` has none. */
  readonly scope?: TotalScope;
  readonly columns: Readonly<Record<Dimension, string>>;
}

export interface Conditions {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

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

const FILTERS = {
  companyId: 'company',
  appId: 'app',
  clientId: 'client',
  principalId: 'principal',
  projectId: 'project',
  route: 'route',
  status: 'status',
} as const;

/** What a total knows one of, at most. */
const FINE = ['principal', 'project', 'route'] as const;

export function sourceFor(filter: UsageFilter, by: readonly Dimension[]): UsageSource {
  const asked = { principal: filter.principalId, project: filter.projectId, route: filter.route };
  const fine = FINE.filter((dimension) => by.includes(dimension) || isDefined(asked[dimension]));
  if (filter.companyId === undefined || fine.length > 1) return { table: 'api_usage', columns: COLUMNS };
  const columns = { ...COLUMNS, principal: 'subject_id', project: 'subject_id' };
  return { table: 'usage_totals', scope: fine.at(0) ?? 'company', columns };
}

/** The rows of a source that a filter names. What calls needed besides was counted without a call, and is none. */
export function conditionsOf({ scope, columns }: UsageSource, filter: UsageFilter): Conditions {
  const sql = ['day >= ?', 'day <= ?', 'calls > 0'];
  const parameters: SqlValue[] = [filter.from, filter.to];
  const demand = (column: string, value: SqlValue): void => {
    sql.push(`${column} = ?`);
    parameters.push(value);
  };
  if (scope) demand('scope', scope);
  for (const [name, dimension] of Object.entries(FILTERS) as [keyof typeof FILTERS, Dimension][]) {
    const value = filter[name];
    if (value !== undefined) demand(columns[dimension], value);
  }
  return { sql: sql.join(' AND '), parameters };
}

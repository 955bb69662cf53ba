import type { SqlValue } from '../database/index.js';
import type { Period } from './usage-days.js';

/** Which calls a report counts; everything that is given must hold. */
export interface UsageFilter extends Period {
  readonly companyId?: number;
  readonly appId?: number | undefined;
  readonly clientId?: string | undefined;
  readonly principalId?: number | undefined;
  readonly projectId?: number | undefined;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
}

export interface Conditions {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const COLUMNS = {
  companyId: 'company_id',
  appId: 'app_id',
  clientId: 'client_id',
  principalId: 'principal_id',
  projectId: 'project_id',
  route: 'route',
  status: 'status',
} as const;

/** The rows of `api_usage` that a filter names. */
export function conditionsOf(filter: UsageFilter): Conditions {
  const sql = ['day >= ?', 'day <= ?'];
  const parameters: SqlValue[] = [filter.from, filter.to];
  for (const [name, column] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][]) {
    const value = filter[name];
    if (value === undefined) continue;
    sql.push(`${column} = ?`);
    parameters.push(value);
  }
  return { sql: sql.join(' AND '), parameters };
}

import type { SqlValue } from '../../database/index.js';

/** What a list or an export of events is narrowed to; everything that is given must hold. Times are epoch milliseconds. */
export interface AuditFilter {
  /** One action, or the beginning of several up to the dot: `installation.`. */
  readonly action?: string;
  readonly actor_id?: number;
  readonly client_id?: string;
  readonly subject_type?: string;
  readonly subject_id?: string;
  readonly request_id?: string;
  /** Both inclusive. */
  readonly from?: number;
  readonly to?: number;
}

export interface Conditions {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

type Condition = readonly [sql: string, ...parameters: SqlValue[]];

const COLUMNS = ['actor_id', 'client_id', 'subject_id', 'request_id'] as const;

/** Beside the id, which says much more: no engine shall choose the index of types. */
const TYPE_OF_SUBJECT = "COALESCE(subject_type, '') = ?";

/** A range, not a pattern: an index serves it, and `_` stands for itself. `/` follows `.` in both engines' order. */
const actionCondition = (action: string): Condition =>
  action.endsWith('.') ? ['action >= ? AND action < ?', action, `${action.slice(0, -1)}/`] : ['action = ?', action];

/** The rows of `audit_events` that a company asked for. */
export function conditionsOf(companyId: number, filter: AuditFilter): Conditions {
  const { action, subject_type: type, from, to } = filter;
  const conditions: Condition[] = [['company_id = ?', companyId]];
  for (const column of COLUMNS) {
    const value = filter[column];
    if (value !== undefined) conditions.push([`${column} = ?`, value]);
  }
  if (type !== undefined)
    conditions.push([filter.subject_id === undefined ? 'subject_type = ?' : TYPE_OF_SUBJECT, type]);
  if (action !== undefined) conditions.push(actionCondition(action));
  if (from !== undefined) conditions.push(['created_at >= ?', from]);
  if (to !== undefined) conditions.push(['created_at <= ?', to]);
  return {
    sql: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  };
}

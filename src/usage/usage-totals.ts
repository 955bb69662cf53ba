import { byId, idOf, isCalled, type UsageValues, type Values } from './usage-counts.js';
import type { TotalScope } from './usage-totals.entity.js';

export const TOTAL_COLUMNS =
  'id, day, scope, client_id, app_id, company_id, subject_id, route, status, denial, calls, last_at';

/** What a scope keeps of a call beside client, status and day. */
interface Kept {
  readonly scope: TotalScope;
  readonly companyId: number | null;
  readonly subjectId?: number | null;
  readonly route?: string;
  readonly denial?: string;
}

function keptOf([, , , , companyId, principalId, projectId, route, , denial]: UsageValues): Kept[] {
  const all: Kept[] = [
    { scope: 'client', companyId: null, denial },
    { scope: 'company', companyId },
  ];
  if (companyId === null) return all;
  all.push({ scope: 'route', companyId, route });
  all.push({ scope: 'project', companyId, subjectId: projectId });
  all.push({ scope: 'principal', companyId, subjectId: principalId });
  return all;
}

/** The rows of `usage_totals` that rows of `api_usage` add to. */
export function totalsOf(rows: readonly UsageValues[]): Values[] {
  const totals = new Map<string, { readonly facts: Values; readonly count: { calls: number; lastAt: number } }>();
  for (const row of rows.filter(isCalled)) {
    const [, day, clientId, appId, , , , , status, , , , calls, lastAt] = row;
    for (const { scope, companyId, subjectId, route = '', denial = '' } of keptOf(row)) {
      const told = [scope, clientId, appId, companyId, subjectId ?? 0, route, status, denial];
      const key = JSON.stringify([day, ...told]);
      const total = totals.get(key) ?? { facts: [idOf(day, key), day, ...told], count: { calls: 0, lastAt: 0 } };
      total.count.calls += calls;
      total.count.lastAt = Math.max(total.count.lastAt, lastAt);
      totals.set(key, total);
    }
  }
  return [...totals.values()].map(({ facts, count }) => [...facts, count.calls, count.lastAt]).sort(byId);
}

import { type Level, lowerOf } from '../../access/index.js';
import type { Narrower, PermittedInstallation } from '../../app-management/index.js';
import { DAY_MS } from '../usage-days.js';

/** Use over this time is what advice is made of; whatever is younger cannot be judged. */
export const JUDGED_MS = 30 * DAY_MS;

/** Why nothing can be advised. */
export type Unjudged = 'suspended' | 'uninstalled' | 'changed_recently' | 'counted_recently';

/** What was seen of an installation. */
export interface Seen {
  readonly now: number;
  readonly levels: ReadonlyMap<string, Level>;
  readonly projects: ReadonlySet<number>;
  readonly unchangedSince: number;
  readonly countedSince: number;
}

export interface ToolAdvice {
  readonly tool: string;
  readonly approved: Level;
  /** `none`: never. */
  readonly used: Level;
  readonly advised: Level;
}

/** What an installation has and does not need. */
export interface Advice {
  readonly current: PermittedInstallation;
  readonly from: number;
  readonly to: number;
  /** Null where it can be judged. */
  readonly unjudged: Unjudged | null;
  /** When it can be judged, unless something changes until then; null where time alone does not help. */
  readonly judgedFrom: number | null;
  readonly tools: readonly ToolAdvice[];
  /** Permitted projects that were never touched. */
  readonly untouched: readonly number[];
}

/** Compares what was approved with what was used. Pure: no I/O, no clock. */
export function adviceOn(current: PermittedInstallation, seen: Seen): Advice {
  const { installation, permitted } = current;
  const { unjudged, judgedFrom } = judgement(current, seen);
  const tools = Object.entries(installation.approvedPermissions).map(([tool, approved]) => {
    // Before the approval was narrowed, more may have been used.
    const used = seen.levels.get(tool) ?? 'none';
    return { tool, approved, used, advised: unjudged === null ? lowerOf(approved, used) : approved };
  });
  const untouched = permitted.projectIds.filter((id) => !seen.projects.has(id));
  return { current, from: seen.now - JUDGED_MS, to: seen.now, unjudged, judgedFrom, tools, untouched };
}

/** What is to be left when the advice is followed; null where there is none to follow. */
export function narrowerBy({ unjudged, tools, untouched, current }: Advice): Narrower | null {
  if (unjudged !== null) return null;
  const { mode, projectIds } = current.permitted;
  const needless = new Set(untouched);
  return {
    approved: Object.fromEntries(tools.map(({ tool, advised }) => [tool, advised])),
    ...(mode === 'selected' ? { projectIds: projectIds.filter((id) => !needless.has(id)) } : {}),
  };
}

function judgement({ installation }: PermittedInstallation, seen: Seen): Pick<Advice, 'unjudged' | 'judgedFrom'> {
  if (installation.status !== 'active') return { unjudged: installation.status, judgedFrom: null };
  const { now, unchangedSince, countedSince } = seen;
  const judgedFrom = Math.max(unchangedSince, countedSince) + JUDGED_MS;
  if (judgedFrom <= now) return { unjudged: null, judgedFrom };
  return { unjudged: unchangedSince + JUDGED_MS > now ? 'changed_recently' : 'counted_recently', judgedFrom };
}

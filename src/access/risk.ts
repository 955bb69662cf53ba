import type { Level, Levels } from './levels.js';

/** How far a grant reaches: `high` may hand out power itself, `elevated` may change how a tool works. */
export type Risk = 'normal' | 'elevated' | 'high';

/** Whoever administers one of these decides about people, permissions or apps. */
const POWERFUL: ReadonlySet<string> = new Set([
  'company.admin',
  'company.app_management',
  'company.directory',
  'company.permissions',
]);

/** The mark that people see beside a level before they grant it. */
export function riskOf(tool: string, level: Level): Risk {
  if (level !== 'admin') return 'normal';
  return POWERFUL.has(tool) ? 'high' : 'elevated';
}

const RISKS = ['high', 'elevated', 'normal'] as const;

/** The greatest risk among levels on tools. */
export function greatestRisk(levels: Levels): Risk {
  const risks = Object.entries(levels).map(([tool, level = 'none']) => riskOf(tool, level));
  return RISKS.find((risk) => risks.includes(risk)) ?? 'normal';
}

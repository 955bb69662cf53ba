import { type Level, type Levels, levelOn, lowerOf, reaches, type Risk, riskOf } from '../../access/index.js';
import { type Component, type Manifest, permissionsOf, userPermissionsOf } from '../../apps/index.js';

/** What an upgrade does to one tool: what was approved, what the versions ask for, and what would be approved. */
export interface ToolChange {
  readonly tool: string;
  readonly approved: Level;
  readonly asked: Level;
  readonly asks: Level;
  readonly after: Level;
  readonly isIncrease: boolean;
  readonly risk: Risk;
}

/** What an upgrade changes in the access of an app. */
export interface UpgradeDiff {
  readonly tools: readonly ToolChange[];
  /** What would be approved afterwards; nothing for tools without a level. */
  readonly permissions: Readonly<Record<string, Level>>;
  /** Whether the service account would reach further than was approved. */
  readonly increases: boolean;
  /** Whether tokens of users would reach further: their ceiling rises or goes. */
  readonly widensUsers: boolean;
  readonly userPermissions: { readonly before: Levels | null; readonly after: Levels | null };
  readonly added: readonly Component[];
  readonly removed: readonly Component[];
}

/**
 * What a version asks for, against what a company approved. Where it asks for no more than the one before, what the
 * company narrowed stays narrow; where it asks for more, all that it asks for is to be approved.
 */
export function upgradeDiff(approved: Levels, from: Manifest, to: Manifest): UpgradeDiff {
  const [asked, asks] = [permissionsOf(from), permissionsOf(to)];
  const names = [...new Set([...Object.keys(approved), ...Object.keys(asked), ...Object.keys(asks)])].sort();
  const tools = names.map((tool) => changeOf(tool, approved, asked, asks));
  const users = { before: userPermissionsOf(from), after: userPermissionsOf(to) };
  return {
    tools,
    permissions: Object.fromEntries(tools.flatMap(({ tool, after }) => (after === 'none' ? [] : [[tool, after]]))),
    increases: tools.some(({ isIncrease }) => isIncrease),
    widensUsers: widens(users.before, users.after),
    userPermissions: users,
    added: to.components.filter((component) => !from.components.includes(component)),
    removed: from.components.filter((component) => !to.components.includes(component)),
  };
}

function changeOf(tool: string, approvedLevels: Levels, askedLevels: Levels, asksLevels: Levels): ToolChange {
  const approved = levelOn(approvedLevels, tool);
  const asked = levelOn(askedLevels, tool);
  const asks = levelOn(asksLevels, tool);
  const after = reaches(asked, asks) ? lowerOf(approved, asks) : asks;
  return { tool, approved, asked, asks, after, isIncrease: !reaches(approved, after), risk: riskOf(tool, after) };
}

function widens(before: Levels | null, after: Levels | null): boolean {
  if (before === null) return false;
  if (after === null) return true;
  return Object.keys(after).some((tool) => !reaches(levelOn(before, tool), levelOn(after, tool)));
}

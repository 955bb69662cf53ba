import { type Access, type Level, type Role, ScopeSet } from '../../access/index.js';
import { exceedsOwnPermissions } from '../directory.errors.js';
import type { ToolKind } from './permission-rules.js';
import { administers, type PermissionSet } from './permission-set.js';

/** What is about to be given or taken. */
export interface HandedOut extends PermissionSet {
  readonly role?: Role;
}

/**
 * Nobody hands out more than they hold: neither more than their own level, nor, through an app, more than its token
 * covers and the company approved. Administrators are made only with the scope that no app ever gets.
 */
export function refuseBeyondOwn(holder: Access, kind: ToolKind, permissions: HandedOut): void {
  const fields = { ...roleFault(holder, kind, permissions), ...levelFaults(holder, permissions) };
  if (Object.keys(fields).length > 0) throw exceedsOwnPermissions(fields);
}

const managesDirectory = (holder: Access): boolean => ScopeSet.of(holder.token.scope).has('directory:manage');

function roleFault(holder: Access, kind: ToolKind, { role, levels }: HandedOut): Record<string, string[]> {
  const makesAdministrator = kind === 'company' ? administers(role ?? 'member', levels) : role === 'admin';
  const isAdministrator = kind === 'company' ? holder.isCompanyAdmin : holder.isProjectAdmin;
  if (!makesAdministrator || (isAdministrator && managesDirectory(holder))) return {};
  return { role: [`only a ${kind} administrator with directory:manage can make or change administrators`] };
}

function levelFaults(holder: Access, { levels, actions }: HandedOut): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  for (const [tool, level = 'none'] of Object.entries(levels)) {
    if (!holds(holder, tool, level)) faults[`levels.${tool}`] = [`you have ${holder.levelOn(tool)}`];
  }
  for (const [tool, names = []] of Object.entries(actions)) {
    const missing = names.filter((name) => !holds(holder, tool, 'admin') && !holder.actionsOn(tool).includes(name));
    if (missing.length > 0) faults[`actions.${tool}`] = [`you do not have ${missing.join(', ')}`];
  }
  return faults;
}

function holds(holder: Access, tool: string, level: Level): boolean {
  if (level === 'none') return true;
  return holder.reaches(tool, level) && (managesDirectory(holder) || holder.appReaches(tool, level));
}

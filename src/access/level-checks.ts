import { type DecisionInput, type Denial, forbidden, NOT_FOUND } from './decision-input.js';
import type { MemberFacts, PrincipalFacts } from './facts.js';
import { levelOn, type Level, reaches } from './levels.js';
import type { AccessRequirement, ToolRequirement } from './requirement.js';
import { scopeFor } from './scopes.js';

/** Rows 7 and 12 of domain.md: what a request may do. */

/** Row 7. */
export function scopeMissing(input: DecisionInput): Denial | null {
  const needed = neededScope(input.requirement);
  if (!needed || input.scopes.covers(needed)) return null;
  const alternative = input.requirement.orTool;
  if (alternative && input.requirement.scope === undefined && input.scopes.covers(scopeOf(alternative))) return null;
  return forbidden('insufficient_scope', `The token needs the scope ${needed}.`, { scope: needed });
}

const scopeOf = (tool: ToolRequirement): string => scopeFor(tool.name, tool.level);

/** The scope that a requirement asks for: its own, else the tool's. */
export const neededScope = (requirement: AccessRequirement): string | undefined =>
  requirement.scope ?? (requirement.tool ? scopeOf(requirement.tool) : undefined);

/** domain.md: `admin` on `company.directory` makes a company administrator; of users only. */
export function isCompanyAdmin(principal: PrincipalFacts | null, member: MemberFacts | null): boolean {
  if (principal?.kind !== 'user' || member?.status !== 'active') return false;
  return member.role === 'admin' || levelOn(member.levels, 'company.directory') === 'admin';
}

export function isProjectAdmin(input: DecisionInput): boolean {
  if (isCompanyAdmin(input.principal, input.member)) return true;
  return input.principal?.kind === 'user' && input.projectMember?.role === 'admin';
}

/** The level that the principal really has on a tool, escalations included. */
export function effectiveLevel(input: DecisionInput, tool: string): Level {
  const isProjectTool = tool.startsWith('project.');
  if (isProjectTool ? isProjectAdmin(input) : isCompanyAdmin(input.principal, input.member)) return 'admin';
  const permissions = isProjectTool ? input.projectMember : input.member;
  return permissions ? levelOn(permissions.levels, tool) : 'none';
}

function hasAction(input: DecisionInput, tool: ToolRequirement, level: Level): boolean {
  if (!tool.action || (level !== 'read_only' && level !== 'standard')) return false;
  const permissions = tool.name.startsWith('project.') ? input.projectMember : input.member;
  return permissions?.actions[tool.name]?.includes(tool.action) ?? false;
}

function reachesTool(input: DecisionInput, tool: ToolRequirement): boolean {
  const level = effectiveLevel(input, tool.name);
  return reaches(level, tool.level) || hasAction(input, tool, level);
}

/** Row 12. */
export function levelTooLow(input: DecisionInput): Denial | null {
  const { requirement } = input;
  if (requirement.tool && !reachesTool(input, requirement.tool)) return toolDenial(input, requirement.tool);
  if (!hasRole(input) && !(requirement.orTool && reachesTool(input, requirement.orTool))) return roleDenial(input);
  return null;
}

function toolDenial(input: DecisionInput, tool: ToolRequirement): Denial {
  const actual = effectiveLevel(input, tool.name);
  if (actual === 'none' && input.requirement.concernsOne) return NOT_FOUND;
  return forbidden('insufficient_level', `This needs ${tool.level} on ${tool.name}; you have ${actual}.`, {
    extensions: { tool: tool.name, required_level: tool.level, actual_level: actual },
  });
}

function hasRole(input: DecisionInput): boolean {
  const { companyRole, projectRole } = input.requirement;
  const isEnough = isCompanyAdmin(input.principal, input.member) || isTrustedAccount(input);
  if (companyRole === 'admin' && !isEnough) return false;
  return projectRole !== 'admin' || isProjectAdmin(input);
}

/** domain.md, Scopes: a company-managed service account administers nothing, but may be given `audit:read`. */
function isTrustedAccount({ requirement, client, principal, member, scopes }: DecisionInput): boolean {
  const { orServiceAccount, scope } = requirement;
  if (!orServiceAccount || scope === undefined || !scopes.has(scope)) return false;
  return client.kind === 'service_account' && principal?.kind === 'service_account' && member?.status === 'active';
}

function roleDenial({ requirement }: DecisionInput): Denial {
  const where = requirement.projectRole === 'admin' ? 'project' : 'company';
  return forbidden('insufficient_role', `Only a ${where} administrator may do this.`, {
    extensions: { required_role: `${where}:admin` },
  });
}

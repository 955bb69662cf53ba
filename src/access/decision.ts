import type {
  CompanyFacts,
  GrantFacts,
  InstallationFacts,
  MemberFacts,
  Permissions,
  PrincipalFacts,
  ProjectFacts,
} from './facts.js';
import { levelOn, type Level, type Levels, reaches } from './levels.js';
import { type AccessRequirement, concernsCompany, concernsProject, type ToolRequirement } from './requirement.js';
import { type ScopeSet, scopeFor } from './scopes.js';

/** Everything one decision depends on, loaded beforehand. `undefined` and null mean: there is none. */
export interface DecisionInput {
  readonly requirement: AccessRequirement;
  /** Whether the token, its client and its principal passed row 1. */
  readonly tokenIsValid: boolean;
  readonly client: {
    readonly kind: 'app' | 'service_account' | 'first_party';
    readonly environment: 'production' | 'sandbox' | null;
  };
  /** An app's own token: it runs as the service account of the company's installation. */
  readonly isOwnToken: boolean;
  readonly principal: PrincipalFacts | null;
  /** The distinct companies that header, path and query name. */
  readonly namedCompanies: readonly number[];
  readonly namedProject: number | null;
  readonly company: CompanyFacts | null;
  readonly project: ProjectFacts | null;
  readonly member: MemberFacts | null;
  /** Whether the principal is an active member of the project's company too, where that is another one. */
  readonly isMemberOfProjectsCompany: boolean;
  readonly installation: InstallationFacts | null;
  readonly projectIsPermitted: boolean;
  /** The companies of a user's authorization; null for tokens that come from none. */
  readonly grant: GrantFacts | null;
  readonly narrowing: { readonly companyId: number; readonly projectIds: readonly number[] | null } | null;
  readonly scopes: ScopeSet;
  readonly projectMember: Permissions | null;
}

export interface Denial {
  readonly status: 400 | 401 | 403 | 404;
  readonly code: string;
  readonly detail: string;
  /** Procore's text where existing clients match on it. */
  readonly legacyText?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The scope that would do (row 7). */
  readonly scope?: string;
}

/** A row of the table in domain.md: which, who could change it, and the test. */
export interface Check {
  readonly id: string;
  readonly remedy: string;
  applies(input: DecisionInput): boolean;
  deny(input: DecisionInput): Denial | null;
}

const forbidden = (code: string, detail: string, more: Partial<Denial> = {}): Denial => ({
  status: 403,
  code,
  detail,
  ...more,
});

/** Concealment: the same for what does not exist and for what the caller may not know of. */
const NOT_FOUND: Denial = { status: 404, code: 'not_found', detail: 'Not found.' };

const ofCompany = (input: DecisionInput): boolean => concernsCompany(input.requirement);
const ofProject = (input: DecisionInput): boolean => input.namedProject !== null;
const always = (): boolean => true;
const isThirdParty = (input: DecisionInput): boolean => input.client.kind === 'app';

function notConnected(input: DecisionInput): Denial | null {
  const { installation, principal } = input;
  const covers =
    installation !== null &&
    (input.isOwnToken
      ? installation.principalId !== null && input.company?.active === true
      : installation.installedFor === null || installation.installedFor === principal?.id);
  if (!covers) {
    const detail = 'App is not connected to this company.';
    return forbidden('app_not_connected', detail, { legacyText: detail });
  }
  if (installation.status === 'suspended') return forbidden('app_suspended', 'The app is suspended in this company.');
  return null;
}

function companyUnknown(input: DecisionInput): Denial | null {
  const { namedCompanies, namedProject, project, isOwnToken } = input;
  if (namedCompanies.length > 1) {
    return { status: 400, code: 'company_mismatch', detail: 'Header, path and query name different companies.' };
  }
  if (namedCompanies.length === 0 && namedProject === null) {
    const legacyText = 'Missing Procore-Company-Id header!';
    return { status: 400, code: 'missing_company', detail: legacyText, legacyText };
  }
  if (namedProject === null) return null;
  const named = namedCompanies[0] ?? project?.companyId;
  if (project && project.companyId === named) return null;
  // An app learns nothing of companies that did not install it: not even which projects are theirs.
  if (isOwnToken) return notConnected(input) ?? NOT_FOUND;
  if (project && input.isMemberOfProjectsCompany && input.member?.status === 'active') {
    return { status: 400, code: 'company_mismatch', detail: 'The project belongs to another company.' };
  }
  return NOT_FOUND;
}

function scopeMissing(input: DecisionInput): Denial | null {
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

function notGranted(input: DecisionInput): Denial | null {
  const { grant, narrowing, company, namedProject } = input;
  const companyId = company?.id;
  const isGranted = (!grant || (companyId !== undefined && grant.companies.has(companyId))) &&
    (!narrowing || narrowing.companyId === companyId);
  if (!isGranted) return forbidden('company_not_granted', 'The authorization does not cover this company.');
  if (namedProject === null || !narrowing?.projectIds || narrowing.projectIds.includes(namedProject)) return null;
  return forbidden('project_not_granted', 'The token was narrowed to other projects.');
}

function notApproved(input: DecisionInput): Denial | null {
  const { installation, requirement, isOwnToken } = input;
  const ceiling: Levels | null = isOwnToken ? (installation?.approved ?? {}) : (installation?.userPermissions ?? null);
  const tool = requirement.tool ?? requirement.orTool;
  if (!ceiling || !tool) return null;
  const approved = levelOn(ceiling, tool.name);
  if (reaches(approved, tool.level)) return null;
  return forbidden('not_approved', `The company approved ${approved} on ${tool.name}; this needs ${tool.level}.`, {
    extensions: { tool: tool.name, required_level: tool.level, approved_level: approved },
  });
}

function projectNotPermitted(input: DecisionInput): Denial | null {
  const { project, requirement, installation, isOwnToken } = input;
  if (!project?.active && !requirement.projectMayBeInactive) {
    return forbidden('project_not_permitted', 'The project is not active.');
  }
  const isBound = isOwnToken || (isThirdParty(input) && installation?.bindUsers === true);
  if (!isBound || input.projectIsPermitted) return null;
  return forbidden('project_not_permitted', 'The app is not permitted in this project.');
}

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

function levelTooLow(input: DecisionInput): Denial | null {
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
  if (companyRole === 'admin' && !isCompanyAdmin(input.principal, input.member)) return false;
  return projectRole !== 'admin' || isProjectAdmin(input);
}

function roleDenial({ requirement }: DecisionInput): Denial {
  const where = requirement.projectRole === 'admin' ? 'project' : 'company';
  return forbidden('insufficient_role', `Only a ${where} administrator may do this.`, {
    extensions: { required_role: `${where}:admin` },
  });
}

/** The rows of domain.md, "The access decision": the first failure wins. */
export const CHECKS: readonly Check[] = [
  {
    id: 'token',
    remedy: 'The integration gets a new token.',
    applies: always,
    deny: (input) =>
      input.tokenIsValid ? null : { status: 401, code: 'invalid_token', detail: 'The access token is invalid' },
  },
  {
    id: 'company_known',
    remedy: 'The integration names one company, and a project of it.',
    applies: ofCompany,
    deny: companyUnknown,
  },
  {
    id: 'member',
    remedy: 'An administrator of the company adds or activates the principal in the directory.',
    applies: (input) => ofCompany(input) && !input.isOwnToken,
    deny: ({ company, member }) => (company?.active && member?.status === 'active' ? null : NOT_FOUND),
  },
  {
    id: 'environment',
    remedy: "The integration uses the app's credentials of the other environment.",
    applies: (input) => ofCompany(input) && !(input.isOwnToken && !input.installation),
    deny: ({ client, company }) =>
      client.environment === null || client.environment === company?.environment
        ? null
        : forbidden('wrong_environment', 'These credentials are for the other environment.'),
  },
  {
    id: 'installation',
    remedy: 'An administrator of the company installs or resumes the app.',
    applies: (input) => ofCompany(input) && isThirdParty(input),
    deny: notConnected,
  },
  {
    id: 'grant',
    remedy: 'The user authorizes again and connects the company; a narrowed token is asked for anew.',
    applies: ofCompany,
    deny: notGranted,
  },
  {
    id: 'scope',
    remedy: 'The integration asks for a token with the scope.',
    applies: always,
    deny: scopeMissing,
  },
  {
    id: 'approval',
    remedy: 'An administrator approves more, with a version of the app that asks for it.',
    applies: (input) => ofCompany(input) && isThirdParty(input),
    deny: notApproved,
  },
  {
    id: 'permitted_project',
    remedy: "An administrator adds the project to the app's permitted projects, or activates it.",
    applies: (input) => ofCompany(input) && ofProject(input),
    deny: projectNotPermitted,
  },
  {
    id: 'project_member',
    remedy: 'An administrator of the project adds the principal to it.',
    applies: (input) => ofCompany(input) && ofProject(input),
    deny: (input) =>
      input.projectMember || isCompanyAdmin(input.principal, input.member) ? null : NOT_FOUND,
  },
  {
    id: 'tool_enabled',
    remedy: 'An administrator of the project switches the tool on.',
    applies: (input) => ofCompany(input) && concernsProject(input.requirement),
    deny: ({ requirement, project }) =>
      requirement.tool && project?.disabledTools.has(requirement.tool.name)
        ? forbidden('tool_disabled', `The tool ${requirement.tool.name} is switched off in this project.`)
        : null,
  },
  {
    id: 'level',
    remedy: 'An administrator raises the level, grants the action or gives the role.',
    applies: ofCompany,
    deny: levelTooLow,
  },
];

/** Whether the request may go on: null, or why not. Pure: no I/O, no clock. */
export function decide(input: DecisionInput): Denial | null {
  for (const check of CHECKS) {
    const denial = check.applies(input) ? check.deny(input) : null;
    if (denial) return denial;
  }
  return null;
}

export interface ExplainedCheck {
  readonly check: string;
  readonly outcome: 'pass' | 'fail' | 'skipped';
  readonly code: string | null;
  readonly detail: string | null;
  readonly remedy: string | null;
}

/** Every row with its outcome: the same functions, without stopping at the first failure. */
export function explain(input: DecisionInput): ExplainedCheck[] {
  return CHECKS.map((check) => {
    if (!check.applies(input)) return { check: check.id, outcome: 'skipped', code: null, detail: null, remedy: null };
    const denial = check.deny(input);
    if (!denial) return { check: check.id, outcome: 'pass', code: null, detail: null, remedy: null };
    return { check: check.id, outcome: 'fail', code: denial.code, detail: denial.detail, remedy: check.remedy };
  });
}

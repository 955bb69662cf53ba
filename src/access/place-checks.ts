import { type DecisionInput, type Denial, forbidden, NOT_FOUND } from './decision-input.js';
import { isCompanyAdmin } from './level-checks.js';
import { levelOn, type Levels, reaches } from './levels.js';

/** Rows 2, 5, 6, 8 and 9 of domain.md: where a request may act, whoever it runs as. */

function coversPrincipal({ installation, isOwnToken, company, principal }: DecisionInput): boolean {
  if (installation === null) return false;
  if (isOwnToken) return installation.principalId !== null && company?.active === true;
  return installation.installedFor === null || installation.installedFor === principal?.id;
}

/** Row 5. */
export function notConnected(input: DecisionInput): Denial | null {
  if (!coversPrincipal(input)) {
    const detail = 'App is not connected to this company.';
    return forbidden('app_not_connected', detail, { legacyText: detail });
  }
  if (input.installation?.status !== 'suspended') return null;
  return forbidden('app_suspended', 'The app is suspended in this company.');
}

/** Row 2. */
export function companyUnknown(input: DecisionInput): Denial | null {
  const { namedCompanies, namedProject, project, malformed } = input;
  if (malformed) return { status: 400, code: 'invalid_id', detail: `${malformed} must be one positive integer.` };
  if (namedCompanies.length > 1) {
    return { status: 400, code: 'company_mismatch', detail: 'Header, path, query and body name different companies.' };
  }
  if (namedProject !== null) {
    const named = namedCompanies[0] ?? project?.companyId;
    return project && project.companyId === named ? null : foreignProject(input);
  }
  if (namedCompanies.length === 1) return input.requirement.projectInQuery ? PROJECT_MISSING : null;
  const legacyText = 'Missing Procore-Company-Id header!';
  return { status: 400, code: 'missing_company', detail: legacyText, legacyText };
}

const PROJECT_MISSING: Denial = { status: 400, code: 'missing_project', detail: 'Name the project in project_id.' };

function foreignProject(input: DecisionInput): Denial {
  // An app learns nothing of companies that did not install it: not even which projects are theirs.
  if (input.isOwnToken) return notConnected(input) ?? NOT_FOUND;
  const isMemberOfBoth = input.isMemberOfProjectsCompany && input.member?.status === 'active';
  if (!input.project || !isMemberOfBoth) return NOT_FOUND;
  return { status: 400, code: 'company_mismatch', detail: 'The project belongs to another company.' };
}

/** Row 6: the grant, then the narrowing of the token. */
export function notGranted(input: DecisionInput): Denial | null {
  const companyId = input.company?.id ?? Number.NaN;
  const isGranted = input.grant === null || input.grant.companies.has(companyId);
  if (isGranted && (input.narrowing === null || input.narrowing.companyId === companyId))
    return outsideNarrowing(input);
  return forbidden('company_not_granted', 'The authorization does not cover this company.');
}

function outsideNarrowing({ narrowing, namedProject }: DecisionInput): Denial | null {
  const isWithin = namedProject === null || (narrowing?.projectIds?.includes(namedProject) ?? true);
  return isWithin ? null : forbidden('project_not_granted', 'The token was narrowed to other projects.');
}

/** Row 8. */
export function notApproved({ installation, requirement, isOwnToken }: DecisionInput): Denial | null {
  const ceiling: Levels | null = isOwnToken ? (installation?.approved ?? {}) : (installation?.userPermissions ?? null);
  const tool = requirement.tool ?? requirement.orTool;
  if (!ceiling || !tool) return null;
  const approved = levelOn(ceiling, tool.name);
  if (reaches(approved, tool.level)) return null;
  return forbidden('not_approved', `The company approved ${approved} on ${tool.name}; this needs ${tool.level}.`, {
    extensions: { tool: tool.name, required_level: tool.level, approved_level: approved },
  });
}

/** Row 9. The state of a project is told to nobody who has no part in it: row 10 then answers for what it is. */
export function projectNotPermitted(input: DecisionInput): Denial | null {
  const { project, requirement, installation, isOwnToken } = input;
  const isBound = isOwnToken || (input.client.kind === 'app' && installation?.bindUsers === true);
  if (isBound && !input.projectIsPermitted) {
    return forbidden('project_not_permitted', 'The app is not permitted in this project.');
  }
  if (project?.active || requirement.projectMayBeInactive || !hasPart(input)) return null;
  return forbidden('project_not_permitted', 'The project is not active.');
}

/** Row 10: whether the principal is in the project, or administers its company. */
export const hasPart = ({ principal, member, projectMember }: DecisionInput): boolean =>
  projectMember !== null || isCompanyAdmin(principal, member);

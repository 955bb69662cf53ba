import { type Check, type DecisionInput, type Denial, forbidden, NOT_FOUND } from './decision-input.js';
import { levelTooLow, scopeMissing } from './level-checks.js';
import { companyUnknown, hasPart, notApproved, notConnected, notGranted, projectNotPermitted } from './place-checks.js';
import { concernsCompany, concernsProject } from './requirement.js';

const ofCompany = (input: DecisionInput): boolean => concernsCompany(input.requirement);
const ofProject = (input: DecisionInput): boolean => input.namedProject !== null;
const always = (): boolean => true;
const isThirdParty = (input: DecisionInput): boolean => input.client.kind === 'app';

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
    applies: (input) => ofCompany(input) && ofProject(input) && input.project !== null,
    deny: projectNotPermitted,
  },
  {
    id: 'project_member',
    remedy: 'An administrator of the project adds the principal to it.',
    applies: (input) => ofCompany(input) && ofProject(input),
    deny: (input) => (hasPart(input) ? null : NOT_FOUND),
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

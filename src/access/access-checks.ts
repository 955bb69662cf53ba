import { Injectable } from '@nestjs/common';
import { DomainError, invalidFields } from '../shared/index.js';
import type { Access } from './access.js';
import type { AccessExplanation, AccessQuestion } from './access-checks.schemas.js';
import { AccessCheckSubjects, type AskedSubject } from './access-checks.subjects.js';
import { decide, explain, type ExplainedCheck } from './decision.js';
import type { DecisionInput } from './decision-input.js';
import { neededScope } from './level-checks.js';
import { DecisionFacts } from './decision-facts.js';
import type { ProjectFacts } from './facts.js';
import type { ToolName } from './levels.js';
import type { AccessRequirement } from './requirement.js';
import { ScopeSet } from './scopes.js';
import { ToolCatalogue } from './tool-catalogue.js';

/** Who asks: what they may learn depends on it. */
interface Asker {
  readonly isAdministrator: boolean;
  readonly isAboutThemselves: boolean;
}

/** Tells what the access decision would say, and why, without a request being made. */
@Injectable()
export class AccessChecks {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly subjects: AccessCheckSubjects,
    private readonly facts: DecisionFacts,
  ) {}

  /**
   * Answers a question about `access.companyId`. About others: throws 403 `insufficient_role` unless an administrator
   * asks, `first_party_only` unless in person. Throws 422 for a tool or action that does not exist.
   */
  async answer(access: Access, question: AccessQuestion): Promise<AccessExplanation> {
    const isAboutThemselves = concernsAsker(access, question);
    if (!isAboutThemselves) refuseAboutOthers(access);
    const asker: Asker = { isAdministrator: access.isCompanyAdmin, isAboutThemselves };
    const asked = { principalId: question.principal_id ?? null, clientId: question.client_id ?? null };
    const requirement = this.requirementOf(question);
    const subject = await this.subjects.find(access.companyId, asked);
    const scopes = scopesOf(question, requirement);
    const where = { companies: [access.companyId], project: question.project_id ?? null };
    const loaded = await this.facts.loadFor({ ...subject.subject, scopes }, requirement, where);
    return explanationOf(concealed({ ...loaded, grant: subject.grant }, asker), subject, asker);
  }

  private requirementOf({ tool, level, action, project_id }: AccessQuestion): AccessRequirement {
    if (tool === undefined) return project_id === undefined ? { companyRole: 'member' } : { projectRole: 'member' };
    const known = this.catalogue.find(tool);
    if (!known) throw invalidFields({ tool: ['is no tool'] });
    if (action !== undefined && !known.actions?.some(({ name }) => name === action)) {
      throw invalidFields({ action: [`is no action of ${tool}`] });
    }
    return { tool: { name: tool as ToolName, level, ...(action === undefined ? {} : { action }) } };
  }
}

const isFirstParty = ({ client }: Access): boolean => client.kind === 'first_party';

/** Through an app, what its user may do with another app is the affair of others too. */
function concernsAsker(access: Access, { principal_id, client_id }: AccessQuestion): boolean {
  if (principal_id !== access.principalId) return false;
  return client_id === undefined || isFirstParty(access) || client_id === access.client.clientId;
}

function refuseAboutOthers(access: Access): void {
  if (!access.isCompanyAdmin) {
    throw new DomainError('forbidden', 'insufficient_role', 'Only a company administrator may ask about others.', {
      extensions: { required_role: 'company:admin' },
    });
  }
  if (isFirstParty(access)) return;
  throw new DomainError('forbidden', 'first_party_only', 'Through an app, everybody may ask about themselves only.');
}

const scopesOf = ({ scopes }: AccessQuestion, requirement: AccessRequirement): ScopeSet =>
  ScopeSet.of(scopes?.join(' ') ?? neededScope(requirement) ?? '');

/**
 * Takes out what the asker may not know. A project of another company does not exist, except for a person who is a
 * member there and asks about themselves; nor does one of this company for members who have no part in it.
 */
export function concealed(input: DecisionInput, asker: Asker): DecisionInput {
  const { project, company } = input;
  if (!project) return input;
  if (project.companyId !== company?.id) {
    const mayKnow = asker.isAboutThemselves && input.isMemberOfProjectsCompany;
    return { ...input, project: mayKnow ? blank(project) : null, isMemberOfProjectsCompany: mayKnow };
  }
  return asker.isAdministrator || input.projectMember ? input : { ...input, project: null };
}

/** Whether another company's project is active and uses a tool is its own affair. */
const blank = ({ id, companyId }: ProjectFacts): ProjectFacts => ({
  id,
  companyId,
  active: false,
  disabledTools: new Set(),
});

function explanationOf(input: DecisionInput, { fault }: AskedSubject, asker: Asker): AccessExplanation {
  const denial = decide(input);
  const rows = explain(input).map((row) => (row.check === 'token' && fault !== null ? { ...row, detail: fault } : row));
  const checks = asker.isAdministrator ? rows : untilFirstFailure(rows);
  return { allowed: denial === null, code: denial?.code ?? null, checks };
}

/** Others learn what a call would tell them, not what it would run into next. */
function untilFirstFailure(rows: readonly ExplainedCheck[]): ExplainedCheck[] {
  const first = rows.findIndex(({ outcome }) => outcome === 'fail');
  if (first < 0) return [...rows];
  const skipped = { outcome: 'skipped', code: null, detail: null, remedy: null } as const;
  return rows.map((row, position) => (position <= first ? row : { check: row.check, ...skipped }));
}

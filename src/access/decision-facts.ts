import { Injectable } from '@nestjs/common';
import { Grants } from '../tokens/index.js';
import type { Authenticated } from './access.js';
import type { DecisionInput } from './decision-input.js';
import {
  DirectoryFactsPort,
  type InstallationFacts,
  InstallationFactsPort,
  type MemberFacts,
  type Permissions,
  type PrincipalFacts,
  PrincipalFactsPort,
} from './facts.js';
import { type AccessRequirement, concernsCompany } from './requirement.js';
import { ScopeSet } from './scopes.js';

/** Where a request wants to act: what header, path, query and body name. */
export interface Where {
  /** Distinct. */
  readonly companies: readonly number[];
  readonly project: number | null;
  /** What should have held an id and holds something else: then nothing is known of the place. */
  readonly malformed?: string;
}

export type Subject = Pick<DecisionInput, 'client' | 'isOwnToken' | 'narrowing' | 'scopes' | 'tokenIsValid'> & {
  readonly appId: number | null;
  readonly principal: PrincipalFacts | null;
  readonly grantId: string | null;
  readonly familyId: string | null;
};

const NOWHERE = {
  company: null,
  project: null,
  member: null,
  isMemberOfProjectsCompany: false,
  installation: null,
  projectIsPermitted: false,
  grant: null,
  projectMember: null,
} as const;

const byKind = (levels: InstallationFacts['approved']): Permissions => ({ role: 'member', levels, actions: {} });

/** Loads what a decision depends on; warm, everything comes from memory. */
@Injectable()
export class DecisionFacts {
  constructor(
    private readonly principals: PrincipalFactsPort,
    private readonly directory: DirectoryFactsPort,
    private readonly installations: InstallationFactsPort,
    private readonly grants: Grants,
  ) {}

  load(authenticated: Authenticated, requirement: AccessRequirement, where: Where): Promise<DecisionInput> {
    return this.loadFor(subjectOf(authenticated), requirement, where);
  }

  /** The same for a principal without a token: what the explainer asks. */
  async loadFor(subject: Subject, requirement: AccessRequirement, where: Where): Promise<DecisionInput> {
    const { appId: _, grantId, familyId, ...known } = subject;
    const { companies: namedCompanies, project: namedProject, malformed } = where;
    const base = { ...known, requirement, namedCompanies, namedProject, malformed, ...NOWHERE };
    if (!concernsCompany(requirement)) return base;
    const grant = grantId && familyId ? await this.grants.facts(grantId, familyId) : null;
    return { ...base, grant, ...(await this.there(subject, where)) };
  }

  private async there(subject: Subject, where: Where): Promise<Partial<DecisionInput>> {
    const project = where.project === null ? null : await this.directory.project(where.project);
    const companyId = where.companies[0] ?? project?.companyId;
    if (companyId === undefined || where.companies.length > 1) return { project };
    const company = await this.directory.company(companyId);
    const installation = await this.installationOf(subject, companyId);
    const place = { company, project, installation };
    const projectIsPermitted = project?.companyId === companyId && (await this.permits(installation, project.id));
    if (subject.isOwnToken)
      return { ...place, projectIsPermitted, ...(await this.asServiceAccount(place, projectIsPermitted)) };
    return { ...place, projectIsPermitted, ...(await this.asMember(subject, companyId, project)) };
  }

  private async installationOf(
    { appId, principal }: Pick<Subject, 'appId' | 'principal'>,
    companyId: number,
  ): Promise<InstallationFacts | null> {
    return appId === null ? null : this.installations.installation(companyId, appId, principal?.id ?? null);
  }

  private async permits(installation: InstallationFacts | null, projectId: number): Promise<boolean> {
    return installation !== null && this.installations.permitsProject(installation, projectId);
  }

  /** An app's own token runs as the installation's service account, with exactly the approved levels. */
  private async asServiceAccount(
    { installation }: { readonly installation: InstallationFacts | null },
    projectIsPermitted: boolean,
  ): Promise<Partial<DecisionInput>> {
    if (!installation?.principalId) return {};
    const principal = await this.principals.principal(installation.principalId);
    const permissions = byKind(installation.approved);
    const member: MemberFacts = { ...permissions, status: 'active' };
    return { principal, member, projectMember: projectIsPermitted ? permissions : null };
  }

  private async asMember(
    { principal }: Subject,
    companyId: number,
    project: DecisionInput['project'],
  ): Promise<Partial<DecisionInput>> {
    if (!principal) return {};
    const member = await this.directory.member(companyId, principal.id);
    if (!project) return { member };
    if (project.companyId === companyId) {
      return { member, projectMember: await this.directory.projectMember(companyId, project.id, principal.id) };
    }
    const elsewhere = await this.directory.member(project.companyId, principal.id);
    return { member, isMemberOfProjectsCompany: elsewhere?.status === 'active' };
  }
}

function subjectOf({ token, client, principal }: Authenticated): Subject {
  return {
    tokenIsValid: true,
    client,
    isOwnToken: client.kind === 'app' && principal === null,
    appId: client.appId,
    principal,
    grantId: token.grantId,
    familyId: token.familyId,
    narrowing: token.narrowing,
    scopes: ScopeSet.of(token.scope),
  };
}

import type {
  CompanyFacts,
  GrantFacts,
  InstallationFacts,
  MemberFacts,
  Permissions,
  PrincipalFacts,
  ProjectFacts,
} from './facts.js';
import type { AccessRequirement } from './requirement.js';
import type { ScopeSet } from './scopes.js';

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
  /** The header or parameter that should name a place and holds no id. */
  readonly malformed?: string;
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

export const forbidden = (code: string, detail: string, more: Partial<Denial> = {}): Denial => ({
  status: 403,
  code,
  detail,
  ...more,
});

/** Concealment: the same for what does not exist and for what the caller may not know of. */
export const NOT_FOUND: Denial = { status: 404, code: 'not_found', detail: 'Not found.' };

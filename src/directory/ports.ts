import type { Access } from '../access/index.js';

/** What stays behind of somebody who left a company and may want another to look after it, by id. */
export interface LeftBehind {
  readonly app_configurations: readonly number[];
  readonly service_accounts: readonly number[];
}

/** Told when a principal leaves a company, in the transaction of the change: implemented by what depends on members. */
export abstract class MemberLeaving {
  /** Takes the company out of everything the principal granted or asked for there, and tells what is left. */
  abstract memberLeft(companyId: number, principalId: number): Promise<LeftBehind>;
}

/** Some of the service accounts that installed apps bring into a project, and how many there are. */
export interface AppAccounts {
  readonly principalIds: readonly number[];
  readonly total: number;
}

/** Which installed apps are members of a project: implemented by what knows their permitted projects. */
export abstract class AppAccountsPort {
  /** The accounts of apps that may run in a project of the company, by principal, `take` of them after `skip`. */
  abstract inProject(
    companyId: number,
    projectId: number,
    window: { readonly skip: number; readonly take: number },
  ): Promise<AppAccounts>;
  /** Whether the principal is such an account. */
  abstract isInProject(companyId: number, projectId: number, principalId: number): Promise<boolean>;
}

/** Which companies a token covers, before any company is named: implemented by what knows grants and installations. */
export abstract class GrantedCompanies {
  /**
   * For a user's token the granted companies, for an app's own token those where the app is installed; null for a
   * token that no grant limits. Whether the principal is a member there is checked by the caller.
   */
  abstract companiesOf(access: Access): Promise<ReadonlySet<number> | null>;
}

/** All projects, those the principal is a member of (or those among them), or these. */
export type VisibleProjects =
  'all' | 'memberships' | { readonly membershipsAmong: readonly number[] } | readonly number[];

/** Which projects of a company a list may name: implemented by what knows the permitted projects of apps. */
export abstract class ProjectVisibility {
  abstract visibleProjects(access: Access): Promise<VisibleProjects>;
}

/** Company administrators see all projects, others only theirs: right for every client that is no app. */
export class ProjectsByMembership extends ProjectVisibility {
  async visibleProjects(access: Access): Promise<VisibleProjects> {
    return access.isCompanyAdmin ? 'all' : 'memberships';
  }
}

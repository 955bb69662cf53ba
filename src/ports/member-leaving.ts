import { Injectable } from '@nestjs/common';
import { ConfigurationStore, InstallationRequestStore, PersonalInstallations } from '../app-management/index.js';
import { type LeftBehind, MemberLeaving } from '../directory/index.js';
import { ServiceAccountStore } from '../service-accounts/index.js';
import { Grants } from '../tokens/index.js';

/** An audit event is for people to read. */
const MOST_LISTED = 500;

/**
 * Whoever leaves a company takes it out of all their grants, and what they asked for or installed for themselves ends;
 * other companies notice nothing.
 */
@Injectable()
export class TracesOfLeavingMember extends MemberLeaving {
  constructor(
    private readonly grants: Grants,
    private readonly requests: InstallationRequestStore,
    private readonly installations: PersonalInstallations,
    private readonly configurations: ConfigurationStore,
    private readonly accounts: ServiceAccountStore,
  ) {
    super();
  }

  async memberLeft(companyId: number, principalId: number): Promise<LeftBehind> {
    await this.grants.withdrawCompany(principalId, companyId);
    await this.requests.withdrawAllOf(companyId, principalId);
    await this.installations.endOf(companyId, principalId);
    return {
      app_configurations: await this.configurations.createdBy(companyId, principalId, MOST_LISTED),
      service_accounts: await this.accounts.createdBy(companyId, principalId, MOST_LISTED),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import type { IssuedSecret } from '../clients/index.js';
import { Database } from '../database/index.js';
import type { Paged, PageQuery } from '../shared/index.js';
import { CredentialPolicies } from './credential-policy/credential-policies.js';
import { ServiceAccountIdentity } from './service-account-identity.js';
import { type ServiceAccountDetails, ServiceAccountStore } from './service-account-store.js';
import type { ServiceAccount } from './service-account.entity.js';

export type ServiceAccountChange = Partial<ServiceAccountDetails> & { readonly active?: boolean };

/** A new account and its first secret, which is shown this once; null where the company allows keys alone. */
export interface CreatedServiceAccount {
  readonly account: ServiceAccount;
  readonly secret: IssuedSecret | null;
}

/** The life cycle of company-managed service accounts (domain.md). Callers have checked that an administrator asks. */
@Injectable()
export class ServiceAccounts {
  constructor(
    private readonly database: Database,
    private readonly policies: CredentialPolicies,
    private readonly store: ServiceAccountStore,
    private readonly identity: ServiceAccountIdentity,
    private readonly audit: AuditTrail,
  ) {}

  /** Nothing works until levels are set: the account starts with `none` on every tool. */
  create(companyId: number, details: ServiceAccountDetails, createdBy: number): Promise<CreatedServiceAccount> {
    return this.database.transaction(async () => {
      await this.store.lockCompany(companyId);
      const { principalId, client, secret } = await this.identity.create(
        companyId,
        details.name,
        await this.policies.firstSecret(companyId),
      );
      const account = await this.store.insert({
        ...details,
        principalId,
        companyId,
        clientRowId: client.id,
        clientId: client.clientId,
        status: 'active',
        createdBy,
      });
      await this.record('service_account.created', null, account);
      return { account, secret };
    });
  }

  list(companyId: number, query: PageQuery): Promise<Paged<ServiceAccount>> {
    return this.store.list(companyId, query);
  }

  get(companyId: number, id: number): Promise<ServiceAccount> {
    return this.store.get(companyId, id);
  }

  change(companyId: number, id: number, { active, ...details }: ServiceAccountChange): Promise<ServiceAccount> {
    return this.database.transaction(async () => {
      const before = await this.store.changing(companyId, id);
      const changed = await this.store.change(before, details);
      if (changed.name !== before.name) await this.identity.rename(before, changed.name);
      const after = active === undefined ? changed : await this.switch(changed, active);
      await this.record('service_account.changed', before, after);
      return after;
    });
  }

  /** For good: tokens die at once, the account leaves the lists, its history keeps its actor. Throws not_found. */
  delete(companyId: number, id: number): Promise<void> {
    return this.database.transaction(async () => {
      const before = await this.store.changing(companyId, id);
      const after = await this.store.change(before, { status: 'deleted' });
      if (before.status === 'active') await this.identity.switchOff(before);
      await this.record('service_account.deleted', before, after);
    });
  }

  private async switch(account: ServiceAccount, active: boolean): Promise<ServiceAccount> {
    const status = active ? 'active' : 'inactive';
    if (account.status === status) return account;
    await (active ? this.identity.switchOn(account) : this.identity.switchOff(account));
    return this.store.change(account, { status });
  }

  private record(action: string, before: ServiceAccount | null, after: ServiceAccount): Promise<void> {
    return this.audit.record({
      action,
      subjectType: 'service_account',
      subjectId: after.principalId,
      companyId: after.companyId,
      before: before && stateOf(before),
      after: stateOf(after),
    });
  }
}

const stateOf = ({ name, description, contactEmail, status, clientId }: ServiceAccount): object => ({
  name,
  description,
  contact_email: contactEmail,
  status,
  client_id: clientId,
});

import { Injectable } from '@nestjs/common';
import {
  type ClientEntity,
  ClientRegistry,
  ClientSecrets,
  type IssuedSecret,
  type SecretOptions,
} from '../clients/index.js';
import { Companies, Members } from '../directory/index.js';
import { Principals } from '../identity/index.js';
import type { ServiceAccount } from './service-account.entity.js';

/** What a new account runs as and authenticates with. */
export interface NewIdentity {
  readonly principalId: number;
  readonly client: ClientEntity;
  /** Shown this once. */
  readonly secret: IssuedSecret | null;
}

/** The three things that make a service account able to act: principal, directory entry, client; kept in step. */
@Injectable()
export class ServiceAccountIdentity {
  constructor(
    private readonly companies: Companies,
    private readonly principals: Principals,
    private readonly members: Members,
    private readonly clients: ClientRegistry,
    private readonly secrets: ClientSecrets,
  ) {}

  /** All in the caller's transaction; the new member has level `none` on every tool. */
  async create(companyId: number, name: string, options: SecretOptions | null): Promise<NewIdentity> {
    const { environment } = await this.companies.get(companyId);
    const principalId = await this.principals.createServiceAccount(name);
    await this.members.add(companyId, principalId, { lastName: name });
    const client = await this.clients.create({
      name,
      kind: 'service_account',
      type: 'confidential',
      environment,
      grantTypes: ['client_credentials'],
      profile: 'compatible',
      defaultScopes: 'tools:admin',
      companyId,
      principalId,
    });
    const secret = options && (await this.secrets.create(client, options));
    return { principalId, client, secret };
  }

  async rename(account: ServiceAccount, name: string): Promise<void> {
    await this.principals.rename(account.principalId, name);
    await this.members.setDetails(account.companyId, account.principalId, { lastName: name });
    await this.clients.change(account.clientId, { name });
  }

  /** Ends every token at once, by principal and by client. */
  async switchOff(account: ServiceAccount): Promise<void> {
    await this.members.deactivate(account.companyId, account.principalId);
    await this.clients.setEnabled([clientOf(account)], false);
    await this.principals.setEnabled(account.principalId, false);
  }

  async switchOn(account: ServiceAccount): Promise<void> {
    await this.members.activate(account.companyId, account.principalId);
    await this.clients.setEnabled([clientOf(account)], true);
    await this.principals.setEnabled(account.principalId, true);
  }
}

/** The account's client as `clients` names one. */
export const clientOf = (account: ServiceAccount): Pick<ClientEntity, 'id' | 'clientId'> => ({
  id: account.clientRowId,
  clientId: account.clientId,
});

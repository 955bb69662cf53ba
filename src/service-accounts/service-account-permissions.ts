import { Injectable } from '@nestjs/common';
import type { Actions, Levels } from '../access/index.js';
import { AuditTrail } from '../audit/index.js';
import { ClientRegistry } from '../clients/index.js';
import { Database } from '../database/index.js';
import { Members } from '../directory/index.js';
import { clientOf } from './service-account-identity.js';
import { ServiceAccountStore } from './service-account-store.js';
import type { ServiceAccount } from './service-account.entity.js';

/** What an administrator sets for an account, in the company or in a project. */
export interface GivenPermissions {
  readonly levels: Record<string, string>;
  readonly actions: Record<string, string[]>;
  readonly permissionTemplateId: number | null;
}

/** What is set now. */
export interface SetPermissions {
  readonly levels: Levels;
  readonly actions: Actions;
  readonly permissionTemplateId: number | null;
}

/** Company-wide permissions, and the one management scope that a service account may have. */
export interface CompanyPermissions extends SetPermissions {
  readonly scopes: readonly string[];
}

/** The company levels and actions of service accounts; the role is always `member`. */
@Injectable()
export class ServiceAccountPermissions {
  constructor(
    private readonly database: Database,
    private readonly store: ServiceAccountStore,
    private readonly members: Members,
    private readonly clients: ClientRegistry,
    private readonly audit: AuditTrail,
  ) {}

  async get(companyId: number, id: number): Promise<CompanyPermissions> {
    const account = await this.store.get(companyId, id);
    const { levels, actions, permissionTemplateId } = await this.members.get(companyId, id);
    return { levels, actions, permissionTemplateId, scopes: await this.scopesOf(account) };
  }

  /** Replaces everything; in force on the next call. */
  replace(
    companyId: number,
    id: number,
    given: GivenPermissions & { readonly scopes: readonly string[] },
  ): Promise<CompanyPermissions> {
    return this.database.transaction(async () => {
      const account = await this.store.changing(companyId, id);
      const { scopes, ...permissions } = given;
      const member = await this.members.setPermissions(companyId, id, { role: 'member', ...permissions });
      await this.replaceScopes(account, [...new Set(scopes)]);
      const { levels, actions, permissionTemplateId } = member;
      return { levels, actions, permissionTemplateId, scopes: await this.scopesOf(account) };
    });
  }

  private async replaceScopes(account: ServiceAccount, scopes: readonly string[]): Promise<void> {
    const before = await this.scopesOf(account);
    const isTaken = before.some((scope) => !scopes.includes(scope));
    if (!isTaken && scopes.length === before.length) return;
    await this.clients.change(account.clientId, { extraScopes: scopes.join(' ') });
    if (isTaken) await this.endTokens(account);
    await this.audit.record({
      action: 'service_account.scopes_changed',
      subjectType: 'service_account',
      subjectId: account.principalId,
      companyId: account.companyId,
      before: { scopes: before },
      after: { scopes },
    });
  }

  /** Tokens repeat the scopes they were made with: a scope that was taken away must not live on in them. */
  private async endTokens(account: ServiceAccount): Promise<void> {
    const client = await this.clients.find(account.clientId);
    await this.clients.setEnabled([clientOf(account)], false);
    if (client?.enabled) await this.clients.setEnabled([clientOf(account)], true);
  }

  private async scopesOf(account: ServiceAccount): Promise<string[]> {
    const client = await this.clients.find(account.clientId);
    return (client?.extraScopes ?? '').split(' ').filter(Boolean);
  }
}

import { Injectable } from '@nestjs/common';
import { AppTeam } from '../../apps/index.js';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { CompanyLock } from '../../directory/index.js';

/** Whose webhooks: a company's, or an app's as somebody of its team sees them. `by` is who asks. */
export type Owner =
  | { readonly kind: 'company'; readonly companyId: number; readonly by: number }
  | { readonly kind: 'app'; readonly appId: number; readonly by: number };

export const companyOwner = (access: { readonly companyId: number; readonly principalId: number }): Owner => ({
  kind: 'company',
  companyId: access.companyId,
  by: access.principalId,
});

export const appOwner = (appId: number, access: { readonly principalId: number }): Owner => ({
  kind: 'app',
  appId,
  by: access.principalId,
});

export interface Changes {
  readonly before?: object;
  readonly after?: object;
}

/** The columns that name the owner. */
export const columnsOf = (owner: Owner): { readonly companyId: number } | { readonly appId: number } =>
  owner.kind === 'company' ? { companyId: owner.companyId } : { appId: owner.appId };

/** Who may look at webhooks and change them, beyond what the route demands. */
@Injectable()
export class WebhookOwners {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly companies: CompanyLock,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws not_found and insufficient_role for an app that the caller does not manage. */
  async look(owner: Owner): Promise<void> {
    if (owner.kind === 'app') await this.team.managing(owner.appId, owner.by);
  }

  /** Runs `work` in a transaction that has the owner to itself, decided again under its lock. */
  change<T>(owner: Owner, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      if (owner.kind === 'app') await this.team.changing(owner.appId, owner.by);
      else await this.companies.take(owner.companyId);
      return work();
    });
  }

  /** Records what happened to a webhook, in its transaction. Changes: what was, and what is. */
  record(action: string, owner: Owner, webhookId: number, changes: Changes): Promise<void> {
    const companyId = owner.kind === 'company' ? owner.companyId : null;
    return this.audit.record({ action, subjectType: 'webhook', subjectId: webhookId, companyId, ...changes });
  }
}

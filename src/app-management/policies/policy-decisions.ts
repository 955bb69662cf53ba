import { Injectable } from '@nestjs/common';
import { AppReleases } from '../../apps/index.js';
import { AuditTrail } from '../../audit/index.js';
import { notFound } from '../../shared/index.js';
import { InstallationStore } from '../installation-store.js';
import { AppExpulsion } from './app-expulsion.js';
import { AppPolicies } from './app-policies.js';
import type { AppPolicy } from './app-policy.entity.js';

/** What a company decides about single apps, with everything that follows from it. */
@Injectable()
export class PolicyDecisions {
  constructor(
    private readonly policies: AppPolicies,
    private readonly releases: AppReleases,
    private readonly store: InstallationStore,
    private readonly expulsion: AppExpulsion,
    private readonly audit: AuditTrail,
  ) {}

  /** Whoever denies an app stops it: installations end and open requests are denied. Throws not_found for no app. */
  set(decision: Omit<AppPolicy, 'setAt'>): Promise<AppPolicy> {
    const { companyId, appId, setBy } = decision;
    return this.store.within(companyId, async () => {
      if (!(await this.releases.app(appId))) throw notFound();
      const before = await this.policies.find(companyId, appId);
      const policy = await this.policies.replace(decision);
      if (policy.policy === 'denied') await this.expulsion.expel(companyId, appId, setBy, policy.reason);
      await this.record(before, policy);
      return policy;
    });
  }

  /** Throws not_found where nothing was decided. */
  takeBack(companyId: number, appId: number): Promise<void> {
    return this.store.within(companyId, async () => {
      const before = await this.policies.find(companyId, appId);
      if (!before) throw notFound();
      await this.policies.forget(companyId, appId);
      await this.record(before, null);
    });
  }

  private record(before: AppPolicy | null, after: AppPolicy | null): Promise<void> {
    const { companyId, appId } = (after ?? before) as AppPolicy;
    return this.audit.record({
      action: after ? 'app_policy.set' : 'app_policy.removed',
      subjectType: 'app',
      subjectId: appId,
      companyId,
      before: before && stateOf(before),
      after: after && stateOf(after),
    });
  }
}

const stateOf = ({ policy, reason }: AppPolicy): object => ({ policy, reason });

import { Injectable } from '@nestjs/common';
import { AppPolicies, Installations } from '../../app-management/index.js';
import { Marketplace } from '../../apps/index.js';
import type { Paged, PageQuery } from '../../shared/index.js';

/** A listed app, as somebody sees it who could install it for their company. */
export interface ShelvedApp {
  readonly id: number;
  readonly name: string;
  readonly publisher: string;
  readonly description: string;
  readonly version: string;
  /** The installation, where the company has the app; null: it has not. */
  readonly installed: number | null;
  /** Set where a decision of the company keeps the app out. */
  readonly keptOut: KeptOut | null;
}

export interface KeptOut {
  readonly reason: string;
}

/** The list of apps, and which of them a company has already or does not let in. */
@Injectable()
export class MarketShelf {
  constructor(
    private readonly market: Marketplace,
    private readonly installations: Installations,
    private readonly policies: AppPolicies,
  ) {}

  async page(companyId: number, query: PageQuery): Promise<Paged<ShelvedApp>> {
    const page = await this.market.apps(query);
    const ids = page.items.map(({ app }) => app.id);
    const [shared, decided] = await Promise.all([
      // What members installed for themselves does not keep the company from installing it.
      this.installations.installed(companyId, ids),
      this.policies.ofApps(companyId, ids),
    ]);
    const installed = new Map(shared.map(({ appId, id }) => [appId, id]));
    return page.map(({ app: { id, name, publisher, description }, version }) => {
      const policy = decided.get(id);
      return {
        id,
        name,
        publisher,
        description,
        version: version.version,
        installed: installed.get(id) ?? null,
        keptOut: policy?.policy === 'denied' ? { reason: policy.reason } : null,
      };
    });
  }
}

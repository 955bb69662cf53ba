import { Injectable } from '@nestjs/common';
import { AppPolicies, Installations } from '../../app-management/index.js';
import { Marketplace } from '../../apps/index.js';
import { Paged, type PageQuery } from '../../shared/index.js';

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

const MOST = 300;

/** The list of apps, and which of them a company has already or does not let in. */
@Injectable()
export class MarketShelf {
  constructor(
    private readonly market: Marketplace,
    private readonly installations: Installations,
    private readonly policies: AppPolicies,
  ) {}

  async page(companyId: number, query: PageQuery): Promise<Paged<ShelvedApp>> {
    const [page, installed, keptOut] = await Promise.all([
      this.market.apps(query),
      this.installed(companyId),
      this.keptOut(companyId),
    ]);
    return page.map(({ app: { id, name, publisher, description }, version }) => ({
      id,
      name,
      publisher,
      description,
      version: version.version,
      installed: installed.get(id) ?? null,
      keptOut: keptOut.get(id) ?? null,
    }));
  }

  /**
   * The installations of a company by their apps. What members installed for themselves does not keep the company from
   * installing it.
   */
  async installed(companyId: number): Promise<ReadonlyMap<number, number>> {
    const statuses = ['active', 'suspended'] as const;
    const all = await allOf((query) => this.installations.list(companyId, query, { statuses }));
    const shared = all.filter(({ installedFor }) => installedFor === null);
    return new Map(shared.map(({ appId, id }) => [appId, id]));
  }

  private async keptOut(companyId: number): Promise<ReadonlyMap<number, KeptOut>> {
    const all = await allOf((query) => this.policies.list(companyId, query));
    const denied = all.filter(({ policy }) => policy === 'denied');
    return new Map(denied.map(({ appId, reason }) => [appId, { reason }]));
  }
}

async function allOf<T>(list: (query: PageQuery) => Promise<Paged<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await list({ page, per_page: MOST });
    all.push(...items);
    if (items.length < MOST || all.length >= total) return all;
  }
}

import { Injectable } from '@nestjs/common';
import { AppPolicies, type InstalledRelease, Installations } from '../../app-management/index.js';
import { AppReleases, compareVersions, Marketplace } from '../../apps/index.js';
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

/** An app that somebody wants to install and that the company has. */
export interface HeldApp {
  readonly name: string;
  readonly installation: number;
  /** What it was asked for in. */
  readonly version: string;
  /** Whether that is newer than what runs: the way there is an upgrade. */
  readonly isNewer: boolean;
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
    private readonly releases: AppReleases,
  ) {}

  /** Null where the company has not got the app. */
  async held(companyId: number, { app, version }: InstalledRelease): Promise<HeldApp | null> {
    const [installation] = await this.installations.installed(companyId, [app.id]);
    if (!installation) return null;
    const runs = (await this.releases.versionsById([installation.versionId])).get(installation.versionId);
    const isNewer = runs !== undefined && compareVersions(version, runs) > 0;
    return { name: app.name, installation: installation.id, version: version.version, isNewer };
  }

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

import { Injectable } from '@nestjs/common';
import { AppPolicies, type AppPolicy, Installations } from '../../app-management/index.js';
import { AppReleases, Marketplace } from '../../apps/index.js';
import { Users } from '../../identity/index.js';
import { Paged, type PageQuery } from '../../shared/index.js';

export interface NamedApp {
  readonly id: number;
  readonly name: string;
}

/** A decision about an app, as people read it. */
export interface DecidedApp extends Pick<AppPolicy, 'policy' | 'reason' | 'setAt'> {
  readonly app: NamedApp;
  readonly setBy: string;
}

const FIRST = { page: 1, per_page: 300 };

/** The apps about which a company decides: those that it has or had, and those that are listed. */
@Injectable()
export class AppChoices {
  constructor(
    private readonly policies: AppPolicies,
    private readonly installations: Installations,
    private readonly market: Marketplace,
    private readonly releases: AppReleases,
    private readonly users: Users,
  ) {}

  async decided(companyId: number, query: PageQuery): Promise<Paged<DecidedApp>> {
    const page = await this.policies.list(companyId, query);
    const apps = await this.releases.appsById(page.items.map(({ appId }) => appId));
    const items = await Promise.all(
      page.items.map(async ({ appId, policy, reason, setAt, setBy }) => ({
        app: { id: appId, name: apps.get(appId)?.name ?? String(appId) },
        policy,
        reason,
        setAt,
        setBy: (await this.users.find(setBy))?.name ?? '',
      })),
    );
    return new Paged(items, page.total, query);
  }

  async choices(companyId: number): Promise<NamedApp[]> {
    const installed = await this.installations.list(companyId, FIRST);
    const [known, listed] = await Promise.all([
      this.releases.appsById(installed.items.map(({ appId }) => appId)),
      this.market.apps(FIRST),
    ]);
    const all = new Map([...known, ...listed.items.map(({ app }) => [app.id, app] as const)]);
    return [...all.values()].map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
  }

  async isKeptOut(companyId: number, appId: number): Promise<boolean> {
    return (await this.policies.find(companyId, appId))?.policy === 'denied';
  }

  async nameOf(appId: number): Promise<string> {
    return (await this.releases.app(appId))?.name ?? String(appId);
  }

  /** Apps that the company has never heard of are none of its choices: ids are not to be tried out here. */
  async isChoice(companyId: number, appId: number): Promise<boolean> {
    const isDecided = (await this.policies.find(companyId, appId)) !== null;
    return isDecided || (await this.choices(companyId)).some(({ id }) => id === appId);
  }
}

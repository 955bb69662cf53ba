import { Injectable } from '@nestjs/common';
import { type Level, levelOn, reaches } from '../../access/index.js';
import { AppReleases, Apps, permissionsOf } from '../../apps/index.js';
import { ClientRegistry, type Environment } from '../../clients/index.js';
import { UsageMeter } from '../usage-meter.js';
import type { Period } from '../usage-days.js';
import { AppFigures, type DayFigures, type InstallationCounts } from './app-figures.js';

type Watched = Awaited<ReturnType<Apps['show']>>;

/** A permission that the newest version asks for, and that no company saw in use. */
export interface UnusedPermission {
  readonly tool: string;
  readonly asks: Level;
  readonly used: Level;
}

/** A day in one environment: the calls of its credentials, and the companies that took the app or gave it up. */
export interface MetricsOfDay extends DayFigures {
  readonly environment: Environment;
  readonly installs: number;
  readonly uninstalls: number;
}

/** How an app fares: for those who develop it. */
export interface AppMetrics extends Period {
  readonly installations: InstallationCounts;
  readonly days: readonly MetricsOfDay[];
  readonly expiring: Watched['warnings'];
  readonly unused: readonly UnusedPermission[];
}

/** The developer's view of the use of an app: never who uses it. */
@Injectable()
export class AppMetricsReader {
  constructor(
    private readonly apps: Apps,
    private readonly releases: AppReleases,
    private readonly clients: ClientRegistry,
    private readonly figures: AppFigures,
    private readonly meter: UsageMeter,
  ) {}

  /** Throws not_found for whoever does not work on the app. */
  async of(appId: number, userId: number, period: Period): Promise<AppMetrics> {
    const { warnings } = await this.apps.show(appId, userId);
    await this.meter.settle();
    return {
      ...period,
      installations: await this.figures.installations(appId),
      days: await this.daysOf(appId, period),
      expiring: warnings,
      unused: await this.unusedOf(appId, period),
    };
  }

  /** The latest first; days on which nothing happened are left out. */
  private async daysOf(appId: number, period: Period): Promise<MetricsOfDay[]> {
    const clients = await this.clients.listOfApp(appId);
    const environments = new Map(clients.map(({ clientId, environment }) => [clientId, environment]));
    const days = new Days();
    for (const { clientId, ...figures } of await this.figures.calls(appId, period))
      days.add(environments.get(clientId) ?? 'production', figures);
    for (const { day, environment, count } of await this.figures.moves('installed_at', appId, period))
      days.add(environment, { day, installs: count });
    for (const { day, environment, count } of await this.figures.moves('uninstalled_at', appId, period))
      days.add(environment, { day, uninstalls: count });
    return days.all();
  }

  /** Told only where service accounts called at all in the period: silence says nothing. */
  private async unusedOf(appId: number, { from }: Period): Promise<UnusedPermission[]> {
    const newest = await this.releases.newestPromoted(appId);
    const used = await this.figures.levelsUsed(appId, from);
    if (!newest || used.size === 0) return [];
    return Object.entries(permissionsOf(newest.version.manifest))
      .map(([tool, asks]) => ({ tool, asks, used: used.get(tool) ?? levelOn({}, tool) }))
      .filter(({ asks, used: level }) => !reaches(level, asks));
  }
}

const NOTHING = {
  calls: 0,
  errors: 0,
  unauthorized: 0,
  forbidden: 0,
  notFound: 0,
  tooMany: 0,
  missingCompany: 0,
  installs: 0,
  uninstalls: 0,
};

type Figure = keyof typeof NOTHING;

/** Adds up what belongs to the same day and environment. */
class Days {
  private readonly days = new Map<string, { day: number; environment: Environment } & Record<Figure, number>>();

  add(environment: Environment, { day, ...figures }: { readonly day: number } & Partial<Record<Figure, number>>): void {
    const key = `${day} ${environment}`;
    const sums = this.days.get(key) ?? { ...NOTHING, day, environment };
    for (const [name, figure] of Object.entries(figures) as [Figure, number][]) sums[name] += figure;
    this.days.set(key, sums);
  }

  all(): MetricsOfDay[] {
    const inOrder = (a: MetricsOfDay, b: MetricsOfDay): number =>
      b.day - a.day || a.environment.localeCompare(b.environment);
    return [...this.days.values()].sort(inOrder);
  }
}

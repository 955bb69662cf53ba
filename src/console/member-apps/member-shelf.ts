import { Injectable } from '@nestjs/common';
import { type Access, greatestRisk, type Risk } from '../../access/index.js';
import {
  AppPolicies,
  type InstalledRelease,
  Installations,
  InstallationRequests,
  Installing,
} from '../../app-management/index.js';
import { hasServiceAccount, Marketplace, permissionsOf } from '../../apps/index.js';
import { Paged, type PageQuery } from '../../shared/index.js';

/** `mine`: the member installed it for themselves; `requested`: their own request is open. */
export type Standing = 'installed' | 'mine' | 'requested' | 'kept_out' | 'open';

/** An app, as a member sees it who could ask for it. */
export interface OfferedApp {
  readonly id: number;
  readonly name: string;
  readonly publisher: string;
  readonly description: string;
  readonly standing: Standing;
  /** Why the company keeps it out; empty where it gave no reason. */
  readonly reason: string;
  /** Of what its service account asks for. */
  readonly risk: Risk;
  readonly actsByItself: boolean;
  /** Whether the member may install it for themselves. */
  readonly isForOneself: boolean;
}

/** More than one member may have open. */
const MOST_OPEN = 300;

/** The list of apps as members see it: with their own requests and installations, and of nobody else's. */
@Injectable()
export class MemberShelf {
  constructor(
    private readonly market: Marketplace,
    private readonly installations: Installations,
    private readonly policies: AppPolicies,
    private readonly requests: InstallationRequests,
    private readonly installing: Installing,
  ) {}

  /** Listed apps have production versions: a sandbox company has none to choose from. */
  async page(access: Access, query: PageQuery): Promise<Paged<OfferedApp>> {
    if (access.input.company?.environment !== 'production') return new Paged([], 0, query);
    const page = await this.market.apps(query);
    const offered = new Map((await this.of(access, page.items)).map((app) => [app.id, app]));
    return page.map(({ app }) => offered.get(app.id) as OfferedApp);
  }

  async of(access: Access, releases: readonly InstalledRelease[]): Promise<OfferedApp[]> {
    const ids = releases.map(({ app }) => app.id);
    const [standings, forOneself] = await Promise.all([
      this.standings(access, ids),
      this.installing.forThemselves(access, releases),
    ]);
    return releases.map(({ app: { id, name, publisher, description }, version: { manifest } }) => ({
      id,
      name,
      publisher,
      description,
      ...(standings.get(id) ?? { standing: 'open', reason: '' }),
      risk: greatestRisk(permissionsOf(manifest)),
      actsByItself: hasServiceAccount(manifest),
      isForOneself: forOneself.has(id),
    }));
  }

  /** By app; later ones win: what keeps somebody from asking tells more than what they asked. */
  private async standings(
    { companyId, principalId }: Access,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, Pick<OfferedApp, 'standing' | 'reason'>>> {
    const [installed, decided, asked] = await Promise.all([
      this.installations.installed(companyId, ids, principalId),
      this.policies.ofApps(companyId, ids),
      this.requests.list(companyId, { page: 1, per_page: MOST_OPEN }, { requesterId: principalId, status: 'pending' }),
    ]);
    const denied = [...decided.values()].filter(({ policy }) => policy === 'denied');
    const wishes = asked.items.filter(({ kind }) => kind === 'install');
    const mine = installed.filter(({ installedFor }) => installedFor !== null);
    const shared = installed.filter(({ installedFor }) => installedFor === null);
    const told = (
      standing: Standing,
      appId: number,
      reason = '',
    ): [number, Pick<OfferedApp, 'standing' | 'reason'>] => [appId, { standing, reason }];
    return new Map([
      ...mine.map(({ appId }) => told('mine', appId)),
      ...wishes.map(({ appId }) => told('requested', appId)),
      ...shared.map(({ appId }) => told('installed', appId)),
      ...denied.map(({ appId, reason }) => told('kept_out', appId, reason)),
    ]);
  }
}

import { Injectable } from '@nestjs/common';
import { AppConnections, Installations } from '../../app-management/index.js';

/** What ends in a company at once that keeps an app out. */
export interface PolicyEnd {
  /** Whether the company itself has the app. */
  readonly isInstalled: boolean;
  /** How many members installed it for themselves. */
  readonly members: number;
  /** How many people connected it. */
  readonly people: number;
}

const FIRST = { page: 1, per_page: 1 };

/** Counts what keeping an app out would end. */
@Injectable()
export class PolicyEnds {
  constructor(
    private readonly installations: Installations,
    private readonly connections: AppConnections,
  ) {}

  /** Null where nobody has the app. */
  async of(companyId: number, appId: number): Promise<PolicyEnd | null> {
    const statuses = ['active', 'suspended'] as const;
    const { items, total } = await this.installations.list(companyId, FIRST, { appId, statuses });
    if (items.length === 0) return null;
    const shared = await this.installations.installed(companyId, [appId]);
    const { total: people } = await this.connections.list(companyId, items[0].id, FIRST);
    return { isInstalled: shared.length > 0, members: total - shared.length, people };
  }
}

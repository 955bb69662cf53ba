import { Injectable } from '@nestjs/common';
import { type Narrower, Narrowing, type PermittedInstallation } from '../../app-management/index.js';
import { conflict, type DomainError } from '../../shared/index.js';
import { UsageMeter } from '../usage-meter.js';
import { type Advice, adviceOn, JUDGED_MS, narrowerBy } from './advice.js';
import { InstallationUses } from './installation-use.js';

const nothingAdvised = (): DomainError =>
  conflict('advice_not_ready', 'There is no advice to follow yet: name what is to be left.');

/** Least privilege for installed apps: what they have and do not use, seen and taken away. */
@Injectable()
export class Advising {
  constructor(
    private readonly narrowing: Narrowing,
    private readonly uses: InstallationUses,
    private readonly meter: UsageMeter,
  ) {}

  /** Throws not_found. */
  async show(companyId: number, id: number): Promise<Advice> {
    const current = await this.narrowing.get(companyId, id);
    await this.meter.settle();
    return this.adviceOn(current);
  }

  /**
   * Narrows an installation to what is named, or to all that is advised where nothing is named. Throws not_installed,
   * advice_not_ready, and 422 for what would be wider.
   */
  async apply(companyId: number, id: number, chosen: Narrower): Promise<PermittedInstallation> {
    const isNamed = chosen.approved !== undefined || chosen.projectIds !== undefined;
    if (!isNamed) await this.meter.settle();
    return this.narrowing.narrow(companyId, id, async (current) => {
      if (isNamed) return chosen;
      const narrower = narrowerBy(await this.adviceOn(current));
      if (!narrower) throw nothingAdvised();
      return narrower;
    });
  }

  private async adviceOn(current: PermittedInstallation): Promise<Advice> {
    const { installation } = current;
    const now = Date.now();
    return adviceOn(current, {
      now,
      levels: await this.uses.levels(installation, now - JUDGED_MS),
      projects: await this.uses.projects(current, now - JUDGED_MS),
      unchangedSince: await this.uses.unchangedSince(installation),
      countedSince: await this.uses.countedSince(),
    });
  }
}

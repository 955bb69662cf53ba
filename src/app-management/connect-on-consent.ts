import { Injectable } from '@nestjs/common';
import { DirectoryFactsPort, type Level } from '../access/index.js';
import { AppReleases, permissionsOf } from '../apps/index.js';
import type { Environment } from '../clients/index.js';
import { Administrators } from '../directory/index.js';
import { DomainError } from '../shared/index.js';
import type { Installer } from './installation-terms.js';
import { Installations } from './installations.js';

/** What connecting installs: shown to the person, who approves exactly this. */
export interface Offer {
  readonly versionId: number;
  readonly permissions: Readonly<Record<string, Level>>;
  readonly environment: Environment;
}

/** What a consent does in the chosen companies that do not have the app yet. */
@Injectable()
export class ConnectOnConsent {
  constructor(
    private readonly installations: Installations,
    private readonly releases: AppReleases,
    private readonly administrators: Administrators,
    private readonly directory: DirectoryFactsPort,
  ) {}

  /** What connecting would install now; null where nothing is released for the environment. */
  async offerOf(appId: number, environment: Environment): Promise<Offer | null> {
    const release = await this.releases.newestPromoted(appId);
    if (!release || release.environment !== environment || release.app.status === 'blocked') return null;
    return { versionId: release.version.id, permissions: permissionsOf(release.version.manifest), environment };
  }

  /** Installs what was offered and approved where the user is an administrator, in no project yet. In the consent's transaction. */
  async connect(userId: number, appId: number, offer: Offer, companyIds: readonly number[]): Promise<void> {
    for (const companyId of companyIds) {
      if (!(await this.mayInstall(userId, companyId, offer.environment))) continue;
      await unlessInstalled(() =>
        this.installations.install({
          companyId,
          target: { appId },
          approved: offer.permissions,
          by: administrator(userId),
        }),
      );
    }
  }

  private async mayInstall(userId: number, companyId: number, environment: Environment): Promise<boolean> {
    const company = await this.directory.company(companyId);
    if (!company?.active || company.environment !== environment) return false;
    return this.administrators.isAdministrator(companyId, userId);
  }
}

/** An app that the company has, or got a moment ago, is left as it is: nothing was written yet. */
async function unlessInstalled(install: () => Promise<unknown>): Promise<void> {
  try {
    await install();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'already_installed')) throw error;
  }
}

/** A company administrator holds every level. */
const administrator = (principalId: number): Installer => ({ principalId, reaches: () => true });

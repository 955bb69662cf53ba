import { Injectable } from '@nestjs/common';
import { DirectoryFactsPort } from '../access/index.js';
import { AppReleases, permissionsOf } from '../apps/index.js';
import { Administrators } from '../directory/index.js';
import { DomainError } from '../shared/index.js';
import type { Installer } from './installation-terms.js';
import { Installations } from './installations.js';

/** What a consent does in the chosen companies that do not have the app yet. */
@Injectable()
export class ConnectOnConsent {
  constructor(
    private readonly installations: Installations,
    private readonly releases: AppReleases,
    private readonly administrators: Administrators,
    private readonly directory: DirectoryFactsPort,
  ) {}

  /**
   * Installs the newest promoted version where the user is an administrator, approving what the consent page showed;
   * elsewhere nothing happens. In the consent's transaction.
   */
  async connect(
    userId: number,
    appId: number,
    environment: 'production' | 'sandbox',
    companyIds: readonly number[],
  ): Promise<void> {
    const release = await this.releases.newestPromoted(appId);
    if (!release || release.environment !== environment || release.app.status === 'blocked') return;
    const approved = permissionsOf(release.version.manifest);
    for (const companyId of companyIds) {
      if (!(await this.mayInstall(userId, companyId, environment))) continue;
      await unlessInstalled(() =>
        this.installations.install({ companyId, target: { appId }, approved, by: administrator(userId) }),
      );
    }
  }

  private async mayInstall(userId: number, companyId: number, environment: string): Promise<boolean> {
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

import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Apps, AppReleases, type AppVersion, compareVersions } from '../../apps/index.js';
import { Database } from '../../database/index.js';
import { Companies, type Company } from '../../directory/index.js';
import { Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { AppInstallation, type InstallationStatus } from '../app-installation.entity.js';
import { type UpgradeDiff, upgradeDiff } from '../upgrades/upgrade-diff.js';

/** Where an app is or was installed, as its developers may know it: companies, never people. */
export interface DeveloperInstallation {
  readonly installation: AppInstallation;
  readonly company: Company;
  readonly version: AppVersion;
}

/** What a version would mean for a company that runs a smaller one. */
export interface UpgradeOutlook extends DeveloperInstallation {
  readonly diff: UpgradeDiff;
}

/** The developer's view of the companies that installed an app for everybody. */
@Injectable()
export class DeveloperInstallations {
  constructor(
    private readonly database: Database,
    private readonly apps: Apps,
    private readonly releases: AppReleases,
    private readonly companies: Companies,
  ) {}

  /** Throws not_found for whoever does not work on the app. */
  async list(
    appId: number,
    userId: number,
    query: PageQuery,
    statuses?: readonly InstallationStatus[],
  ): Promise<Paged<DeveloperInstallation>> {
    await this.apps.show(appId, userId);
    const where = { appId, slot: 0, ...(statuses ? { status: In([...statuses]) } : {}) };
    const window = { where, order: { id: 'ASC' as const }, ...pageWindow(query) };
    const [rows, total] = await this.database.repository(AppInstallation).findAndCount(window);
    const versions = await this.releases.versionsById(rows.map(({ versionId }) => versionId));
    const companies = await this.companies.byIds(rows.map(({ companyId }) => companyId));
    const items = rows.flatMap((installation) => {
      const company = companies.get(installation.companyId);
      const version = versions.get(installation.versionId);
      return company && version ? [{ installation, company, version }] : [];
    });
    return new Paged(items, total, query);
  }

  /** Which of them would need a new approval for this version, and why; drafts may be asked about too. */
  async outlook(appId: number, userId: number, version: string, query: PageQuery): Promise<Paged<UpgradeOutlook>> {
    const page = await this.list(appId, userId, query, ['active', 'suspended']);
    const to = await this.releases.version(appId, version);
    const items = page.items
      .filter((one) => compareVersions(to, one.version) > 0)
      .map((one) => ({
        ...one,
        diff: upgradeDiff(one.installation.approvedPermissions, one.version.manifest, to.manifest),
      }));
    return new Paged(items, page.total, query);
  }
}

import { Injectable } from '@nestjs/common';
import { AppReleases } from '../apps/index.js';
import { Companies } from '../directory/index.js';
import { Users, type UserProfile } from '../identity/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import type { InstallationView } from './installation-bodies.js';

/** Gathers what the bodies of installations show: apps, versions and people, each read once per page. */
@Injectable()
export class InstallationViews {
  constructor(
    private readonly releases: AppReleases,
    private readonly users: Users,
    private readonly companies: Companies,
  ) {}

  async one(installation: AppInstallation): Promise<InstallationView> {
    const [view] = await this.of(installation.companyId, [installation]);
    return view;
  }

  /** In the order of `installations`, all of one company. */
  async of(companyId: number, installations: readonly AppInstallation[]): Promise<InstallationView[]> {
    const appIds = installations.map(({ appId }) => appId);
    const [company, apps, versions, newest, people] = await Promise.all([
      this.companies.get(companyId),
      this.releases.appsById(appIds),
      this.releases.versionsById(installations.map(({ versionId }) => versionId)),
      this.releases.newestPromotedOf(appIds),
      this.peopleOf(installations),
    ]);
    return installations.flatMap((installation) => {
      const app = apps.get(installation.appId);
      const version = versions.get(installation.versionId);
      if (!app || !version) return [];
      return {
        installation,
        app,
        version,
        newest: newest.get(app.id),
        installer: people.get(installation.installedBy),
        uninstaller: people.get(installation.uninstalledBy ?? 0),
        companyName: company.name,
      };
    });
  }

  private async peopleOf(installations: readonly AppInstallation[]): Promise<Map<number, UserProfile>> {
    const ids = new Set(
      installations.flatMap(({ installedBy, uninstalledBy }) => [installedBy, uninstalledBy ?? []].flat()),
    );
    const found = await Promise.all([...ids].map((id) => this.users.find(id)));
    return new Map(found.flatMap((user) => (user ? [[user.id, user] as const] : [])));
  }
}

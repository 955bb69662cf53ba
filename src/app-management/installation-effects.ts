import { Injectable } from '@nestjs/common';
import { hasServiceAccount } from '../apps/index.js';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, Entry } from '../database/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import type { InstalledRelease } from './installation-terms.js';
import { InstalledServiceAccounts } from './installed-service-accounts.js';
import { InstallationRequestStore } from './requests/installation-request-store.js';
import { type Permitted, PermittedProjectRows } from './permitted-projects.js';

export type InstallationEvent =
  | 'installation.created'
  | 'installation.reinstalled'
  | 'installation.uninstalled'
  | 'installation.suspended'
  | 'installation.resumed'
  | 'installation.upgraded'
  | 'installation.rolled_back';

/** What follows from a change of an installation, all in its transaction: account, projects, feed, audit trail. */
@Injectable()
export class InstallationEffects {
  constructor(
    private readonly accounts: InstalledServiceAccounts,
    private readonly projects: PermittedProjectRows,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
    private readonly requests: InstallationRequestStore,
  ) {}

  /** `permitted` replaces the former projects; null keeps them. */
  async started(
    before: AppInstallation | null,
    installed: AppInstallation,
    { app, version }: InstalledRelease,
    permitted: Permitted | null,
  ): Promise<AppInstallation> {
    const runs = hasServiceAccount(version.manifest);
    const after = runs ? await this.accounts.start(installed, app) : installed;
    if (permitted) await this.projects.replace(after.id, permitted);
    await this.requests.fulfil(after, 'install', after.installedBy);
    await this.announce(before ? 'installation.reinstalled' : 'installation.created', before, after);
    return after;
  }

  /** `ended`: how many installations of single members ended with it. */
  async stopped(before: AppInstallation, after: AppInstallation, ended = 0): Promise<void> {
    await this.accounts.stop(before);
    await this.announce('installation.uninstalled', before, after, ended > 0 ? { personal_ended: ended } : {});
  }

  /** Another version: its service account comes into being, stays, or stops. */
  async replaced(
    action: InstallationEvent,
    before: AppInstallation,
    installed: AppInstallation,
    { app, version }: InstalledRelease,
  ): Promise<AppInstallation> {
    const runs = hasServiceAccount(version.manifest);
    const after = runs ? await this.accounts.start(installed, app) : installed;
    if (!runs) await this.accounts.stop(before);
    if (after.upgradedBy !== null) await this.requests.fulfil(after, 'upgrade', after.upgradedBy);
    await this.announce(action, before, after);
    return after;
  }

  changed(action: InstallationEvent, before: AppInstallation, after: AppInstallation): Promise<void> {
    return this.announce(action, before, after);
  }

  private async announce(
    action: InstallationEvent,
    before: AppInstallation | null,
    after: AppInstallation,
    more: object = {},
  ): Promise<void> {
    const { id, companyId, appId } = after;
    await this.feed.publish(Entry.installation(companyId, appId));
    await this.audit.record({
      action,
      subjectType: 'installation',
      subjectId: id,
      companyId,
      before: before && stateOf(before),
      after: { ...stateOf(after), project_ids: await this.projects.of(id), ...more },
    });
  }
}

const stateOf = (installation: AppInstallation): object => ({
  app_id: installation.appId,
  version_id: installation.versionId,
  status: installation.status,
  approved_permissions: installation.approvedPermissions,
  service_account_id: installation.principalId,
  permitted_mode: installation.permittedMode,
  bind_users: installation.bindUsers,
  ...(installation.installedFor === null ? {} : { installed_for: installation.installedFor }),
});

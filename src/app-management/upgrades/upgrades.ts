import { Injectable } from '@nestjs/common';
import type { Levels } from '../../access/index.js';
import { type App, AppReleases, type AppVersion, compareVersions, hasServiceAccount } from '../../apps/index.js';
import { notFound } from '../../shared/index.js';
import type { AppInstallation } from '../app-installation.entity.js';
import { needsAdministrator, notAnUpgrade, notInstalled, nothingToRollBack } from '../app-management.errors.js';
import { InstallationEffects } from '../installation-effects.js';
import { InstallationStore, type Replacement } from '../installation-store.js';
import {
  type Installer,
  requireApprovalOf,
  requireHeld,
  TermsOfInstallation,
  type VersionChoice,
} from '../installation-terms.js';
import { PermittedProjectRows } from '../permitted-projects.js';
import { type UpgradeDiff, upgradeDiff } from './upgrade-diff.js';

/** An upgrade that is on offer, and what it would change. */
export interface Upgrade {
  readonly installation: AppInstallation;
  readonly app: App;
  readonly from: AppVersion;
  readonly to: AppVersion;
  readonly diff: UpgradeDiff;
}

/** Newer versions of installed apps. An upgrade never happens by itself, and keeps projects and configurations. */
@Injectable()
export class Upgrades {
  constructor(
    private readonly releases: AppReleases,
    private readonly store: InstallationStore,
    private readonly terms: TermsOfInstallation,
    private readonly projects: PermittedProjectRows,
    private readonly effects: InstallationEffects,
  ) {}

  /** What an upgrade would change. Throws not_installed, not_an_upgrade where there is no greater version. */
  async show(companyId: number, id: number, choice: VersionChoice = {}): Promise<Upgrade> {
    return this.offerOf(await this.store.get(companyId, id), choice);
  }

  /**
   * Puts the greater version in the place of the one that runs. `approved` repeats what the offer says will be
   * approved, wherever the app would reach further. Throws not_installed, not_an_upgrade, approval_outdated,
   * exceeds_own_permissions, wrong_environment, app_blocked, app_denied, and 422.
   */
  apply(
    companyId: number,
    id: number,
    { choice, approved }: { readonly choice: VersionChoice; readonly approved?: Levels | undefined },
    by: Installer,
  ): Promise<AppInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.store.get(companyId, id);
      const { app, from, to, diff } = await this.offerOf(before, choice);
      if (before.installedFor !== null && hasServiceAccount(to.manifest)) throw needsAdministrator();
      requireApprovalOf(diff.permissions, approved, diff.increases);
      await this.requireHeldIn(before, increasesOf(diff), by);
      const after = await this.store.replace(
        before,
        {
          versionId: to.id,
          approvedPermissions: diff.permissions,
          previousVersionId: from.id,
          previousApproved: before.approvedPermissions,
        },
        by.principalId,
      );
      return this.effects.replaced('installation.upgraded', before, after, { app, version: to });
    });
  }

  /**
   * Takes the last upgrade back, once: the version and the approval from before. Throws not_installed,
   * nothing_to_roll_back, exceeds_own_permissions, app_blocked.
   */
  rollback(companyId: number, id: number, by: Installer): Promise<AppInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.store.get(companyId, id);
      if (before.status === 'uninstalled') throw notInstalled();
      const replacement = rolledBack(before);
      const release = await this.terms.formerRelease({ ...before, ...replacement }, by);
      await this.requireHeldIn(before, replacement.approvedPermissions, by);
      const after = await this.store.replace(before, replacement, by.principalId);
      return this.effects.replaced('installation.rolled_back', before, after, release);
    });
  }

  private async offerOf(installation: AppInstallation, choice: VersionChoice): Promise<Upgrade> {
    if (installation.status === 'uninstalled') throw notInstalled();
    const { app, version: to } = await this.terms.upgrade(installation, choice);
    const from = (await this.releases.versionsById([installation.versionId])).get(installation.versionId);
    if (!from) throw notFound();
    if (compareVersions(to, from) <= 0) throw notAnUpgrade(from.version, to.version);
    const diff = upgradeDiff(installation.approvedPermissions, from.manifest, to.manifest);
    return { installation, app, from, to, diff };
  }

  /** Nobody approves more than they hold, neither in the company nor in the projects where the app runs. */
  private async requireHeldIn(installation: AppInstallation, levels: Levels, by: Installer): Promise<void> {
    requireHeld(levels, by);
    const { companyId, id, permittedMode: mode, bindUsers } = installation;
    if (!Object.keys(levels).some((tool) => tool.startsWith('project.'))) return;
    const permitting = { companyId, principalId: by.principalId, approved: levels, at: '' } as const;
    await this.projects.requireHeld(permitting, { mode, bindUsers, projectIds: await this.projects.of(id) });
  }
}

const increasesOf = ({ tools }: UpgradeDiff): Levels =>
  Object.fromEntries(tools.filter(({ isIncrease }) => isIncrease).map(({ tool, after }) => [tool, after]));

function rolledBack({ previousVersionId, previousApproved }: AppInstallation): Replacement {
  if (previousVersionId === null) throw nothingToRollBack();
  return {
    versionId: previousVersionId,
    approvedPermissions: previousApproved ?? {},
    previousVersionId: null,
    previousApproved: null,
  };
}

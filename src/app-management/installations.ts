import { Injectable } from '@nestjs/common';
import type { Level } from '../access/index.js';
import { Database } from '../database/index.js';
import type { Paged, PageQuery } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { alreadyInstalled } from './app-management.errors.js';
import { InstallationEffects } from './installation-effects.js';
import { InstallationStore } from './installation-store.js';
import { type InstallationTarget, type Installer, TermsOfInstallation } from './installation-terms.js';
import { NO_PROJECTS, type Permitted, PermittedProjectRows, type Permitting } from './permitted-projects.js';

/** A wish to install, already decided to come from somebody who may. */
export interface NewInstallation {
  readonly companyId: number;
  readonly target: InstallationTarget;
  /** Repeats the permissions of the version, where it declares any. */
  readonly approved?: Readonly<Record<string, Level>>;
  /** Default: no project. */
  readonly permitted?: Permitted;
  readonly by: Installer;
}

/** The apps of companies: installed, uninstalled, reinstalled. */
@Injectable()
export class Installations {
  constructor(
    private readonly database: Database,
    private readonly terms: TermsOfInstallation,
    private readonly store: InstallationStore,
    private readonly projects: PermittedProjectRows,
    private readonly effects: InstallationEffects,
  ) {}

  get(companyId: number, id: number): Promise<AppInstallation> {
    return this.store.get(companyId, id);
  }

  /** Installed and uninstalled ones alike. */
  list(companyId: number, query: PageQuery): Promise<Paged<AppInstallation>> {
    return this.store.list(companyId, query);
  }

  /** The projects in which an installed app may run. */
  async permittedProjects(companyId: number, appId: number): Promise<'all' | readonly number[]> {
    const installation = await this.store.find(companyId, appId);
    if (!installation || installation.status === 'uninstalled') return [];
    return installation.permittedMode === 'all_and_future' ? 'all' : this.projects.of(installation.id);
  }

  /**
   * Installs an app, with its service account where the version has one. Throws already_installed, wrong_environment,
   * approval_outdated, exceeds_own_permissions, app_blocked, and 422 for what does not exist.
   */
  install({ companyId, target, approved, permitted = NO_PROJECTS, by }: NewInstallation): Promise<AppInstallation> {
    return this.database.transaction(async () => {
      await this.store.lockCompany(companyId);
      const release = await this.terms.release(target, companyId);
      const before = await this.store.find(companyId, release.app.id);
      if (before && before.status !== 'uninstalled') throw alreadyInstalled();
      const terms = {
        versionId: release.version.id,
        approvedPermissions: this.terms.requireApproval(release, approved, by),
        permittedMode: permitted.mode,
        bindUsers: permitted.bindUsers,
        installedBy: by.principalId,
      };
      const permitting = permittingOf(companyId, by, terms.approvedPermissions);
      await this.projects.requireOwn(permitting, NO_PROJECTS, permitted);
      const installed = before
        ? await this.store.reinstall(before, terms)
        : await this.store.insert(companyId, release.app.id, terms);
      return this.effects.started(before, installed, release, permitted);
    });
  }

  /**
   * Takes an uninstalled app back as it was: version, approval, projects. Throws already_installed, app_blocked,
   * exceeds_own_permissions.
   */
  reinstall(companyId: number, id: number, by: Installer): Promise<AppInstallation> {
    return this.database.transaction(async () => {
      await this.store.lockCompany(companyId);
      const before = await this.store.get(companyId, id);
      const release = await this.terms.formerRelease(before, by);
      const { permittedMode: mode, bindUsers, approvedPermissions: approved } = before;
      const former = { mode, bindUsers, projectIds: await this.projects.of(id) };
      await this.projects.requireHeld(permittingOf(companyId, by, approved), former);
      const installed = await this.store.reinstall(before, { installedBy: by.principalId });
      return this.effects.started(before, installed, release, null);
    });
  }

  /** Stops the app in this company at once, for service account and user tokens alike. Throws not_installed. */
  uninstall(companyId: number, id: number, by: number): Promise<AppInstallation> {
    return this.database.transaction(async () => {
      await this.store.lockCompany(companyId);
      const before = await this.store.get(companyId, id);
      const after = await this.store.uninstall(before, by);
      await this.effects.stopped(before, after);
      return after;
    });
  }
}

const permittingOf = (companyId: number, { principalId }: Installer, approved: Permitting['approved']): Permitting => ({
  companyId,
  principalId,
  approved,
  at: 'permitted_projects.',
});

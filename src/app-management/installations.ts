import { Injectable } from '@nestjs/common';
import type { Levels } from '../access/index.js';
import type { Paged, PageQuery } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { alreadyInstalled, alreadySuspended, notSuspended } from './app-management.errors.js';
import { InstallationEffects } from './installation-effects.js';
import { type InstallationFilter, type InstallationPlace, InstallationStore } from './installation-store.js';
import { type InstallationTarget, type Installer, TermsOfInstallation } from './installation-terms.js';
import { NO_PROJECTS, type Permitted, PermittedProjectRows, type Permitting } from './permitted-projects.js';

/** A wish to install, already decided to come from somebody who may. */
export interface NewInstallation {
  readonly companyId: number;
  readonly target: InstallationTarget;
  /** Repeats the permissions of the version, where it declares any. */
  readonly approved?: Levels;
  /** Default: no project. */
  readonly permitted?: Permitted;
  readonly by: Installer;
  /** For the installer alone; default: for everybody in the company. */
  readonly forOneself?: boolean;
}

/** The apps of companies: installed, uninstalled, reinstalled, suspended, resumed. */
@Injectable()
export class Installations {
  constructor(
    private readonly terms: TermsOfInstallation,
    private readonly store: InstallationStore,
    private readonly projects: PermittedProjectRows,
    private readonly effects: InstallationEffects,
  ) {}

  get(companyId: number, id: number): Promise<AppInstallation> {
    return this.store.get(companyId, id);
  }

  /** Installed and uninstalled ones alike. */
  list(companyId: number, query: PageQuery, filter: InstallationFilter = {}): Promise<Paged<AppInstallation>> {
    return this.store.list(companyId, query, filter);
  }

  /**
   * What a company has of these apps now, suspended ones too. What members installed for themselves is not the company's,
   * and is told of the one who asks alone.
   */
  installed(companyId: number, appIds: readonly number[], memberId?: number): Promise<AppInstallation[]> {
    return this.store.installed(companyId, appIds, memberId);
  }

  /** What a company itself has or had of an app; null where that is nothing. */
  ofApp(companyId: number, appId: number): Promise<AppInstallation | null> {
    return this.store.find(companyId, appId);
  }

  /** The projects in which an installed app may run. */
  async permittedProjects(companyId: number, appId: number): Promise<'all' | readonly number[]> {
    const installation = await this.store.find(companyId, appId);
    if (!installation || installation.status === 'uninstalled') return [];
    return installation.permittedMode === 'all_and_future' ? 'all' : this.projects.of(installation.id);
  }

  /**
   * Installs an app, with its service account where the version has one. Throws already_installed, wrong_environment,
   * approval_outdated, exceeds_own_permissions, app_blocked, app_denied, and 422 for what does not exist; for oneself
   * also needs_administrator.
   */
  install(wish: NewInstallation): Promise<AppInstallation> {
    const { companyId, target, approved, permitted = NO_PROJECTS, by, forOneself = false } = wish;
    return this.store.within(companyId, async () => {
      const release = await this.terms.release(target, companyId, by.principalId);
      const appId = release.app.id;
      if (forOneself) await this.terms.requireForOneself(companyId, release);
      const place = { companyId, appId, installedFor: forOneself ? by.principalId : null };
      const before = await this.formerAt(place);
      const terms = {
        versionId: release.version.id,
        approvedPermissions: this.terms.requireApproval(release, approved, by),
        permittedMode: permitted.mode,
        bindUsers: permitted.bindUsers,
        installedBy: by.principalId,
      };
      const permitting = permittingOf(companyId, by, terms.approvedPermissions);
      const former = { ...NO_PROJECTS, bindUsers: before?.bindUsers ?? false };
      await this.projects.requireOwn(permitting, former, permitted);
      const installed = before ? await this.store.reinstall(before, terms) : await this.store.insert(place, terms);
      return this.effects.started(before, installed, release, permitted);
    });
  }

  /**
   * Takes an uninstalled app back as it was: version, approval, projects. Throws already_installed, app_blocked,
   * exceeds_own_permissions.
   */
  reinstall(companyId: number, id: number, by: Installer): Promise<AppInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.store.get(companyId, id);
      const release = await this.terms.formerRelease(before, by);
      if (before.installedFor !== null) await this.terms.requireForOneself(companyId, release);
      await this.formerAt(before);
      const { permittedMode: mode, bindUsers, approvedPermissions: approved } = before;
      const former = { mode, bindUsers, projectIds: await this.projects.of(id) };
      await this.projects.requireHeld(permittingOf(companyId, by, approved), former);
      const installed = await this.store.reinstall(before, { installedBy: by.principalId });
      return this.effects.started(before, installed, release, null);
    });
  }

  /**
   * Stops the app in this company at once, for service account and user tokens alike, also where members installed it
   * for themselves. Throws not_installed.
   */
  uninstall(companyId: number, id: number, by: number): Promise<AppInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.store.get(companyId, id);
      const after = await this.store.uninstall(before, by);
      const { appId, installedFor } = before;
      const ended = installedFor === null ? await this.store.uninstallPersonal(companyId, appId, by) : 0;
      await this.effects.stopped(before, after, ended);
      return after;
    });
  }

  /** Stops the app in this company at once, until it is resumed. Throws not_installed, already_suspended. */
  suspend(companyId: number, id: number, by: number): Promise<AppInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.store.get(companyId, id);
      if (before.status === 'suspended') throw alreadySuspended();
      const after = await this.store.suspend(before, by);
      await this.effects.changed('installation.suspended', before, after);
      return after;
    });
  }

  /** Takes a suspension back. Throws not_suspended, app_blocked, exceeds_own_permissions. */
  resume(companyId: number, id: number, by: Installer): Promise<AppInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.store.get(companyId, id);
      if (before.status !== 'suspended') throw notSuspended();
      await this.terms.formerRelease(before, by, true);
      const { permittedMode: mode, bindUsers, approvedPermissions: approved } = before;
      const permitted = { mode, bindUsers, projectIds: await this.projects.of(id) };
      await this.projects.requireHeld(permittingOf(companyId, by, approved), permitted);
      const after = await this.store.resume(before);
      await this.effects.changed('installation.resumed', before, after);
      return after;
    });
  }

  /** The ended installation that would be taken back, or null. Throws already_installed, also for the company's own. */
  private async formerAt({ companyId, appId, installedFor }: InstallationPlace): Promise<AppInstallation | null> {
    const shared = await this.store.find(companyId, appId);
    if (shared && shared.status !== 'uninstalled') throw alreadyInstalled();
    const former = installedFor === null ? shared : await this.store.find(companyId, appId, installedFor);
    if (former && former.status !== 'uninstalled') throw alreadyInstalled();
    return former;
  }
}

const permittingOf = (companyId: number, { principalId }: Installer, approved: Permitting['approved']): Permitting => ({
  companyId,
  principalId,
  approved,
  at: 'permitted_projects.',
});

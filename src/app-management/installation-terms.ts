import { Injectable } from '@nestjs/common';
import type { Level, Levels } from '../access/index.js';
import {
  type App,
  AppReleases,
  type AppVersion,
  hasServiceAccount,
  permissionsOf,
  type Release,
} from '../apps/index.js';
import type { Environment } from '../clients/index.js';
import { Companies, type Company } from '../directory/index.js';
import { invalidFields, notFound } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import {
  approvalOutdated,
  exceedsOwnPermissions,
  needsAdministrator,
  notAnUpgrade,
  wrongEnvironment,
} from './app-management.errors.js';
import { InstallationStore } from './installation-store.js';
import { AppPolicies } from './policies/app-policies.js';

/**
 * What is to be installed: exactly the version of a key, or that of an id which a consent or a request has shown; or the
 * newest promoted version of an app that the marketplace lists, or that the company has or had.
 */
export type InstallationTarget =
  | { readonly versionKey: string }
  | { readonly appId: number; readonly versionId: number }
  | { readonly appId: number }
  | { readonly appUid: string };

/** Who installs, and what they hold: nobody approves more. */
export interface Installer {
  readonly principalId: number;
  reaches(tool: string, level: Level): boolean;
}

/** An app with the version of it that a company runs. */
export interface InstalledRelease {
  readonly app: App;
  readonly version: AppVersion;
}

/** Which version to go to: that of a key, that of an id, or the newest that the company may install. */
export interface VersionChoice {
  readonly versionKey?: string | undefined;
  readonly versionId?: number | undefined;
}

/** What may be installed where, and what has to be approved with it. */
@Injectable()
export class TermsOfInstallation {
  constructor(
    private readonly releases: AppReleases,
    private readonly companies: Companies,
    private readonly policies: AppPolicies,
    private readonly store: InstallationStore,
  ) {}

  /**
   * The version that a member may install or ask for, which stays as it is until the end of the transaction. Throws 422
   * for none, app_blocked, version_withdrawn, wrong_environment, app_denied.
   */
  async release(target: InstallationTarget, companyId: number, memberId: number): Promise<Release> {
    const company = await this.companies.get(companyId);
    const release = await this.find(target, company, memberId);
    await this.releases.requireInstallable(release.version.id);
    if (release.environment !== company.environment) throw wrongEnvironment(release.environment);
    await this.policies.refuseDenied(companyId, release.app.id);
    return release;
  }

  /** Throws needs_administrator for what a member cannot install for themselves. */
  async requireForOneself(companyId: number, release: InstalledRelease): Promise<void> {
    const mine = await this.forOneself(companyId, [release]);
    if (!mine.has(release.app.id)) throw needsAdministrator();
  }

  /** The apps among these that a member may install for themselves, by id. */
  forOneself(companyId: number, releases: readonly InstalledRelease[]): Promise<ReadonlySet<number>> {
    const forPeople = releases.filter(({ version }) => !hasServiceAccount(version.manifest));
    return this.policies.membersMayInstall(
      companyId,
      forPeople.map(({ app }) => app.id),
    );
  }

  /**
   * The version to upgrade to, which stays as it is until the end of the transaction. Throws 422 for none of this app,
   * app_blocked, version_withdrawn, app_denied, wrong_environment, not_an_upgrade.
   */
  async upgrade({ appId, companyId }: AppInstallation, { versionKey, versionId }: VersionChoice): Promise<Release> {
    const { environment } = await this.companies.get(companyId);
    const release = await (versionKey === undefined
      ? this.releases.installable(appId, environment, versionId)
      : this.releases.byKey(versionKey));
    if (!release && versionKey === undefined && versionId === undefined) throw notAnUpgrade();
    if (release?.app.id !== appId) {
      const field = versionKey === undefined ? 'version_id' : 'version_key';
      throw invalidFields({ [field]: ['names no version of this app that can be installed here'] });
    }
    await this.releases.requireInstallable(release.version.id);
    if (release.environment !== environment) throw wrongEnvironment(release.environment);
    await this.policies.refuseDenied(companyId, appId);
    return release;
  }

  /**
   * What an app runs again: the version it had, with what was approved then. Throws app_blocked, app_denied,
   * exceeds_own_permissions, and version_withdrawn except for a suspended app, which has had it all the time.
   */
  async formerRelease(installation: AppInstallation, installer: Installer, has = false): Promise<InstalledRelease> {
    const [app, versions] = await Promise.all([
      this.releases.app(installation.appId),
      this.releases.versionsById([installation.versionId]),
    ]);
    const version = versions.get(installation.versionId);
    if (!app || !version) throw notFound();
    await (has ? this.releases.requireRunnable(version.id) : this.releases.requireInstallable(version.id));
    await this.policies.refuseDenied(installation.companyId, app.id);
    requireHeld(installation.approvedPermissions, installer);
    return { app, version };
  }

  /** Throws 422 for a missing approval, approval_outdated for another one, exceeds_own_permissions. */
  requireApproval(
    release: InstalledRelease,
    approved: Levels | undefined,
    installer: Installer,
  ): Record<string, Level> {
    const asked = permissionsOf(release.version.manifest);
    requireApprovalOf(asked, approved, Object.keys(asked).length > 0);
    requireHeld(asked, installer);
    return asked;
  }

  private async find(target: InstallationTarget, { id, environment }: Company, memberId: number): Promise<Release> {
    if ('versionKey' in target) {
      const release = await this.releases.byKey(target.versionKey);
      if (!release) throw invalidFields({ version_key: ['is not the key of a version'] });
      return release;
    }
    if ('versionId' in target) return this.shown(target, environment);
    const app = await ('appUid' in target ? this.releases.appByUid(target.appUid) : this.releases.app(target.appId));
    const isOffered = app && (app.marketplace || (await this.store.knows(id, app.id, memberId)));
    const release = isOffered ? await this.releases.newestPromoted(app.id) : undefined;
    // One answer for what there is not and for what is not for everybody.
    if (!release) throw invalidFields({ ['appUid' in target ? 'app_uid' : 'app_id']: [NOT_LISTED] });
    return release;
  }

  /** A version that somebody was shown before, and that may have been withdrawn since. */
  private async shown(
    { appId, versionId }: { readonly appId: number; readonly versionId: number },
    environment: Environment,
  ): Promise<Release> {
    await this.releases.requireInstallable(versionId);
    const release = await this.releases.installable(appId, environment, versionId);
    if (!release) throw invalidFields({ app_id: [NOT_LISTED] });
    return release;
  }
}

const NOT_LISTED = 'is not a listed app with a promoted version: install others with a version key';

/** Whoever approves says what: throws 422 where that is missing, approval_outdated where it is something else. */
export function requireApprovalOf(
  asked: Readonly<Record<string, Level>>,
  approved: Levels | undefined,
  isNeeded: boolean,
): void {
  if (!approved) {
    if (!isNeeded) return;
    throw invalidFields({ approved_permissions: ['must repeat the permissions that the version asks for'] });
  }
  if (!isSame(asked, withoutNone(approved))) throw approvalOutdated(asked);
}

/**
 * Throws exceeds_own_permissions for levels on company tools that the installer does not hold. Those on project tools
 * reach as far as the permitted projects, and are held against each of them.
 */
export function requireHeld(levels: Levels, installer: Installer): void {
  const missing = Object.entries(levels).filter(
    ([tool, level = 'none']) => tool.startsWith('company.') && !installer.reaches(tool, level),
  );
  if (missing.length === 0) return;
  const faults = missing.map(
    ([tool, level]) => [`approved_permissions.${tool}`, [`you do not have ${level}`]] as const,
  );
  throw exceedsOwnPermissions(Object.fromEntries(faults));
}

const withoutNone = (levels: Levels): Levels =>
  Object.fromEntries(Object.entries(levels).filter(([, level]) => level !== 'none'));

function isSame(asked: Levels, approved: Levels): boolean {
  const tools = new Set([...Object.keys(asked), ...Object.keys(approved)]);
  return [...tools].every((tool) => asked[tool] === approved[tool]);
}

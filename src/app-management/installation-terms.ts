import { Injectable } from '@nestjs/common';
import type { Level } from '../access/index.js';
import { type App, appBlocked, AppReleases, type AppVersion, permissionsOf, type Release } from '../apps/index.js';
import { Companies } from '../directory/index.js';
import { invalidFields, notFound } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { approvalOutdated, exceedsOwnPermissions, wrongEnvironment } from './app-management.errors.js';

/** What is to be installed: the newest promoted version of an app, or exactly the version of a key. */
export type InstallationTarget = { readonly appId: number } | { readonly versionKey: string };

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

type Levels = Readonly<Record<string, Level>>;

/** What may be installed where, and what has to be approved with it. */
@Injectable()
export class TermsOfInstallation {
  constructor(
    private readonly releases: AppReleases,
    private readonly companies: Companies,
  ) {}

  /** The version to install. Throws 422 for none, app_blocked, wrong_environment. */
  async release(target: InstallationTarget, companyId: number): Promise<Release> {
    const company = await this.companies.get(companyId);
    const release = await this.find(target);
    if (release.app.status === 'blocked') throw appBlocked();
    if (release.environment !== company.environment) throw wrongEnvironment(release.environment);
    return release;
  }

  /** What an uninstalled app runs again: the version it had, with what was approved then. */
  async formerRelease(installation: AppInstallation, installer: Installer): Promise<InstalledRelease> {
    const [app, versions] = await Promise.all([
      this.releases.app(installation.appId),
      this.releases.versionsById([installation.versionId]),
    ]);
    const version = versions.get(installation.versionId);
    if (!app || !version) throw notFound();
    if (app.status === 'blocked') throw appBlocked();
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
    if (!approved && Object.keys(asked).length > 0) {
      throw invalidFields({ approved_permissions: ['must repeat the permissions that the version asks for'] });
    }
    if (!isSame(asked, withoutNone(approved ?? {}))) throw approvalOutdated(asked);
    requireHeld(asked, installer);
    return asked;
  }

  private async find(target: InstallationTarget): Promise<Release> {
    if ('versionKey' in target) {
      const release = await this.releases.byKey(target.versionKey);
      if (!release) throw invalidFields({ version_key: ['is not the key of a version'] });
      return release;
    }
    const release = await this.releases.newestPromoted(target.appId);
    if (!release) throw invalidFields({ app_id: ['is not an app with a promoted version'] });
    return release;
  }
}

/** Throws exceeds_own_permissions for levels that the installer does not hold. */
export function requireHeld(levels: Levels, installer: Installer): void {
  const missing = Object.entries(levels).filter(([tool, level]) => !installer.reaches(tool, level));
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

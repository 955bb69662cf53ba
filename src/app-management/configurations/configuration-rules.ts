import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { AppReleases, checkConfiguration, type Manifest } from '../../apps/index.js';
import { Companies, ProjectMemberList } from '../../directory/index.js';
import { type FieldErrors, invalidFields } from '../../shared/index.js';
import type { AppInstallation } from '../app-installation.entity.js';
import { notConfigurable, notInstalled } from '../app-management.errors.js';
import { managersOnly, mayChange } from '../managers.js';
import { PermittedProjectRows } from '../permitted-projects.js';
import type { AppConfiguration, ConfigurationReach } from './app-configuration.entity.js';

/** Where a configuration is to hold. */
export interface ConfigurationPlace {
  readonly reach: ConfigurationReach;
  /** Empty unless it is `projects`. */
  readonly projectIds: readonly number[];
}

/** What is wrong with values for the version of an installation, by their fields. */
export function faultsOf(manifest: Manifest | undefined, values: unknown): FieldErrors {
  const { configuration } = manifest ?? {};
  return configuration ? checkConfiguration(configuration.schema, values) : {};
}

/** Who may configure what where (domain.md, Who may), and with which values. */
@Injectable()
export class ConfigurationRules {
  constructor(
    private readonly releases: AppReleases,
    private readonly companies: Companies,
    private readonly memberships: ProjectMemberList,
    private readonly permitted: PermittedProjectRows,
  ) {}

  /** Throws not_installed, not_configurable, and 422 for values that the version does not take. */
  async requireFitting(installation: AppInstallation, reach: ConfigurationReach, values: unknown): Promise<void> {
    if (installation.status === 'uninstalled') throw notInstalled();
    const { versionId } = installation;
    const manifest = (await this.releases.versionsById([versionId])).get(versionId)?.manifest;
    if (!manifest?.configuration) throw notConfigurable();
    const faults = Object.entries(faultsOf(manifest, values)).map(([field, found]) => [
      field === 'base' ? 'instance_configuration' : `instance_configuration.${field}`,
      found,
    ]);
    const isTooWide = reach === 'company' && !manifest.configuration.company;
    if (isTooWide) faults.push(['applies_to_company', ['the app is configured for projects only']]);
    if (faults.length > 0) throw invalidFields(Object.fromEntries(faults) as FieldErrors);
  }

  /**
   * Any project member configures projects unless the company switched that off; the rest is for who manages apps.
   * Throws insufficient_role, and 422 for projects in which the caller has no part.
   */
  async requireMayPlace(
    access: Access,
    installation: AppInstallation,
    { reach, projectIds }: ConfigurationPlace,
    before: readonly number[] = [],
  ): Promise<void> {
    if (!mayChange(access, installation)) await this.requireForProjects(access, reach);
    const added = projectIds.filter((id) => !before.includes(id));
    const { companyId, principalId } = access;
    await this.permitted.requireKnown({ companyId, principalId, at: '' }, added);
  }

  /**
   * What others configured is changed by who manages apps, or administers each project in which it holds; what one
   * configured oneself, while one is in each. Throws insufficient_role.
   */
  async requireMayChange(
    access: Access,
    installation: AppInstallation,
    configuration: AppConfiguration,
    projectIds: readonly number[],
  ): Promise<void> {
    if (mayChange(access, installation)) return;
    await this.requireForProjects(access, configuration.reach);
    const own = await this.memberships.listOfMember(access.companyId, access.principalId);
    const roles = new Map(own.map(({ projectId, role }) => [projectId, role]));
    const isMine = configuration.createdBy === access.principalId;
    const mayIn = (id: number): boolean => (isMine ? roles.has(id) : roles.get(id) === 'admin');
    if (!projectIds.every(mayIn)) throw managersOnly();
  }

  private async requireForProjects({ companyId }: Access, reach: ConfigurationReach): Promise<void> {
    const { allowProjectConfigurations } = await this.companies.get(companyId);
    if (reach !== 'projects' || !allowProjectConfigurations) throw managersOnly();
  }
}

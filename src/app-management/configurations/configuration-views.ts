import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { AppReleases, type Manifest } from '../../apps/index.js';
import { Users } from '../../identity/index.js';
import { asTime } from '../../shared/index.js';
import { InstallationStore } from '../installation-store.js';
import type { AppConfiguration } from './app-configuration.entity.js';
import type { ConfigurationBody } from './app-configurations.schemas.js';
import { faultsOf } from './configuration-rules.js';
import { ConfigurationSight } from './configuration-sight.js';
import { ConfigurationStore } from './configuration-store.js';

/** Gathers what the bodies of configurations show, each part read once per page. */
@Injectable()
export class ConfigurationViews {
  constructor(
    private readonly store: ConfigurationStore,
    private readonly installations: InstallationStore,
    private readonly releases: AppReleases,
    private readonly users: Users,
    private readonly sight: ConfigurationSight,
  ) {}

  async of(access: Access, configurations: readonly AppConfiguration[]): Promise<ConfigurationBody[]> {
    const sight = await this.sight.of(access);
    const ids = configurations.map(({ id }) => id);
    const [projects, manifests, names] = await Promise.all([
      this.store.projectsOf(ids, sight),
      this.manifestsOf(configurations),
      sight.appId === null ? this.namesOf(configurations) : null,
    ]);
    return configurations.map((one) => ({
      ...bodyOf(one),
      projects: (projects.get(one.id) ?? []).map((id) => ({ id })),
      needs_attention: faultsOf(manifests.get(one.installationId), one.values) as Record<string, string[]>,
      created_by: names && { id: one.createdBy, name: names.get(one.createdBy) ?? '' },
    }));
  }

  async one(access: Access, configuration: AppConfiguration): Promise<ConfigurationBody> {
    return (await this.of(access, [configuration]))[0];
  }

  private async manifestsOf(configurations: readonly AppConfiguration[]): Promise<Map<number, Manifest | undefined>> {
    const ids = configurations.map(({ installationId }) => installationId);
    const installations = await this.installations.byIds([...new Set(ids)]);
    const versions = await this.releases.versionsById(installations.map(({ versionId }) => versionId));
    return new Map(installations.map(({ id, versionId }) => [id, versions.get(versionId)?.manifest]));
  }

  private async namesOf(configurations: readonly AppConfiguration[]): Promise<Map<number, string>> {
    const ids = [...new Set(configurations.map(({ createdBy }) => createdBy))];
    const people = await Promise.all(ids.map((id) => this.users.find(id)));
    return new Map(people.flatMap((person) => (person ? [[person.id, person.name] as const] : [])));
  }
}

const bodyOf = (one: AppConfiguration): Omit<ConfigurationBody, 'projects' | 'needs_attention' | 'created_by'> => ({
  id: one.id,
  title: one.title,
  app_installation_id: one.installationId,
  company_id: one.companyId,
  manifest_url: null,
  instance_configuration: one.values,
  applies_to_all_projects: one.reach === 'all_projects',
  applies_to_company: one.reach === 'company',
  created_at: asTime(one.createdAt),
  updated_at: asTime(one.updatedAt),
});

import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { AuditTrail } from '../../audit/index.js';
import { invalidFields, type Paged } from '../../shared/index.js';
import type { AppInstallation } from '../app-installation.entity.js';
import { tooManyConfigurations } from '../app-management.errors.js';
import { ChangeableInstallations } from '../changeable-installations.js';
import type { AppConfiguration } from './app-configuration.entity.js';
import type { ConfigurationsQuery } from './app-configurations.schemas.js';
import { type ConfigurationPlace, ConfigurationRules } from './configuration-rules.js';
import { ConfigurationStore } from './configuration-store.js';
import { SeenConfigurations } from './seen-configurations.js';

/** What somebody writes into a configuration. */
export interface ConfigurationDraft {
  readonly title: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly projectIds: readonly number[];
  readonly appliesToAll: boolean;
  readonly appliesToCompany: boolean;
}

const MOST = 10_000;

/** How installed apps are configured: for projects, for all of them, or for the company. */
@Injectable()
export class AppConfigurations {
  constructor(
    private readonly changeable: ChangeableInstallations,
    private readonly store: ConfigurationStore,
    private readonly seen: SeenConfigurations,
    private readonly rules: ConfigurationRules,
    private readonly audit: AuditTrail,
  ) {}

  /** Those that the caller may see. */
  list(access: Access, query: ConfigurationsQuery): Promise<Paged<AppConfiguration>> {
    return this.seen.list(access, query);
  }

  /** Throws not_found, also for what the caller may not see. */
  get(access: Access, id: number): Promise<AppConfiguration> {
    return this.seen.get(access, id);
  }

  /** Throws not_found, not_installed, not_configurable, too_many_configurations, insufficient_role, and 422. */
  create(access: Access, installationId: number, draft: ConfigurationDraft): Promise<AppConfiguration> {
    return this.changeable.within(access, async () => {
      const installation = await this.changeable.visible(access, installationId);
      const place = placeOf(draft);
      await this.rules.requireMayPlace(access, installation, place);
      await this.rules.requireFitting(installation, place.reach, draft.values);
      if ((await this.store.countOf(installation.id)) >= MOST) throw tooManyConfigurations(MOST);
      const { companyId, principalId } = access;
      const written = { title: draft.title, reach: place.reach, values: { ...draft.values } };
      const row = { ...written, companyId, installationId: installation.id };
      const created = await this.store.insert(row, place.projectIds, principalId);
      await this.record('app_configuration.created', created, null, stateOf(created, place.projectIds));
      return created;
    });
  }

  /** Replaces what is given. Throws the same as {@link create}. */
  change(access: Access, id: number, change: Partial<ConfigurationDraft>): Promise<AppConfiguration> {
    return this.changing(access, id, async (before, installation, projectIds) => {
      const place = placeOf(merged(draftOf(before, projectIds), change));
      await this.rules.requireMayPlace(access, installation, place, projectIds);
      const values = { ...(change.values ?? before.values) };
      await this.rules.requireFitting(installation, place.reach, values);
      const draft = { ...before, title: change.title ?? before.title, reach: place.reach, values };
      const after = await this.store.update(draft, place.projectIds, access.principalId);
      const states = [stateOf(before, projectIds), stateOf(after, place.projectIds)] as const;
      await this.record('app_configuration.changed', after, ...states);
      return after;
    });
  }

  /** Throws not_found, insufficient_role. */
  delete(access: Access, id: number): Promise<void> {
    return this.changing(access, id, async (before, _, projectIds) => {
      await this.store.delete(id);
      await this.record('app_configuration.deleted', before, stateOf(before, projectIds), null);
    });
  }

  private changing<T>(
    access: Access,
    id: number,
    work: (before: AppConfiguration, installation: AppInstallation, projectIds: number[]) => Promise<T>,
  ): Promise<T> {
    return this.changeable.within(access, async () => {
      const before = await this.get(access, id);
      const installation = await this.changeable.visible(access, before.installationId);
      const projectIds = await this.store.allProjectsOf(id);
      await this.rules.requireMayChange(access, installation, before, projectIds);
      return work(before, installation, projectIds);
    });
  }

  private record(action: string, of: AppConfiguration, before: object | null, after: object | null): Promise<void> {
    const { id, companyId } = of;
    const event = { action, subjectType: 'app_configuration', subjectId: id, companyId };
    return this.audit.record({ ...event, before, after });
  }
}

/** Throws 422 where it is to hold nowhere, or in more than one way. */
function placeOf({ projectIds, appliesToAll, appliesToCompany }: ConfigurationDraft): ConfigurationPlace {
  if (appliesToAll && appliesToCompany) {
    throw invalidFields({ applies_to_company: ['cannot be together with applies_to_all_projects'] });
  }
  if (!appliesToAll && !appliesToCompany) {
    if (projectIds.length === 0) throw invalidFields({ project_ids: ['must name a project'] });
    return { reach: 'projects', projectIds };
  }
  if (projectIds.length > 0) throw invalidFields({ project_ids: ['must be blank where it applies to more'] });
  return { reach: appliesToAll ? 'all_projects' : 'company', projectIds: [] };
}

/** Whoever names a new place means that one alone. */
function merged(before: ConfigurationDraft, change: Partial<ConfigurationDraft>): ConfigurationDraft {
  const isWidened = change.appliesToAll === true || change.appliesToCompany === true;
  const isMoved = isWidened || (change.projectIds !== undefined && change.projectIds.length > 0);
  const nowhere = { projectIds: [], appliesToAll: false, appliesToCompany: false };
  return { ...before, ...(isMoved && nowhere), ...change };
}

const draftOf = ({ title, values, reach }: AppConfiguration, projectIds: readonly number[]): ConfigurationDraft => ({
  title,
  values,
  projectIds,
  appliesToAll: reach === 'all_projects',
  appliesToCompany: reach === 'company',
});

const stateOf = (
  { installationId, title, reach, values }: AppConfiguration,
  projectIds: readonly number[],
): object => ({
  installation_id: installationId,
  title,
  reach,
  values,
  project_ids: projectIds,
});

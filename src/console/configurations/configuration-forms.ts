import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import {
  AppConfigurations,
  ChangeableInstallations,
  type ConfigurationBody,
  type ConfigurationDraft,
  ConfigurationViews,
  type InstallationView,
  InstallationViews,
  NewConfigurationBody,
} from '../../app-management/index.js';
import type { Configuration } from '../../apps/index.js';
import { formField } from '../../identity/index.js';
import { fieldErrorsOf, invalidFields, notFound, publicIdOf } from '../../shared/index.js';
import { formValues, requireSeen, seenMark } from '../shell/form-values.js';
import { valuesIn } from './configuration-fields.js';

/** An installed app whose configurations somebody looks at. */
export interface ConfiguredApp {
  readonly installationId: number;
  readonly name: string;
  readonly runs: boolean;
  readonly versionId: number;
  /** What the version that is installed lets companies configure; null for nothing. */
  readonly configuration: Configuration | null;
}

/** Configurations on their way between the forms and the service. */
@Injectable()
export class ConfigurationForms {
  constructor(
    private readonly changeable: ChangeableInstallations,
    private readonly installations: InstallationViews,
    private readonly configurations: AppConfigurations,
    private readonly views: ConfigurationViews,
  ) {}

  /** Throws not_found. */
  async app(access: Access, installationId: number): Promise<ConfiguredApp> {
    return appOf(await this.installations.one(await this.changeable.visible(access, installationId)));
  }

  /** Throws not_found, also for a configuration of another app. */
  async one(access: Access, { installationId }: ConfiguredApp, id: number): Promise<ConfigurationBody> {
    const found = await this.configurations.get(access, id);
    if (found.installationId !== installationId) throw notFound();
    return this.views.one(access, found);
  }

  /** What the form of a configuration was made of. */
  mark({ versionId }: ConfiguredApp, configuration: ConfigurationBody): string {
    return seenMark({ versionId, configuration });
  }

  /** Throws what the service throws. */
  async create(access: Access, app: ConfiguredApp, body: unknown): Promise<number> {
    return (await this.configurations.create(access, app.installationId, draftIn(app, body))).id;
  }

  /** Throws precondition_failed, and what the service throws. */
  async change(access: Access, { installationId }: ConfiguredApp, id: number, body: unknown): Promise<void> {
    await this.changeable.within(access, async () => {
      const app = await this.app(access, installationId);
      const before = await this.one(access, app, id);
      requireSeen(body, { versionId: app.versionId, configuration: before });
      await this.configurations.change(access, id, draftIn(app, body, before.instance_configuration));
    });
  }

  /** Throws not_found, also for a configuration of another app. */
  async delete(access: Access, app: ConfiguredApp, id: number): Promise<void> {
    await this.changeable.within(access, async () => {
      await this.one(access, app, id);
      await this.configurations.delete(access, id);
    });
  }
}

function appOf({ installation, app, version }: InstallationView): ConfiguredApp {
  return {
    installationId: installation.id,
    name: app.name,
    runs: installation.status !== 'uninstalled',
    versionId: version.id,
    configuration: version.manifest.configuration ?? null,
  };
}

/** What a form asks for. Throws 422. */
function draftIn(
  { installationId, configuration }: ConfiguredApp,
  body: unknown,
  before?: Readonly<Record<string, unknown>>,
): ConfigurationDraft {
  const reach = formField(body, 'reach');
  const ids = reach === 'all_projects' || reach === 'company' ? [] : formValues(body, 'project_ids');
  const values = configuration ? valuesIn(configuration.schema, body, before) : {};
  const parsed = NewConfigurationBody.safeParse({
    app_installation_id: installationId,
    title: formField(body, 'title') ?? '',
    instance_configuration: values,
    project_ids: [...new Set(ids)].map((text) => publicIdOf(text) ?? 0),
    applies_to_all_projects: reach === 'all_projects',
    applies_to_company: reach === 'company',
  });
  if (!parsed.success) throw invalidFields(fieldErrorsOf(parsed.error));
  return {
    title: parsed.data.title,
    values: parsed.data.instance_configuration,
    projectIds: parsed.data.project_ids,
    appliesToAll: parsed.data.applies_to_all_projects,
    appliesToCompany: parsed.data.applies_to_company,
  };
}

import { Injectable } from '@nestjs/common';
import {
  AppConfigurations,
  type ConfigurationBody,
  ConfigurationViews,
  managesApps,
} from '../../app-management/index.js';
import type { PageQuery } from '../../shared/index.js';
import { ProjectChoices } from '../apps/project-choices.js';
import type { Visit } from '../shell/exchange.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { shownValue } from './configuration-fields.js';
import type { ConfiguredApp } from './configuration-forms.js';
import { configurationsPath } from './configuration-pages.js';
import { FIELD_WORDS, type FieldWords } from './field-words.js';
import type { ConfigurationLine } from './configurations.page.js';

/** The configurations of an app as the list shows them. */
@Injectable()
export class ConfigurationLines {
  constructor(
    private readonly configurations: AppConfigurations,
    private readonly views: ConfigurationViews,
    private readonly projects: ProjectChoices,
  ) {}

  async of({ access, request, locale }: Visit, app: ConfiguredApp, query: PageQuery) {
    const { companyId } = access;
    const filter = { ...query, 'filters[app_installation_id]': app.installationId, sort: 'title' } as const;
    const page = await this.configurations.list(access, filter);
    const bodies = await this.views.of(access, page.items);
    const mayChange = managesApps(access);
    // Others are told in how many projects, as by the API, not what these are called.
    const ids = new Set(mayChange ? bodies.flatMap(({ projects }) => projects.map(({ id }) => id)) : []);
    const names = new Map((await this.projects.namesOf(companyId, [...ids])).map(({ id, name }) => [id, name]));
    return {
      app,
      configurations: bodies.map((body) => lineOf(body, app, names, FIELD_WORDS[locale])),
      pager: pagerOf(page, request.url, locale),
      mayChange,
      appPage: `${sectionPath(companyId, 'apps')}/${app.installationId}`,
      base: configurationsPath(companyId, app.installationId),
    };
  }
}

function lineOf(
  body: ConfigurationBody,
  { configuration }: ConfiguredApp,
  names: ReadonlyMap<number, string>,
  { yes, no }: FieldWords,
): ConfigurationLine {
  const { id, title, applies_to_all_projects, applies_to_company, updated_at, instance_configuration: values } = body;
  const titleOf = (name: string): string =>
    configuration && Object.hasOwn(configuration.schema.properties, name)
      ? (configuration.schema.properties[name].title ?? name)
      : name;
  const textOf = (name: string): string => {
    const value = values[name];
    return typeof value === 'boolean' ? (value ? yes : no) : shownValue(values, name);
  };
  return {
    ...{ id, title, applies_to_all_projects, applies_to_company, updated_at },
    projects: body.projects.flatMap((project) => names.get(project.id) ?? []),
    count: body.projects.length,
    values: Object.keys(values).map((name) => ({ label: titleOf(name), text: textOf(name) })),
    needsAttention: Object.keys(body.needs_attention).length > 0,
  };
}

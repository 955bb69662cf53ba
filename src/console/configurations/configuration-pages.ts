import { Injectable } from '@nestjs/common';
import type { ConfigurationBody } from '../../app-management/index.js';
import { checkConfiguration, type ConfigurationSchema } from '../../apps/index.js';
import { formField } from '../../identity/index.js';
import { DomainError, type FieldErrors } from '../../shared/index.js';
import { ProjectChoices } from '../apps/project-choices.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { FormOnce } from '../shell/form-once.js';
import { formValues } from '../shell/form-values.js';
import { sectionPath } from '../shell/shells.js';
import { type ConfiguredApp, ConfigurationForms } from './configuration-forms.js';
import { fieldsOf, postedText, shownValue, valuesIn } from './configuration-fields.js';
import { CONFIGURATION_PAGE } from './configuration.page.js';
import { faultWords } from './field-words.js';

/** What stands in the form. */
interface Filled {
  readonly title: string;
  readonly reach: string;
  readonly projectIds: readonly number[];
  readonly textOf: (name: string) => string;
}

const NOTHING: Filled = { title: '', reach: 'projects', projectIds: [], textOf: () => '' };

/** The address of an app's configurations. */
export const configurationsPath = (companyId: number, installationId: number): string =>
  `${sectionPath(companyId, 'apps')}/${installationId}/configurations`;

/** Draws the form of a configuration: new, as it is, or as it was refused. */
@Injectable()
export class ConfigurationPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly forms: ConfigurationForms,
    private readonly choices: ProjectChoices,
    private readonly once: FormOnce,
  ) {}

  /** `before`: what is changed; null for a new one. `error`: why the form that was posted was refused. */
  async show(visit: Visit, app: ConfiguredApp, before: ConfigurationBody | null, error?: unknown): Promise<void> {
    const schema = app.configuration?.schema ?? NO_FIELDS;
    const { body } = visit.request;
    const standing = error === undefined ? asItIs(before) : asRefused(schema, body, before, error);
    const { filled, values, others, isRefused } = standing;
    const { access, locale } = visit;
    const choice = await this.choices.of(access, { mode: 'selected', projectIds: filled.projectIds, bindUsers: false });
    const base = configurationsPath(access.companyId, app.installationId);
    const data = {
      app,
      title: filled.title,
      reach: filled.reach,
      choice,
      fields: fieldsOf(schema, filled.textOf, values, locale),
      unknown: Object.keys(values).filter((name) => !Object.hasOwn(schema.properties, name)),
      wrong: wrongIn(others),
      others: othersIn(others).map((fault) => faultWords(fault, locale)),
      refused: isRefused,
      needsAttention: !isRefused && Object.keys(values).length > 0,
      base,
      ...(before
        ? { name: before.title, seen: this.forms.mark(app, before), once: null, action: `${base}/${before.id}` }
        : { name: null, seen: null, once: this.once.mark(), action: `${base}/new` }),
    };
    const status = isRefused ? 422 : 200;
    await this.pages.show(visit, CONFIGURATION_PAGE, data, { section: 'apps', status });
  }
}

const NO_FIELDS: ConfigurationSchema = { type: 'object', properties: {} };

/** A form and what is wrong with it. */
interface Standing {
  readonly filled: Filled;
  readonly values: FieldErrors;
  readonly others: FieldErrors;
  readonly isRefused: boolean;
}

const asItIs = (before: ConfigurationBody | null): Standing => ({
  filled: filledBy(before),
  values: before?.needs_attention ?? {},
  others: {},
  isRefused: false,
});

/** The service names the faults of values only where the rest of the form is right. */
const asRefused = (
  schema: ConfigurationSchema,
  body: unknown,
  before: ConfigurationBody | null,
  error: unknown,
): Standing => ({
  filled: postedBy(body),
  values: checkConfiguration(schema, valuesIn(schema, body, before?.instance_configuration)),
  others: faultsBesideValues(error),
  isRefused: true,
});

/** Throws what is no fault of a field. */
function faultsBesideValues(error: unknown): FieldErrors {
  if (!(error instanceof DomainError) || error.code !== 'invalid_fields') throw error;
  const faults = Object.entries(error.options.fields ?? {});
  return Object.fromEntries(faults.filter(([name]) => !name.startsWith('instance_configuration.')));
}

const filledBy = (before: ConfigurationBody | null): Filled =>
  before
    ? {
        title: before.title,
        reach: before.applies_to_company ? 'company' : before.applies_to_all_projects ? 'all_projects' : 'projects',
        projectIds: before.projects.map(({ id }) => id),
        textOf: (name) => shownValue(before.instance_configuration, name),
      }
    : NOTHING;

const postedBy = (body: unknown): Filled => ({
  title: formField(body, 'title') ?? '',
  reach: formField(body, 'reach') ?? '',
  projectIds: formValues(body, 'project_ids').map(Number).filter(Number.isSafeInteger),
  textOf: (name) => postedText(body, name),
});

const SHOWN_ELSEWHERE = /^(title|project_ids|applies_to_)/;

const wrongIn = (faults: FieldErrors) => ({
  title: Object.hasOwn(faults, 'title'),
  place: Object.keys(faults).some((name) => name.startsWith('project_ids') || name.startsWith('applies_to_')),
});

/** What concerns no field of the form. */
const othersIn = (faults: FieldErrors): string[] =>
  Object.entries(faults).flatMap(([name, found]) => (SHOWN_ELSEWHERE.test(name) ? [] : found));

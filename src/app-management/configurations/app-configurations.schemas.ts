import { z } from 'zod';
import { nameText, PageQuery } from '../../shared/index.js';
import { Id } from '../installations.schemas.js';

const MOST_PROJECTS = 500;
const LARGEST_VALUES = 16_384;

const ProjectIds = z
  .array(Id)
  .max(MOST_PROJECTS)
  .refine((ids) => new Set(ids).size === ids.length, 'must not repeat a project');

/** Their form is the app's affair; their size is ours. */
const Values = z
  .record(z.string().max(64), z.unknown())
  .refine((values) => Buffer.byteLength(JSON.stringify(values)) <= LARGEST_VALUES, 'must be at most 16 KiB of JSON')
  .meta({ description: 'A value for each field of the configuration schema of the version that is installed.' });

const Title = nameText(200).meta({ description: 'What people call it; several may have the same.' });

const AppliesToAll = z.boolean().meta({ description: 'In every project of the company, now and to come.' });
const AppliesToCompany = z.boolean().meta({ description: 'For the company as a whole, where the app allows that.' });

/** Body of `POST /companies/{company_id}/app_configurations`, as Procore's clients send it. */
export const NewConfigurationBody = z
  .strictObject({
    app_installation_id: Id,
    company_id: Id.optional().meta({ description: 'That of the path, if at all; else 400 `company_mismatch`.' }),
    title: Title,
    instance_configuration: Values.default({}),
    project_ids: ProjectIds.default([]).meta({ description: 'Where it holds; blank where it applies to more.' }),
    applies_to_all_projects: AppliesToAll.default(false),
    applies_to_company: AppliesToCompany.default(false),
  })
  .meta({
    example: {
      app_installation_id: 3,
      title: 'Site diary, north',
      instance_configuration: { folder: 'diary' },
      project_ids: [1],
    },
  });

export type NewConfigurationBody = z.output<typeof NewConfigurationBody>;

/** Body of `PATCH /companies/{company_id}/app_configurations/{id}`: what is missing stays as it is. */
export const ConfigurationChangeBody = z
  .strictObject({
    title: Title.optional(),
    instance_configuration: Values.optional(),
    project_ids: ProjectIds.optional(),
    applies_to_all_projects: AppliesToAll.optional(),
    applies_to_company: AppliesToCompany.optional(),
  })
  .meta({ example: { title: 'Site diary, all sites', project_ids: [], applies_to_all_projects: true } });

export type ConfigurationChangeBody = z.output<typeof ConfigurationChangeBody>;

const QueryId = z.coerce.number().pipe(Id);

/** The query of `GET /companies/{company_id}/app_configurations`. */
export const ConfigurationsQuery = PageQuery.extend({
  'filters[app_installation_id]': QueryId.optional().meta({ description: 'Of this installation.' }),
  'filters[project_id]': QueryId.optional().meta({ description: 'Those that hold in this project.' }),
  sort: z.enum(['id', 'title', 'created_at', '-id', '-title', '-created_at']).default('id'),
});

export type ConfigurationsQuery = z.output<typeof ConfigurationsQuery>;

const Person = z.object({ id: z.number().int(), name: z.string() });

/** A configuration in Procore's shape, with what we know beyond it. */
export const ConfigurationShape = z
  .object({
    id: z.number().int(),
    title: z.string(),
    app_installation_id: z.number().int(),
    company_id: z.number().int(),
    manifest_url: z.null().meta({ description: 'Manifests are not published; kept for Procore’s clients.' }),
    instance_configuration: z.record(z.string(), z.unknown()),
    projects: z.array(z.object({ id: z.number().int() })).meta({ description: 'Those that the caller may see.' }),
    applies_to_all_projects: z.boolean(),
    applies_to_company: z.boolean(),
    needs_attention: z
      .record(z.string(), z.array(z.string()))
      .meta({ description: 'What does not fit the version that is installed now, by field; empty where all does.' }),
    created_by: Person.nullable().meta({ description: 'Null for apps: they do not learn who people are.' }),
    created_at: z.string().meta({ format: 'date-time' }),
    updated_at: z.string().meta({ format: 'date-time' }),
  })
  .meta({
    example: {
      id: 9,
      title: 'Site diary, north',
      app_installation_id: 3,
      company_id: 1,
      manifest_url: null,
      instance_configuration: { folder: 'diary' },
      projects: [{ id: 1 }],
      applies_to_all_projects: false,
      applies_to_company: false,
      needs_attention: {},
      created_by: { id: 4, name: 'Ada Builder' },
      created_at: '2026-01-05T08:00:00.000Z',
      updated_at: '2026-01-05T08:00:00.000Z',
    },
  });

export type ConfigurationBody = z.input<typeof ConfigurationShape>;

import { z } from 'zod';
import { asTime, lineText, nameText, PageQuery, PUBLIC_ID } from '../../shared/index.js';
import type { Company } from '../companies/company.entity.js';
import type { Project } from './project.entity.js';
import type { ProjectFilter, ProjectOrder } from './projects.js';

const time = z.string().meta({ format: 'date-time' });

/** A project as Procore's clients read it; what Gatehouse does not keep is null. */
export const ProjectBody = z
  .object({
    id: z.number(),
    name: z.string(),
    display_name: z.string().nullable(),
    project_number: z.string().nullable(),
    address: z.null(),
    city: z.null(),
    state_code: z.null(),
    country_code: z.null(),
    zip: z.null(),
    active: z.boolean(),
    project_stage: z.null(),
    created_at: time,
    updated_at: time,
    company: z.object({ id: z.number(), name: z.string() }),
  })
  .meta({
    example: {
      id: 42,
      name: 'Harbour Tower',
      display_name: 'HT-1 Harbour Tower',
      project_number: 'HT-1',
      address: null,
      city: null,
      state_code: null,
      country_code: null,
      zip: null,
      active: true,
      project_stage: null,
      created_at: '2026-01-15T08:00:00.000Z',
      updated_at: '2026-01-15T08:00:00.000Z',
      company: { id: 17, name: 'Northwind Construction' },
    },
  });

export const ProjectListItem = z
  .object({
    id: z.number(),
    name: z.string(),
    display_name: z.string().nullable(),
    project_number: z.string().nullable(),
    active: z.boolean(),
  })
  .meta({
    example: { id: 42, name: 'Harbour Tower', display_name: null, project_number: 'HT-1', active: true },
  });

const STATUS = { Active: true, Inactive: false, All: undefined } as const;

const MAX_IDS = 300;

/** One id, several separated by commas, or the parameter repeated, as Procore's clients send them. */
const ids = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .pipe(z.array(z.string().regex(PUBLIC_ID, 'must be positive integers').transform(Number)).max(MAX_IDS))
  .optional();

const SORTED_BY = ['id', 'name', 'project_number', 'created_at', 'updated_at'] as const;
const SORTS = SORTED_BY.flatMap((field) => [field, `-${field}`] as const);

export const ProjectQuery = PageQuery.extend({
  'filters[id]': ids.meta({ description: 'These projects only; several separated by commas.' }),
  'filters[id][]': ids.meta({ description: 'The same, repeated for each project.' }),
  'filters[by_status]': z.enum(['Active', 'Inactive', 'All']).default('All'),
  'filters[name]': z.string().max(200).optional().meta({ description: 'A part of the name.' }),
  sort: z.enum(SORTS).default('id').meta({ description: 'A minus before the field turns the order around.' }),
});
export type ProjectQuery = z.output<typeof ProjectQuery>;

const fields = {
  name: nameText(200),
  display_name: lineText(200).nullable().optional(),
  project_number: lineText(100).nullable().optional(),
  active: z.boolean().optional(),
};

const company_id = z.number().optional().meta({ description: 'Must be the company that header and query name.' });

export const CreateProject = z
  .object({ company_id, project: z.object(fields) })
  .meta({ example: { company_id: 17, project: { name: 'Harbour Tower', project_number: 'HT-1' } } });
export type CreateProject = z.output<typeof CreateProject>;

export const ChangeProject = z
  .object({ company_id, project: z.object({ ...fields, name: fields.name.optional() }) })
  .meta({ example: { project: { display_name: 'Harbour Tower, phase 2' } } });
export type ChangeProject = z.output<typeof ChangeProject>;

/** What a request says of a project; what it does not name stays away. */
export function projectOf<T extends ChangeProject['project']>({ name, display_name, project_number, active }: T) {
  const given = { name, displayName: display_name, projectNumber: project_number, active };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    name: T['name'];
    displayName?: string | null;
    projectNumber?: string | null;
    active?: boolean;
  };
}

export const filterOf = (query: ProjectQuery): ProjectFilter => ({
  page: query.page,
  per_page: query.per_page,
  active: STATUS[query['filters[by_status]']],
  name: query['filters[name]'],
  among: query['filters[id]'] || query['filters[id][]'] ? idsOf(query) : undefined,
  order: orderOf(query.sort),
});

const idsOf = (query: ProjectQuery): number[] => [...(query['filters[id]'] ?? []), ...(query['filters[id][]'] ?? [])];

function orderOf(sort: ProjectQuery['sort']): ProjectOrder {
  const field = sort.replace(/^-/, '') as (typeof SORTED_BY)[number];
  return { by: ORDERS[field], descending: sort.startsWith('-') };
}

const ORDERS = {
  id: 'id',
  name: 'name',
  project_number: 'projectNumber',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
} as const satisfies Record<(typeof SORTED_BY)[number], ProjectOrder['by']>;

export const projectListItem = (project: Project): z.input<typeof ProjectListItem> => ({
  id: project.id,
  name: project.name,
  display_name: project.displayName,
  project_number: project.projectNumber,
  active: project.active,
});

export const projectBody = (project: Project, company: Company): z.input<typeof ProjectBody> => ({
  ...projectListItem(project),
  address: null,
  city: null,
  state_code: null,
  country_code: null,
  zip: null,
  project_stage: null,
  created_at: asTime(project.createdAt),
  updated_at: asTime(project.updatedAt),
  company: { id: company.id, name: company.name },
});

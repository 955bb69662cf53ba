import { z } from 'zod';
import { lineText, nameText, PageQuery } from '../../shared/index.js';
import type { Company } from '../companies/company.entity.js';
import type { Project } from './project.entity.js';

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

export const ProjectQuery = PageQuery.extend({
  'filters[by_status]': z.enum(['Active', 'Inactive', 'All']).default('All'),
  'filters[name]': z.string().max(200).optional().meta({ description: 'A part of the name.' }),
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

export const filterOf = (query: ProjectQuery) => ({
  page: query.page,
  per_page: query.per_page,
  active: STATUS[query['filters[by_status]']],
  name: query['filters[name]'],
});

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
  created_at: new Date(project.createdAt).toISOString(),
  updated_at: new Date(project.updatedAt).toISOString(),
  company: { id: company.id, name: company.name },
});

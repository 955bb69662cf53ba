import { z } from 'zod';
import { LEVELS } from '../access/index.js';
import { PageQuery } from '../shared/index.js';
import type { InstallationTarget } from './installation-terms.js';
import type { Permitted } from './permitted-projects.js';

const MAX_PROJECTS = 5_000;

export const Id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const isDistinct = (ids: readonly number[]): boolean => new Set(ids).size === ids.length;

/** Body of `PUT …/app_installations/{id}/permitted_projects`. */
export const PermittedProjectsBody = z
  .strictObject({
    mode: z.enum(['selected', 'all_and_future']),
    project_ids: z.array(Id).max(MAX_PROJECTS).refine(isDistinct, 'must not repeat a project').default([]),
    bind_users: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether user tokens too are bound to these projects.' }),
  })
  .refine(({ mode, project_ids }) => mode === 'selected' || project_ids.length === 0, {
    path: ['project_ids'],
    message: 'must be empty for all_and_future',
  })
  .meta({ example: { mode: 'selected', project_ids: [7, 9], bind_users: false } });

export type PermittedProjectsBody = z.output<typeof PermittedProjectsBody>;

export const PermittedProjectsShape = z
  .object({
    mode: z.enum(['selected', 'all_and_future']),
    project_ids: z.array(z.number().int()),
    bind_users: z.boolean(),
  })
  .meta({ example: { mode: 'selected', project_ids: [7, 9], bind_users: false } });

export const ApprovedPermissions = z
  .record(z.string().min(1).max(80), z.enum(LEVELS))
  .meta({ description: 'Repeats exactly what the version asks for, by full tool name.' });

/** What members tell administrators, and administrators members. */
export const Notes = z.string().trim().max(2_000);

/** The query of `GET /companies/{company_id}/app_installations`. */
export const InstallationsQuery = PageQuery.extend({
  status: z.enum(['active', 'suspended', 'uninstalled']).optional().meta({ description: 'Only these.' }),
});

export type InstallationsQuery = z.output<typeof InstallationsQuery>;

/** Body of `POST /companies/{company_id}/app_installations`. */
export const NewInstallationBody = z
  .strictObject({
    version_key: z.string().max(64).optional().meta({ description: 'Of a sandbox or production version.' }),
    app_id: Id.optional().meta({
      description: 'Of the marketplace, or known to the company: installs its newest version.',
    }),
    permitted_projects: PermittedProjectsBody.optional().meta({ description: 'None unless given.' }),
    approved_permissions: ApprovedPermissions.optional(),
    notes: Notes.optional().meta({ description: 'For the administrators, where they have to be asked.' }),
  })
  .refine(({ version_key, app_id }) => (version_key === undefined) !== (app_id === undefined), {
    path: ['version_key'],
    message: 'give either version_key or app_id',
  })
  .meta({
    example: {
      version_key: '7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55',
      permitted_projects: { mode: 'selected', project_ids: [7], bind_users: false },
      approved_permissions: { 'project.rfis': 'standard' },
    },
  });

export type NewInstallationBody = z.output<typeof NewInstallationBody>;

/** What Procore's clients send besides: accepted, not kept. */
const Ignored = z.unknown().optional().meta({ description: 'Accepted and ignored.' });

/** Body of Procore's `POST /app_installations`; what it does not name is ignored. */
export const ProcoreInstallationBody = z
  .object({
    app_uid: z.string().max(64),
    company_id: Id.optional(),
    app_installation: z
      .object({
        installation_configuration: Ignored,
        permitted_projects: PermittedProjectsBody.optional(),
        approved_permissions: ApprovedPermissions.optional(),
      })
      .default({}),
  })
  .meta({ example: { app_uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11', company_id: 1, app_installation: {} } });

export type ProcoreInstallationBody = z.output<typeof ProcoreInstallationBody>;

/** Body of Procore's `PATCH /app_installations/{id}`. */
export const ProcoreStatusBody = z
  .object({
    app_uid: Ignored,
    company_id: Id.optional(),
    app_installation: z.object({
      status: z.enum(['installed', 'uninstalled']),
      installation_configuration: Ignored,
    }),
  })
  .meta({ example: { company_id: 1, app_installation: { status: 'uninstalled' } } });

export type ProcoreStatusBody = z.output<typeof ProcoreStatusBody>;

export const targetOf = ({ version_key, app_id }: NewInstallationBody): InstallationTarget =>
  version_key === undefined ? { appId: app_id ?? 0 } : { versionKey: version_key };

export const permittedOf = (body: PermittedProjectsBody): Permitted => ({
  mode: body.mode,
  projectIds: body.project_ids,
  bindUsers: body.bind_users,
});

export const permittedBody = (permitted: Permitted): z.input<typeof PermittedProjectsShape> => ({
  mode: permitted.mode,
  project_ids: [...permitted.projectIds],
  bind_users: permitted.bindUsers,
});

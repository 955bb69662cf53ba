import { z } from 'zod';
import { PageQuery } from '../../shared/index.js';
import { ApprovedPermissions, Id, Notes, PermittedProjectsBody } from '../installations.schemas.js';
import { REQUEST_STATUSES } from './installation-request.entity.js';

const MAX_PROJECTS = 500;

/** Body of `POST /companies/{company_id}/installation_requests`. */
export const NewRequestBody = z
  .strictObject({
    app_id: Id.optional().meta({ description: 'The newest promoted version of this app.' }),
    version_key: z.string().max(64).optional(),
    installation_id: Id.optional().meta({ description: 'A newer version of this installation.' }),
    notes: Notes.default(''),
    project_ids: z
      .array(Id)
      .max(MAX_PROJECTS)
      .refine((ids) => new Set(ids).size === ids.length, 'must not repeat a project')
      .default([])
      .meta({ description: 'Where you would like to use it.' }),
  })
  .refine(
    (body) => [body.app_id, body.version_key, body.installation_id].filter((one) => one !== undefined).length === 1,
    {
      path: ['app_id'],
      message: 'give one of app_id, version_key and installation_id',
    },
  )
  .meta({ example: { app_id: 12, notes: 'For the site diary.', project_ids: [7] } });

export type NewRequestBody = z.output<typeof NewRequestBody>;

/** Body of Procore's `POST /installation_requests`; what it does not name is ignored. */
export const ProcoreRequestBody = z
  .object({
    company_id: Id.optional(),
    developer_app_id: Id,
    implicit: z.unknown().optional().meta({ description: 'Accepted and ignored: a request by hand is explicit.' }),
    notes: Notes.default(''),
  })
  .meta({ example: { company_id: 1, developer_app_id: 12, notes: 'For the site diary.' } });

export type ProcoreRequestBody = z.output<typeof ProcoreRequestBody>;

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The query of Procore's `GET /installation_requests`. */
export const ProcoreRequestsQuery = PageQuery.extend({
  developer_app_id: z.coerce.number().pipe(Id).optional(),
  implicit: Flag.optional(),
});

export type ProcoreRequestsQuery = z.output<typeof ProcoreRequestsQuery>;

/** The query of `GET /companies/{company_id}/installation_requests`. */
export const RequestsQuery = PageQuery.extend({
  app_id: z.coerce.number().pipe(Id).optional(),
  status: z.enum(REQUEST_STATUSES).optional(),
});

export type RequestsQuery = z.output<typeof RequestsQuery>;

/** Body of `POST …/installation_requests/{id}/approve`: that of an installation; what is left out is as wished for. */
export const ApproveBody = z
  .strictObject({
    version_key: z.string().max(64).optional().meta({ description: 'Another version than the one asked for.' }),
    permitted_projects: PermittedProjectsBody.optional().meta({ description: 'The projects asked for, unless given.' }),
    approved_permissions: ApprovedPermissions.optional(),
  })
  .meta({
    example: {
      permitted_projects: { mode: 'selected', project_ids: [7], bind_users: false },
      approved_permissions: { 'project.rfis': 'standard' },
    },
  });

export type ApproveBody = z.output<typeof ApproveBody>;

/** Body of `POST …/installation_requests/{id}/deny`. */
export const DenyBody = z
  .strictObject({ notes: Notes.nullable().default(null) })
  .meta({ example: { notes: 'We use another app for this.' } });

export type DenyBody = z.output<typeof DenyBody>;

const Someone = z.object({ id: z.number().int(), name: z.string() });

/** A wish, its author and its answer. */
export const InstallationRequestShape = z
  .object({
    id: z.number().int(),
    kind: z.enum(['install', 'upgrade']),
    status: z.enum(REQUEST_STATUSES),
    implicit: z.boolean().meta({ description: 'Raised by an authorization.' }),
    app: z.object({ id: z.number().int(), uid: z.string(), name: z.string(), publisher: z.string() }),
    version: z.object({ id: z.number().int(), version: z.string() }),
    permissions: z.record(z.string(), z.string()).meta({ description: 'What an approval has to repeat.' }),
    requester: Someone,
    notes: z.string(),
    project_ids: z.array(z.number().int()),
    created_at: z.string(),
    expires_at: z.string(),
    answered_at: z.string().nullable(),
    answered_by: Someone.nullable(),
    answer_notes: z.string().nullable(),
  })
  .meta({
    example: {
      id: 5,
      kind: 'install',
      status: 'pending',
      implicit: false,
      app: { id: 12, uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11', name: 'Field Reports', publisher: 'Example Ltd' },
      version: { id: 31, version: '1.0.0' },
      permissions: { 'project.rfis': 'standard' },
      requester: { id: 2, name: 'Max Member' },
      notes: 'For the site diary.',
      project_ids: [7],
      created_at: '2026-01-05T08:00:00.000Z',
      expires_at: '2026-02-04T08:00:00.000Z',
      answered_at: null,
      answered_by: null,
      answer_notes: null,
    },
  });

export type RequestBody = z.input<typeof InstallationRequestShape>;

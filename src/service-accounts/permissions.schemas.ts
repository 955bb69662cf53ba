import { z } from 'zod';
import { ActionsField, LevelsField, type ProjectMember } from '../directory/index.js';
import type { CompanyPermissions, GivenPermissions } from './service-account-permissions.js';

const Level = z.enum(['none', 'read_only', 'standard', 'admin']);

const given = {
  levels: LevelsField.default({}),
  actions: ActionsField.default({}),
  permission_template_id: z.number().int().positive().nullable().default(null),
};

/** Body of `PUT …/service_accounts/{id}/projects/{project_id}`. */
export const ProjectPermissionsBody = z.strictObject(given).meta({
  example: { levels: { 'project.rfis': 'standard' }, actions: {}, permission_template_id: null },
});

export type ProjectPermissionsBody = z.output<typeof ProjectPermissionsBody>;

/** Body of `PUT …/service_accounts/{id}/permissions`. */
export const CompanyPermissionsBody = z
  .strictObject({
    ...given,
    scopes: z
      .array(z.literal('audit:read'))
      .max(1)
      .default([])
      .meta({ description: 'The one management scope that a service account may have.' }),
  })
  .meta({
    example: {
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['create_users'] },
      permission_template_id: null,
      scopes: [],
    },
  });

export type CompanyPermissionsBody = z.output<typeof CompanyPermissionsBody>;

const set = {
  levels: z.record(z.string(), Level),
  actions: z.record(z.string(), z.array(z.string())),
  permission_template_id: z.number().int().nullable(),
};

export const CompanyPermissionsShape = z.object({ ...set, scopes: z.array(z.string()) }).meta({
  example: {
    levels: { 'company.directory': 'read_only' },
    actions: { 'company.directory': ['create_users'] },
    permission_template_id: null,
    scopes: [],
  },
});

export const ProjectPermissionsShape = z.object({ project_id: z.number().int(), ...set }).meta({
  example: { project_id: 7, levels: { 'project.rfis': 'standard' }, actions: {}, permission_template_id: null },
});

export const givenOf = (body: ProjectPermissionsBody): GivenPermissions => ({
  levels: body.levels,
  actions: body.actions,
  permissionTemplateId: body.permission_template_id,
});

type SetBody = Omit<z.input<typeof CompanyPermissionsShape>, 'scopes'>;

const setBody = (permissions: Pick<ProjectMember, 'levels' | 'actions' | 'permissionTemplateId'>): SetBody => ({
  levels: permissions.levels as SetBody['levels'],
  actions: permissions.actions as SetBody['actions'],
  permission_template_id: permissions.permissionTemplateId,
});

export const companyPermissionsBody = (permissions: CompanyPermissions): z.input<typeof CompanyPermissionsShape> => ({
  ...setBody(permissions),
  scopes: [...permissions.scopes],
});

export const projectPermissionsBody = (membership: ProjectMember): z.input<typeof ProjectPermissionsShape> => ({
  project_id: membership.projectId,
  ...setBody(membership),
});

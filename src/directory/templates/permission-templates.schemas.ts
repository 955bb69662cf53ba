import { z } from 'zod';
import { nameText, PageQuery } from '../../shared/index.js';
import { ActionsField, LevelsField } from '../permissions/permissions.schemas.js';
import { type PermissionTemplate, TEMPLATE_CATEGORIES, TEMPLATE_TYPES } from './permission-template.entity.js';

const name = nameText(100);
const project_id = z.number().int().positive().nullable();

export const TemplateListItem = z
  .object({
    id: z.number(),
    name: z.string(),
    project_specific: z.boolean(),
    type: z.enum(TEMPLATE_TYPES),
    category: z.enum(TEMPLATE_CATEGORIES),
  })
  .meta({
    example: { id: 7, name: 'Subcontractor', project_specific: false, type: 'global', category: 'external' },
  });

const EXAMPLE = {
  name: 'Subcontractor',
  type: 'global',
  category: 'external',
  user_access_levels: { 'project.rfis': 'standard', 'project.directory': 'read_only' },
  permissions: {},
};

export const TemplateBody = z
  .object({
    id: z.number(),
    company_id: z.number(),
    name: z.string(),
    provider_type: z.enum(['Project', 'Company']),
    provider_id: z.number(),
    type: z.enum(TEMPLATE_TYPES),
    category: z.enum(TEMPLATE_CATEGORIES),
    user_access_levels: z.record(z.string(), z.string()),
    permissions: z.record(z.string(), z.array(z.string())),
    project_id: z.number().nullable(),
  })
  .meta({
    example: { id: 7, company_id: 17, provider_type: 'Company', provider_id: 17, project_id: null, ...EXAMPLE },
  });

export const CreateTemplate = z
  .object({
    permission_template: z.object({
      name,
      type: z.enum(TEMPLATE_TYPES),
      category: z.enum(TEMPLATE_CATEGORIES).default('internal'),
      user_access_levels: LevelsField.default({}),
      permissions: ActionsField.default({}),
      project_id: project_id.default(null),
    }),
  })
  .meta({ example: { permission_template: EXAMPLE } });
export type CreateTemplate = z.output<typeof CreateTemplate>;

export const ChangeTemplate = z
  .object({
    permission_template: z.object({
      name: name.optional(),
      category: z.enum(TEMPLATE_CATEGORIES).optional(),
      user_access_levels: LevelsField.optional(),
      permissions: ActionsField.optional(),
      type: z.enum(TEMPLATE_TYPES).optional().meta({ description: 'Cannot be changed.' }),
      project_id: project_id.optional().meta({ description: 'Cannot be changed.' }),
    }),
  })
  .meta({ example: { permission_template: { user_access_levels: { 'project.rfis': 'read_only' } } } });
export type ChangeTemplate = z.output<typeof ChangeTemplate>;

export const TemplateQuery = PageQuery.extend({ 'filters[type]': z.enum(TEMPLATE_TYPES).optional() });
export type TemplateQuery = z.output<typeof TemplateQuery>;

export const AssignTemplate = z
  .object({
    permission_template_assignments: z.object({
      user_id: z.number().int().positive(),
      permission_template_id: z.number().int().positive().nullable(),
    }),
  })
  .meta({ example: { permission_template_assignments: { user_id: 1203, permission_template_id: 7 } } });
export type AssignTemplate = z.output<typeof AssignTemplate>;

export const AssignmentBody = z
  .object({ user_id: z.number(), permission_template_id: z.number().nullable(), project_id: z.number() })
  .meta({ example: { user_id: 1203, permission_template_id: 7, project_id: 42 } });

export const templateListItem = (template: PermissionTemplate): z.input<typeof TemplateListItem> => ({
  id: template.id,
  name: template.name,
  project_specific: template.type === 'project_specific',
  type: template.type,
  category: template.category,
});

export const templateBody = (template: PermissionTemplate): z.input<typeof TemplateBody> => ({
  id: template.id,
  company_id: template.companyId,
  name: template.name,
  provider_type: template.projectId === null ? 'Company' : 'Project',
  provider_id: template.projectId ?? template.companyId,
  type: template.type,
  category: template.category,
  user_access_levels: template.levels as Record<string, string>,
  permissions: template.actions as Record<string, string[]>,
  project_id: template.projectId,
});

/** What a request says of a template; what it does not name stays away. */
export function templateChangeOf({ permission_template }: ChangeTemplate) {
  const { user_access_levels: levels, permissions: actions, project_id: projectId, ...rest } = permission_template;
  const given = { ...rest, levels, actions, projectId };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given;
}

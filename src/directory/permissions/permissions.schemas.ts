import { z } from 'zod';
import { LEVELS } from '../../access/index.js';
import type { MemberPermissions, PermissionSet } from './permission-set.js';

const levelName = { type: 'string', enum: [...LEVELS] };

/** Levels by a tool's full name. Which tools and levels there are is checked against the catalogue. */
export const LevelsField = z
  .record(z.string().max(80), z.string().max(20))
  .meta({ additionalProperties: levelName, description: "Level by the tool's full name; other tools have `none`." });

export const ActionsField = z
  .record(z.string().max(80), z.array(z.string().max(80)).max(50))
  .meta({ description: "Granular actions by the tool's full name, on top of `read_only` or `standard`." });

const EXAMPLE = {
  role: 'member',
  levels: { 'company.directory': 'read_only' },
  actions: { 'company.directory': ['create_users'] },
  permission_template_id: null,
};

/** Replaces what a member has: a field that is left out becomes empty, the role `member`. */
export const SetPermissions = z
  .strictObject({
    role: z.enum(['admin', 'member']).default('member'),
    levels: LevelsField.default({}),
    actions: ActionsField.default({}),
    permission_template_id: z.number().int().positive().nullable().default(null),
  })
  .meta({ example: EXAMPLE });
export type SetPermissions = z.output<typeof SetPermissions>;

export const PermissionsBody = z
  .object({
    id: z.number().meta({ description: 'Of the principal.' }),
    role: z.enum(['admin', 'member']),
    levels: z.record(z.string(), z.string()),
    actions: z.record(z.string(), z.array(z.string())),
    permission_template_id: z.number().nullable(),
    effective_levels: z.record(z.string(), z.string()).meta({
      description: 'With the template and what the role brings.',
    }),
    effective_actions: z.record(z.string(), z.array(z.string())),
  })
  .meta({
    example: {
      id: 1203,
      ...EXAMPLE,
      effective_levels: { 'company.directory': 'read_only' },
      effective_actions: { 'company.directory': ['create_users'] },
    },
  });

export const proposedOf = ({ role, levels, actions, permission_template_id }: SetPermissions) => ({
  role,
  levels,
  actions,
  permissionTemplateId: permission_template_id,
});

export const permissionsBody = (
  id: number,
  own: MemberPermissions,
  effective: PermissionSet,
): z.input<typeof PermissionsBody> => ({
  id,
  role: own.role,
  levels: own.levels as Record<string, string>,
  actions: own.actions as Record<string, string[]>,
  permission_template_id: own.permissionTemplateId,
  effective_levels: effective.levels as Record<string, string>,
  effective_actions: effective.actions as Record<string, string[]>,
});

import { z } from 'zod';
import type { Level } from '../../access/index.js';
import type { ToolInProject, ToolSwitch } from './project-tools.js';

const switchable = {
  id: z.number(),
  engine_name: z.string().meta({ description: "The tool's full name." }),
  is_active: z.boolean(),
  position: z.number(),
  required: z.boolean().meta({ description: 'A required tool cannot be switched off.' }),
  title: z.string(),
};

export const ProjectToolBody = z.object(switchable).meta({
  example: {
    id: 106,
    engine_name: 'project.rfis',
    is_active: true,
    position: 6,
    required: false,
    title: 'RFIs',
  },
});

export const OldProjectToolBody = z
  .object({
    ...switchable,
    user_access_level: z.string(),
    provider_id: z.number(),
    provider_type: z.literal('Project'),
  })
  .meta({
    example: {
      id: 106,
      engine_name: 'project.rfis',
      is_active: true,
      position: 6,
      required: false,
      title: 'RFIs',
      user_access_level: 'standard',
      provider_id: 42,
      provider_type: 'Project',
    },
  });

export const OldToolQuery = z.object({ project_id: z.coerce.number().int().positive() });

export const SwitchTools = z
  .object({
    tools: z
      .array(
        z.object({
          id: z.number(),
          is_active: z.boolean().optional(),
          position: z.number().int().min(1).max(10_000).optional(),
        }),
      )
      .min(1)
      .max(200),
  })
  .meta({ example: { tools: [{ id: 106, is_active: false }] } });
export type SwitchTools = z.output<typeof SwitchTools>;

export const switchesOf = ({ tools }: SwitchTools): ToolSwitch[] =>
  tools.map(({ id, is_active: active, position }) => ({ id, active, position }));

export const projectToolBody = ({ tool, active, position }: ToolInProject): z.input<typeof ProjectToolBody> => ({
  id: tool.id,
  engine_name: tool.name,
  is_active: active,
  position,
  required: tool.required === true,
  title: tool.title,
});

export const oldProjectToolBody = (
  inProject: ToolInProject,
  projectId: number,
  level: Level,
): z.input<typeof OldProjectToolBody> => ({
  ...projectToolBody(inProject),
  user_access_level: level,
  provider_id: projectId,
  provider_type: 'Project',
});

import { z } from 'zod';
import { type Access, type Level, LEVELS, type Tool } from '../../access/index.js';

const NAMES: Readonly<Record<Level, string>> = {
  none: 'None',
  read_only: 'Read Only',
  standard: 'Standard',
  admin: 'Admin',
};

const ToolSettings = z.object({
  id: z.number(),
  name: z.string(),
  friendly_name: z.string(),
  domain_id: z.null(),
  tab_group: z.null(),
  available_for_user: z.boolean(),
  url: z.null(),
  user_access_level: z.object({ id: z.number(), name: z.string() }),
  permitted_actions: z.array(
    z.object({ id: z.number(), action_name: z.string(), label: z.string(), tool_name: z.string() }),
  ),
  create_url: z.null(),
  can_create: z.boolean(),
  trial: z.boolean(),
});

/** One's own permissions in Procore's shape. */
export const PermissionSettings = z.object({ tools: z.array(ToolSettings) }).meta({
  example: {
    tools: [
      {
        id: 106,
        name: 'project.rfis',
        friendly_name: 'RFIs',
        domain_id: null,
        tab_group: null,
        available_for_user: true,
        url: null,
        user_access_level: { id: 3, name: 'Standard' },
        permitted_actions: [],
        create_url: null,
        can_create: true,
        trial: false,
      },
    ],
  },
});

/** Numbers of actions follow from the tool's, so that they are stable. */
const ACTIONS_PER_TOOL = 100;

function permittedActions(tool: Tool, access: Access, level: Level): z.input<typeof ToolSettings>['permitted_actions'] {
  const granted = level === 'none' ? [] : access.actionsOn(tool.name);
  return (tool.actions ?? [])
    .map(({ name, label }, index) => ({
      id: tool.id * ACTIONS_PER_TOOL + index + 1,
      action_name: name,
      label,
      tool_name: tool.name,
    }))
    .filter(({ action_name }) => level === 'admin' || granted.includes(action_name));
}

/** One's own level and actions on a tool, which may be switched off. */
export function toolSettings(tool: Tool, access: Access, isOn: boolean): z.input<typeof ToolSettings> {
  const level = access.levelOn(tool.name);
  return {
    id: tool.id,
    name: tool.name,
    friendly_name: tool.title,
    domain_id: null,
    tab_group: null,
    available_for_user: isOn && level !== 'none',
    url: null,
    user_access_level: { id: LEVELS.indexOf(level) + 1, name: NAMES[level] },
    permitted_actions: permittedActions(tool, access, level),
    create_url: null,
    can_create: isOn && (level === 'standard' || level === 'admin'),
    trial: false,
  };
}

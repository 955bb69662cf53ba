import { z } from 'zod';
import { nameText } from '../shared/index.js';

/** Procore spells `readonly`; both are understood. */
const LevelWord = z.enum(['none', 'readonly', 'read_only', 'standard', 'admin']);

const ToolLevels = z
  .record(z.string().min(1).max(80), LevelWord)
  .meta({ description: 'Level by tool, short (`rfis`) or in full (`project.rfis`).' });

const Permissions = z.strictObject({ company: ToolLevels.optional(), project: ToolLevels.optional() });

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** An address that people are sent to; never a script. */
export const WebAddress = z.string().max(500).refine(isWebAddress, 'must be an http or https address');

const PostInstallInstruction = z.strictObject({
  notes: z.string().max(4_000).optional(),
  page: z.strictObject({ url: WebAddress, label: nameText(200) }).optional(),
});

/** The manifest as a developer writes it. */
export const ManifestBody = z
  .strictObject({
    schema_version: nameText(20).optional(),
    components: z
      .array(z.enum(['user', 'service_account']))
      .min(1)
      .refine((components) => new Set(components).size === components.length, 'must not repeat a component')
      .meta({ description: '`user`: acts for signed-in users. `service_account`: acts as itself.' }),
    permissions: Permissions.optional().meta({ description: 'What the service account needs.' }),
    user_permissions: Permissions.optional().meta({ description: 'A ceiling for user tokens.' }),
    post_install_instruction: PostInstallInstruction.optional(),
  })
  .meta({
    example: {
      schema_version: '4.1',
      components: ['user', 'service_account'],
      permissions: { company: { directory: 'readonly' }, project: { rfis: 'standard' } },
    },
  });

export type ManifestBody = z.output<typeof ManifestBody>;

const Level = z.enum(['read_only', 'standard', 'admin']);
const FullLevels = z.record(z.string(), Level);
const FullPermissions = z.object({ company: FullLevels, project: FullLevels });

/** The manifest as it is kept: full tool names, our level words, nothing for `none`. */
export const ManifestShape = z.object({
  schema_version: z.string(),
  components: z.array(z.enum(['user', 'service_account'])),
  permissions: FullPermissions,
  user_permissions: FullPermissions.optional(),
  post_install_instruction: z
    .object({ notes: z.string().optional(), page: z.object({ url: z.string(), label: z.string() }).optional() })
    .optional(),
});

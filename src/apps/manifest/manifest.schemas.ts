import { z } from 'zod';
import { linesText, nameText } from '../../shared/index.js';
import { WebAddress } from '../web-address.js';
import { Configuration } from './configuration.schemas.js';
import { EmbeddedComponent, EmbeddedShape } from './embedded.schemas.js';

/** Procore spells `readonly`; both are understood. */
const LevelWord = z.enum(['none', 'readonly', 'read_only', 'standard', 'admin']);

const toolLevels = (kind: string, example: string) =>
  z
    .record(z.string().min(1).max(80), LevelWord)
    .meta({ description: `Level by tool, short (\`${example}\`) or in full (\`${kind}.${example}\`).` });

export const CompanyLevels = toolLevels('company', 'directory');
export const ProjectLevels = toolLevels('project', 'rfis');

const Permissions = z.strictObject({ company: CompanyLevels.optional(), project: ProjectLevels.optional() });

const PostInstallInstruction = z.strictObject({
  notes: linesText(4_000).optional(),
  page: z.strictObject({ url: WebAddress, label: nameText(200) }).optional(),
});

const COMPONENTS = ['user', 'service_account', 'embedded'] as const;

/** The manifest as a developer writes it. */
export const ManifestBody = z
  .strictObject({
    $schema: z.string().max(500).optional().meta({ description: 'For editors; not kept.' }),
    schema_version: nameText(20).optional(),
    components: z.array(z.enum(COMPONENTS)).min(1).max(COMPONENTS.length).meta({
      description:
        '`user`: acts for signed-in users. `service_account`: acts as itself. `embedded`: shows pages in the platform.',
      uniqueItems: true,
    }),
    embedded: z
      .array(EmbeddedComponent)
      .min(1)
      .max(10)
      .optional()
      .meta({ description: 'The pages; with the component `embedded`, and only then.' }),
    permissions: Permissions.optional().meta({
      description: 'What the service account needs; with the component `service_account` only.',
    }),
    user_permissions: Permissions.optional().meta({
      description: 'A ceiling for user tokens; with the component `user` only.',
    }),
    configuration: Configuration.optional().meta({ description: 'What companies configure.' }),
    setup_instructions: z
      .string()
      .trim()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'Read before installing.' }),
    post_install_instruction: PostInstallInstruction.optional().meta({ description: 'Read after installing.' }),
  })
  .meta({
    example: {
      schema_version: '4.1',
      components: ['user', 'service_account'],
      permissions: { company: { directory: 'readonly' }, project: { rfis: 'standard' } },
      configuration: {
        schema: { type: 'object', properties: { inbox: { type: 'string', format: 'uri' } }, required: ['inbox'] },
        company: true,
      },
    },
  });

export type ManifestBody = z.output<typeof ManifestBody>;

const Level = z.enum(['read_only', 'standard', 'admin']);
const FullLevels = z.record(z.string(), Level);
const FullPermissions = z.object({ company: FullLevels, project: FullLevels });

/** The manifest as it is kept: full tool names, our level words, nothing for `none`. */
export const ManifestShape = z.object({
  schema_version: z.string(),
  components: z.array(z.enum(COMPONENTS)),
  embedded: z.array(EmbeddedShape).optional(),
  permissions: FullPermissions,
  user_permissions: FullPermissions.optional(),
  configuration: z
    .object({ schema: z.record(z.string(), z.unknown()), company: z.boolean() })
    .optional()
    .meta({ description: 'The JSON Schema that configurations must fit.' }),
  setup_instructions: z.string().optional(),
  post_install_instruction: z
    .object({ notes: z.string().optional(), page: z.object({ url: z.string(), label: z.string() }).optional() })
    .optional(),
});

import { z } from 'zod';
import { LEVELS, type Levels, levelOn } from '../../access/index.js';
import { ApprovedPermissions, Id, Notes } from '../installations.schemas.js';
import type { Upgrade } from './upgrades.js';

const Level = z.enum(LEVELS);

/** The query of `GET …/upgrade`. */
export const UpgradeQuery = z.object({
  version_key: z.string().max(64).optional().meta({ description: 'The newest version unless given.' }),
});

export type UpgradeQuery = z.output<typeof UpgradeQuery>;

/** Body of `POST …/upgrade`. */
export const UpgradeBody = z
  .strictObject({
    version_id: Id.optional().meta({ description: 'As the diff showed it.' }),
    version_key: z.string().max(64).optional(),
    approved_permissions: ApprovedPermissions.optional().meta({
      description: 'Repeats `permissions` of the diff; needed where it says `needs_approval`.',
    }),
    notes: Notes.optional().meta({ description: 'For the administrators, where they have to be asked.' }),
  })
  .refine(({ version_id, version_key }) => (version_id === undefined) !== (version_key === undefined), {
    path: ['version_id'],
    message: 'give either version_id or version_key, as the diff showed it',
  })
  .meta({ example: { version_id: 34, approved_permissions: { 'project.rfis': 'admin' } } });

export type UpgradeBody = z.output<typeof UpgradeBody>;

const Version = z.object({ id: z.number().int(), version: z.string() });

/** What an upgrade would change. */
export const UpgradeShape = z
  .object({
    from: Version,
    to: Version.extend({ release_notes: z.string().nullable() }),
    needs_approval: z.boolean().meta({ description: 'The app would reach further than the company approved.' }),
    permissions: z.record(z.string(), Level).meta({ description: 'What would be approved afterwards.' }),
    tools: z.array(
      z.object({
        tool: z.string(),
        approved: Level,
        asked: Level.meta({ description: 'By the version that runs.' }),
        asks: Level.meta({ description: 'By the version to come.' }),
        after: Level,
        increase: z.boolean(),
        risk: z.enum(['normal', 'elevated', 'high']),
      }),
    ),
    user_permissions: z
      .object({
        before: z.record(z.string(), Level).nullable(),
        after: z.record(z.string(), Level).nullable(),
        widened: z.boolean(),
      })
      .meta({ description: 'The ceiling for tokens of users; null: none.' }),
    components: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  })
  .meta({
    example: {
      from: { id: 31, version: '1.0.0' },
      to: { id: 34, version: '1.1.0', release_notes: 'Closes RFIs of others.' },
      needs_approval: true,
      permissions: { 'project.rfis': 'admin' },
      tools: [
        {
          tool: 'project.rfis',
          approved: 'standard',
          asked: 'standard',
          asks: 'admin',
          after: 'admin',
          increase: true,
          risk: 'elevated',
        },
      ],
      user_permissions: { before: null, after: null, widened: false },
      components: { added: [], removed: [] },
    },
  });

const full = (levels: Levels | null) =>
  levels && Object.fromEntries(Object.keys(levels).map((tool) => [tool, levelOn(levels, tool)]));

export const upgradeBody = ({ from, to, diff }: Upgrade): z.input<typeof UpgradeShape> => ({
  from: { id: from.id, version: from.version },
  to: { id: to.id, version: to.version, release_notes: to.releaseNotes },
  needs_approval: diff.increases,
  permissions: diff.permissions,
  tools: diff.tools.map(({ isIncrease: increase, ...change }) => ({ ...change, increase })),
  user_permissions: {
    before: full(diff.userPermissions.before),
    after: full(diff.userPermissions.after),
    widened: diff.widensUsers,
  },
  components: { added: [...diff.added], removed: [...diff.removed] },
});

import { z } from 'zod';
import { LEVELS } from '../../access/index.js';
import type { PermittedInstallation } from '../../app-management/index.js';
import { asTime, asTimeOrNull } from '../../shared/index.js';
import type { Advice, ToolAdvice } from './advice.js';

const MAX_PROJECTS = 5_000;

const Level = z.enum(LEVELS);
const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** Body of `POST …/advice/apply`. */
export const NarrowBody = z
  .strictObject({
    approved_permissions: z
      .record(z.string().min(1).max(80), Level)
      .optional()
      .meta({ description: 'The new level of each tool that is named, `none` to take it away; others stay.' }),
    project_ids: z
      .array(id)
      .max(MAX_PROJECTS)
      .refine((ids) => new Set(ids).size === ids.length, 'must not repeat a project')
      .optional()
      .meta({ description: 'The permitted projects that stay.' }),
  })
  .meta({ example: { approved_permissions: { 'project.rfis': 'read_only' }, project_ids: [7] } });
export type NarrowBody = z.output<typeof NarrowBody>;

const levels = z.record(z.string(), Level);
const mode = z.enum(['selected', 'all_and_future']);

export const AdviceShape = z
  .object({
    installation_id: z.number().int(),
    from: z.string().meta({ format: 'date-time' }),
    to: z.string().meta({ format: 'date-time' }),
    judged: z.boolean(),
    reason: z
      .enum(['suspended', 'uninstalled', 'changed_recently', 'counted_recently'])
      .nullable()
      .meta({
        description:
          'Why nothing is advised: `changed_recently`: installed, upgraded, resumed or given other projects within the ' +
          'period; `counted_recently`: calls are not counted for long enough.',
      }),
    judged_from: z
      .string()
      .nullable()
      .meta({ description: 'When there is enough to judge by; null where time alone does not help.' }),
    tools: z.array(
      z.object({
        tool: z.string(),
        approved: Level,
        used: Level.meta({ description: 'The highest level that a successful call needed; `none`: never used.' }),
        advised: Level,
        finding: z.enum(['fits', 'too_high', 'unused', 'unjudged']),
      }),
    ),
    permitted_projects: z.object({
      mode,
      untouched: z
        .array(z.object({ id: z.number().int(), name: z.string() }))
        .meta({ description: 'Those of the list in which the app did nothing.' }),
    }),
  })
  .meta({
    example: {
      installation_id: 88,
      from: '2026-01-05T08:00:00.000Z',
      to: '2026-02-04T08:00:00.000Z',
      judged: true,
      reason: null,
      judged_from: '2026-02-01T08:00:00.000Z',
      tools: [
        { tool: 'project.rfis', approved: 'admin', used: 'read_only', advised: 'read_only', finding: 'too_high' },
        { tool: 'company.directory', approved: 'read_only', used: 'none', advised: 'none', finding: 'unused' },
      ],
      permitted_projects: { mode: 'selected', untouched: [{ id: 9, name: 'Harbour Bridge' }] },
    },
  });

export const NarrowedShape = z
  .object({
    installation_id: z.number().int(),
    approved_permissions: levels,
    permitted_projects: z.object({ mode, project_ids: z.array(z.number().int()) }),
  })
  .meta({
    example: {
      installation_id: 88,
      approved_permissions: { 'project.rfis': 'read_only' },
      permitted_projects: { mode: 'selected', project_ids: [7] },
    },
  });

type Finding = 'fits' | 'too_high' | 'unused' | 'unjudged';

function findingOf({ approved, used, advised }: ToolAdvice, isJudged: boolean): Finding {
  if (!isJudged) return 'unjudged';
  if (used === 'none') return 'unused';
  return advised === approved ? 'fits' : 'too_high';
}

export const adviceBody = (
  advice: Advice,
  projects: ReadonlyMap<number, { readonly name: string }>,
): z.input<typeof AdviceShape> => ({
  installation_id: advice.current.installation.id,
  from: asTime(advice.from),
  to: asTime(advice.to),
  judged: advice.unjudged === null,
  reason: advice.unjudged,
  judged_from: asTimeOrNull(advice.judgedFrom),
  tools: advice.tools.map((tool) => ({ ...tool, finding: findingOf(tool, advice.unjudged === null) })),
  permitted_projects: {
    mode: advice.current.permitted.mode,
    untouched: advice.untouched.map((id) => ({ id, name: projects.get(id)?.name ?? '' })),
  },
});

export const narrowedBody = ({ installation, permitted }: PermittedInstallation): z.input<typeof NarrowedShape> => ({
  installation_id: installation.id,
  approved_permissions: installation.approvedPermissions,
  permitted_projects: { mode: permitted.mode, project_ids: [...permitted.projectIds] },
});

import { z } from 'zod';
import { LEVELS } from './levels.js';
import { isScopeToken } from './scopes.js';

const Id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Body of `POST /companies/{companyId}/access_checks`. */
export const AccessQuestion = z
  .strictObject({
    principal_id: Id.optional().meta({ description: 'A user or service account. Alone: without any app in between.' }),
    client_id: z
      .string()
      .regex(/^[0-9A-Za-z_-]{8,64}$/, 'is no client id')
      .optional()
      .meta({ description: 'The credentials of an app or service account. Alone: as itself, without a user.' }),
    project_id: Id.optional(),
    tool: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Left out: whether the principal gets into the company or project at all.' }),
    level: z.enum(LEVELS).exclude(['none']).default('read_only'),
    action: z.string().max(100).optional().meta({ description: 'A granular action that is enough below `level`.' }),
    scopes: z
      .array(z.string().refine(isScopeToken, 'is no scope'))
      .max(100)
      .optional()
      .meta({ description: 'What the token has. Left out: whatever is needed.' }),
  })
  .superRefine((question, context) => {
    if (question.principal_id === undefined && question.client_id === undefined) {
      context.addIssue({ code: 'custom', path: ['principal_id'], message: 'or client_id is needed' });
    }
    if (question.action !== undefined && question.tool === undefined) {
      context.addIssue({ code: 'custom', path: ['action'], message: 'needs a tool' });
    }
    if (question.tool?.startsWith('project.') && question.project_id === undefined) {
      context.addIssue({ code: 'custom', path: ['project_id'], message: 'is needed for a project tool' });
    }
  })
  .meta({
    example: {
      principal_id: 42,
      client_id: '0hYk2mBqTz5sVdN8fR1xLwC7pGjE4uAo9nKiS6tQbZe',
      project_id: 301,
      tool: 'project.rfis',
      level: 'standard',
    },
  });
export type AccessQuestion = z.output<typeof AccessQuestion>;

const ExplainedRow = z.object({
  check: z.string().meta({ description: 'Which row of the access decision.' }),
  outcome: z.enum(['pass', 'fail', 'skipped']),
  code: z.string().nullable().meta({ description: 'What the API would answer.' }),
  detail: z.string().nullable(),
  remedy: z.string().nullable().meta({ description: 'Who could change it, and how.' }),
});

/** The decision with all its rows. */
export const AccessExplanation = z
  .object({
    allowed: z.boolean(),
    code: z.string().nullable().meta({ description: 'Of the first row that fails, which is what the API answers.' }),
    checks: z.array(ExplainedRow),
  })
  .meta({
    example: {
      allowed: false,
      code: 'project_not_permitted',
      checks: [
        { check: 'token', outcome: 'pass', code: null, detail: null, remedy: null },
        {
          check: 'permitted_project',
          outcome: 'fail',
          code: 'project_not_permitted',
          detail: 'The app is not permitted in this project.',
          remedy: "An administrator adds the project to the app's permitted projects, or activates it.",
        },
      ],
    },
  });
export type AccessExplanation = z.output<typeof AccessExplanation>;

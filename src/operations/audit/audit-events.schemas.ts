import { z } from 'zod';
import { PageQuery } from '../../shared/index.js';
import type { AuditEntry } from './audit-events.js';

const ACTION = /^[a-z][a-z0-9_]*\.[a-z0-9_.]*$/;

const time = (description: string) =>
  z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional()
    .meta({ description });

/** The query of lists and exports. Every text is checked against its alphabet. */
const filter = {
  action: z
    .string()
    .max(80)
    .regex(ACTION, 'is an action such as installation.created, or its beginning up to the dot')
    .optional()
    .meta({ description: 'One action, such as `installation.created`, or all that begin so: `installation.`' }),
  actor_id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().meta({
    description: 'Who acted: a user or a service account.',
  }),
  client_id: z
    .string()
    .regex(/^[0-9A-Za-z_-]{8,64}$/, 'is no client id')
    .optional()
    .meta({ description: 'The client through which they acted.' }),
  subject_type: z
    .string()
    .regex(/^[a-z][a-z_]{0,39}$/, 'is no type of subject')
    .optional()
    .meta({ description: 'What was changed, such as `installation` or `member`.' }),
  subject_id: z
    .string()
    .regex(/^[\w:.-]{1,64}$/, 'is no id')
    .optional(),
  request_id: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'is no request id')
    .optional()
    .meta({ description: 'The `X-Request-Id` of the request that changed it.' }),
  from: time('The earliest time (RFC 3339), inclusive.'),
  to: time('The latest time (RFC 3339), inclusive.'),
};

const isForward = ({ from, to }: { from?: number; to?: number }): boolean =>
  from === undefined || to === undefined || from <= to;

const BACKWARD = { path: ['to'], message: 'lies before from' };

/** Query of `GET …/audit_events/export`. */
export const AuditExportQuery = z.object(filter).refine(isForward, BACKWARD);
export type AuditExportQuery = z.output<typeof AuditExportQuery>;

/** Query of `GET …/audit_events`. */
export const AuditListQuery = PageQuery.extend(filter).refine(isForward, BACKWARD);
export type AuditListQuery = z.output<typeof AuditListQuery>;

const state = z.record(z.string(), z.unknown()).nullable();

export const AuditEventShape = z
  .object({
    id: z.number().int(),
    action: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    actor: z
      .object({ id: z.number().int(), name: z.string(), kind: z.enum(['user', 'service_account']) })
      .nullable()
      .meta({ description: 'Also of those who have left; null for the system and its operators.' }),
    client_id: z.string().nullable(),
    before: state,
    after: state,
    address: z.string(),
    request_id: z.string(),
    created_at: z.string().meta({ format: 'date-time' }),
    sealed: z
      .object({ position: z.number().int(), hash: z.string() })
      .nullable()
      .meta({ description: "The place in the company's hash chain; null in the first seconds." }),
  })
  .meta({
    example: {
      id: 4711,
      action: 'installation.permitted_projects_changed',
      subject: { type: 'installation', id: '12' },
      actor: { id: 42, name: 'Ada Harbour', kind: 'user' },
      client_id: 'gatehouse-docs',
      before: { mode: 'selected', project_ids: [], bind_users: false },
      after: { mode: 'selected', project_ids: [301], bind_users: false },
      address: '203.0.113.7',
      request_id: '5f9c1d0e-8f0b-4c52-9a51-0d3a2f1f7f10',
      created_at: '2026-01-05T08:00:00.000Z',
      sealed: { position: 118, hash: 'u0cHk8WkO5mJm7Zr7m1b8Qd7p5q2o1c7S2m9fQw3xYs' },
    },
  });

/** The last line of an export: what the chain has to hold from then on. */
export const ChainHeadShape = z.object({
  chain_head: z.object({ length: z.number().int(), hash: z.string().nullable() }),
});

export const auditEventBody = ({ event, actor, seal }: AuditEntry): z.input<typeof AuditEventShape> => ({
  id: event.id,
  action: event.action,
  subject: { type: event.subjectType, id: event.subjectId },
  actor: actor && { id: actor.id, name: actor.name, kind: actor.kind },
  client_id: event.clientId,
  before: event.before as Record<string, unknown> | null,
  after: event.after as Record<string, unknown> | null,
  address: event.address,
  request_id: event.requestId,
  created_at: new Date(event.createdAt).toISOString(),
  sealed: seal && { position: seal.position, hash: seal.hash },
});

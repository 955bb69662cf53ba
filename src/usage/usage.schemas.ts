import { z } from 'zod';
import { asTime, PageQuery } from '../shared/index.js';
import type { UsageFigures } from './usage-reports.js';
import { dateOf } from './usage-days.js';

/** What a company's figures may be told apart by. */
const DIMENSIONS = ['app', 'client', 'principal', 'project', 'route', 'status', 'day'] as const;
export type CompanyDimension = (typeof DIMENSIONS)[number];

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional();

const date = (description: string) =>
  z.iso
    .date()
    .refine((text) => text >= '2000', 'lies too far back')
    .optional()
    .meta({ description, example: '2026-01-15' });

export const days = {
  from: date('The first day (UTC), inclusive; 30 days in all unless given.'),
  to: date('The last day (UTC), inclusive; today unless given.'),
};

/** What is no date is a fault of its own. */
export const isForward = ({ from, to }: { from?: string; to?: string }): boolean =>
  from === undefined || !(Date.parse(from) > (to === undefined ? Date.now() : Date.parse(to)));

export const BACKWARD = { path: ['to'], message: 'lies before from' };

const groupBy = z
  .string()
  .max(100)
  .default('app,day')
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(DIMENSIONS)).refine((names) => new Set(names).size === names.length, 'names one twice'))
  .meta({ description: `What figures are told apart by, separated by commas: ${DIMENSIONS.join(', ')}.` });

const common = {
  project_id: id,
  route: z
    .string()
    .max(200)
    .regex(/^[A-Z]+ \/[\w{}./~-]*$|^unknown$/, 'is no route such as GET /rest/v1.0/projects/{projectId}/rfis')
    .optional()
    .meta({ description: 'Method and path as in this document; `unknown`: what is served by none.' }),
  status: z.coerce.number().int().min(100).max(599).optional(),
  ...days,
  group_by: groupBy,
};

const who = {
  app_id: id,
  client_id: z
    .string()
    .regex(/^[0-9A-Za-z_-]{8,64}$/, 'is no client id')
    .optional(),
  principal_id: id.meta({ description: 'A user or a service account.' }),
};

/** Query of `GET …/app_usage.csv`. */
export const UsageFileQuery = z.object({ ...who, ...common }).refine(isForward, BACKWARD);
export type UsageFileQuery = z.output<typeof UsageFileQuery>;

/** Query of `GET …/app_usage`. */
export const UsageQuery = PageQuery.extend({ ...who, ...common }).refine(isForward, BACKWARD);
export type UsageQuery = z.output<typeof UsageQuery>;

/** Query of `GET …/app_installations/{id}/usage`. */
export const InstallationUsageQuery = PageQuery.extend({
  client_id: who.client_id,
  principal_id: who.principal_id,
  ...common,
}).refine(isForward, BACKWARD);
export type InstallationUsageQuery = z.output<typeof InstallationUsageQuery>;

/** Query of `GET …/service_accounts/{id}/usage`. */
export const AccountUsageQuery = PageQuery.extend(common).refine(isForward, BACKWARD);
export type AccountUsageQuery = z.output<typeof AccountUsageQuery>;

const named = z.object({ id: z.number().int(), name: z.string() });

export const UsageShape = z
  .object({
    day: z.string().optional().meta({ format: 'date' }),
    app: named.nullable().optional().meta({ description: 'Null: service accounts, and Gatehouse itself.' }),
    client_id: z.string().optional(),
    principal: named
      .extend({ kind: z.enum(['user', 'service_account']) })
      .nullable()
      .optional(),
    project: named.nullable().optional(),
    route: z.string().optional(),
    status: z.number().int().optional(),
    calls: z.number().int(),
    errors: z.number().int().meta({ description: 'Calls with status 400 and above.' }),
    last_call_at: z.string().meta({ format: 'date-time' }),
  })
  .meta({
    description: 'The dimensions that `group_by` does not name are left out.',
    example: {
      day: '2026-01-15',
      app: { id: 12, name: 'Field Reports' },
      calls: 1204,
      errors: 3,
      last_call_at: '2026-01-15T16:20:07.000Z',
    },
  });
export type UsageBody = z.input<typeof UsageShape>;

/** Names by id, of what the figures are about. */
export interface KnownNames {
  readonly app: ReadonlyMap<number, { readonly name: string }>;
  readonly principal: ReadonlyMap<number, { readonly name: string; readonly kind: 'user' | 'service_account' }>;
  readonly project: ReadonlyMap<number, { readonly name: string }>;
}

type Value = string | number | null;

const nameOf = (known: ReadonlyMap<number, { readonly name: string }>, id: Value) =>
  typeof id === 'number' ? { id, name: known.get(id)?.name ?? '' } : null;

const FIELDS: Readonly<Record<CompanyDimension, (value: Value, names: KnownNames) => Partial<UsageBody>>> = {
  app: (value, { app }) => ({ app: nameOf(app, value) }),
  client: (value) => ({ client_id: String(value) }),
  principal: (value, { principal }) => {
    const one = nameOf(principal, value);
    return { principal: one && { ...one, kind: principal.get(one.id)?.kind ?? 'user' } };
  },
  project: (value, { project }) => ({ project: nameOf(project, value) }),
  route: (value) => ({ route: String(value) }),
  status: (value) => ({ status: Number(value) }),
  day: (value) => ({ day: dateOf(Number(value)) }),
};

export function usageBody({ values, calls, errors, lastAt }: UsageFigures, names: KnownNames): UsageBody {
  const fields = Object.entries(values).map(([name, value]) => FIELDS[name as CompanyDimension](value, names));
  return Object.assign({}, ...fields, { calls, errors, last_call_at: asTime(lastAt) }) as UsageBody;
}

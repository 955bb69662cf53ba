import { z } from 'zod';
import { asTime, asTimeOrNull, lineText } from '../../shared/index.js';
import { APP_EVENTS, COMPANY_EVENTS } from '../events/event-types.js';
import type { IssuedWebhookSecret } from './webhook-secrets.js';
import type { WebhookSecret } from './webhook-secret.entity.js';
import type { NewWebhook, OwnWebhook } from './webhooks.js';

const DAY = 86_400;
const LONGEST_OVERLAP = 30 * DAY;

const isDistinct = (types: readonly string[]): boolean => new Set(types).size === types.length;
const isAllAlone = (types: readonly string[]): boolean => types.length === 1 || !types.includes('*');

const fieldsFor = (events: readonly string[]) => ({
  url: z.string().max(2_000).meta({
    description: 'Where to send to: https, into the public internet, without credentials.',
    format: 'uri',
  }),
  event_types: z
    .array(z.enum(['*', ...events]))
    .min(1)
    .max(50)
    .refine(isDistinct, 'must not repeat a type')
    .refine(isAllAlone, '"*" stands alone')
    .meta({ description: 'Which events to hear of; `["*"]`: all, also those to come.' }),
  description: lineText(500),
  active: z.boolean().meta({ description: 'Whether events are sent; while not, they are not kept for later either.' }),
});

const EXAMPLE = {
  url: 'https://hooks.example.com/gatehouse',
  event_types: ['app.installed', 'app.permissions_changed'],
  description: 'For the operations team',
  active: true,
};

const newBody = (events: readonly string[]) => {
  const fields = fieldsFor(events);
  return z
    .strictObject({ ...fields, description: fields.description.default(''), active: fields.active.default(true) })
    .meta({ example: EXAMPLE });
};

const changeBody = (events: readonly string[]) =>
  z
    .strictObject(fieldsFor(events))
    .partial()
    .meta({ example: { event_types: ['*'], active: true } });

export const NewCompanyWebhook = newBody(COMPANY_EVENTS);
export const NewAppWebhook = newBody(APP_EVENTS);
export type NewWebhookBody = z.output<typeof NewCompanyWebhook>;

export const ChangeCompanyWebhook = changeBody(COMPANY_EVENTS);
export const ChangeAppWebhook = changeBody(APP_EVENTS);
export type ChangeWebhookBody = z.output<typeof ChangeCompanyWebhook>;

/** Body of `POST …/webhooks/{id}/secrets`. */
export const RotateBody = z
  .strictObject({
    overlap_seconds: z.number().int().min(0).max(LONGEST_OVERLAP).default(DAY).meta({
      description: 'How long deliveries are signed with the older secrets too; 0 ends them now.',
    }),
  })
  .meta({ example: { overlap_seconds: DAY } });
export type RotateBody = z.output<typeof RotateBody>;

const HintShape = z.object({
  id: z.string(),
  hint: z.string().meta({ description: 'The last four characters before the padding.' }),
  created_at: z.string(),
  expires_at: z.string().nullable().meta({ description: 'The end of its overlap; null: it is the newest.' }),
});

const HINT = {
  id: '4fZ0mJ7oWcHq2yK9sB3xLe',
  hint: 'x7Qa',
  created_at: '2026-01-15T08:00:00.000Z',
  expires_at: null,
};

const webhook = {
  id: z.number().int(),
  url: z.string(),
  event_types: z.array(z.string()),
  description: z.string(),
  active: z.boolean(),
  disabled_reason: z.enum(['gone', 'failing']).nullable().meta({
    description: 'Why we stopped: the receiver answered 410, or nothing was delivered for five days.',
  }),
  failing_since: z.string().nullable(),
  secret_hints: z.array(HintShape).meta({ description: 'Of the secrets that sign, newest first.' }),
  created_by: z.number().int(),
  created_at: z.string(),
  updated_at: z.string(),
};

const SHOWN = {
  id: 31,
  ...EXAMPLE,
  disabled_reason: null,
  failing_since: null,
  secret_hints: [HINT],
  created_by: 1187,
  created_at: '2026-01-15T08:00:00.000Z',
  updated_at: '2026-01-15T08:00:00.000Z',
};

export const WebhookShape = z.object(webhook).meta({ example: SHOWN });
export type WebhookBody = z.input<typeof WebhookShape>;

const Secret = z.string().meta({ description: 'Shown this once: `whsec_` and 32 bytes in base64.' });

export const CreatedWebhookShape = z
  .object({ ...webhook, secret: Secret })
  .meta({ example: { ...SHOWN, secret: 'whsec_…' } });

export const IssuedWebhookSecretShape = z
  .object({ id: z.string(), hint: z.string(), created_at: z.string(), secret: Secret })
  .meta({ example: { id: HINT.id, hint: HINT.hint, created_at: HINT.created_at, secret: 'whsec_…' } });

const hintBody = (secret: WebhookSecret): z.input<typeof HintShape> => ({
  id: secret.id,
  hint: secret.hint,
  created_at: asTime(secret.createdAt),
  expires_at: asTimeOrNull(secret.expiresAt),
});

export const webhookBody = ({ webhook: row, secrets }: OwnWebhook): WebhookBody => ({
  id: Number(row.id),
  url: row.url,
  event_types: row.eventTypes,
  description: row.description,
  active: row.state === 'active',
  disabled_reason: row.disabledReason,
  failing_since: asTimeOrNull(row.failingSince),
  secret_hints: secrets.map(hintBody),
  created_by: row.createdBy,
  created_at: asTime(row.createdAt),
  updated_at: asTime(row.updatedAt),
});

export const issuedBody = (issued: IssuedWebhookSecret): z.input<typeof IssuedWebhookSecretShape> => ({
  id: issued.id,
  hint: issued.hint,
  created_at: asTime(issued.createdAt),
  secret: issued.secret,
});

export const wishOf = ({ event_types: eventTypes, ...rest }: NewWebhookBody): NewWebhook => ({ ...rest, eventTypes });

/** Only what was sent: what is left out stays as it is. */
export const changeOf = ({ event_types: eventTypes, ...rest }: ChangeWebhookBody): Partial<NewWebhook> => ({
  ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<NewWebhook>),
  ...(eventTypes === undefined ? {} : { eventTypes }),
});

import { z } from 'zod';
import { asTime, asTimeOrNull, PageQuery } from '../../shared/index.js';
import { DELIVERY_STATUSES, type WebhookAttempt } from './delivery.entity.js';
import type { TriedDelivery } from './delivery-store.js';

/** The query of `GET …/deliveries`. */
export const DeliveriesQuery = PageQuery.extend({
  status: z.enum(DELIVERY_STATUSES).optional().meta({ description: 'Only these.' }),
});

export type DeliveriesQuery = z.output<typeof DeliveriesQuery>;

const AttemptShape = z.object({
  attempted_at: z.string().meta({ description: 'When its answer came, or was given up.' }),
  duration_ms: z.number().int(),
  response_status: z.number().int().nullable(),
  failure: z
    .string()
    .nullable()
    .meta({
      description:
        'Why there was no answer: `no_public_address`, `connect_failed`, `tls_failed`, `timed_out`, `connection_lost`, ' +
        '`malformed_response`, `response_too_large`, `no_secret`, or why the address is refused.',
    }),
});

const delivery = {
  id: z.number().int(),
  message_id: z.string().meta({ description: 'The header `webhook-id`: the same in every attempt.' }),
  event_type: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.number().int().meta({ description: 'Since it was written, or sent again by hand.' }),
  next_attempt_at: z.string().nullable(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
};

const EXAMPLE = {
  id: 4711,
  message_id: 'msg_2rT0mJ7oWcHq2yK9sB3xLe',
  event_type: 'app.suspended',
  status: 'delivered' as const,
  attempts: 1,
  next_attempt_at: null,
  created_at: '2026-01-15T08:00:00.000Z',
  finished_at: '2026-01-15T08:00:00.350Z',
};

const ATTEMPT = {
  attempted_at: '2026-01-15T08:00:00.340Z',
  duration_ms: 290,
  response_status: 204,
  failure: null,
};

/** A delivery as lists show it. */
export const DeliveryItem = z
  .object({ ...delivery, last_attempt: AttemptShape.nullable() })
  .meta({ example: { ...EXAMPLE, last_attempt: ATTEMPT } });

/** One delivery, with what was sent and all that was tried; never what the receiver answered beyond its status. */
export const DeliveryShape = z
  .object({
    ...delivery,
    payload: z.string().meta({ description: 'The body, as it is signed.' }),
    tried: z.array(AttemptShape).meta({ description: 'Newest first, the last fifty.' }),
  })
  .meta({
    example: {
      ...EXAMPLE,
      payload:
        '{"type":"app.suspended","timestamp":"2026-01-15T08:00:00.000Z","data":{"company":{"id":7,"name":"Harbour"},' +
        '"app":{"id":42,"name":"Connector"},"installation":{"id":1001,"status":"suspended"},"version":"1.2.0"}}',
      tried: [ATTEMPT],
    },
  });

const attemptBody = (attempt: WebhookAttempt): z.input<typeof AttemptShape> => ({
  attempted_at: asTime(attempt.attemptedAt),
  duration_ms: attempt.durationMs,
  response_status: attempt.responseStatus,
  failure: attempt.failure,
});

const factsOf = ({ delivery: row }: TriedDelivery) => ({
  id: Number(row.id),
  message_id: row.messageId,
  event_type: row.eventType,
  status: row.status,
  attempts: row.attempts,
  next_attempt_at: asTimeOrNull(row.nextAttemptAt),
  created_at: asTime(row.createdAt),
  finished_at: asTimeOrNull(row.finishedAt),
});

export const deliveryItem = (tried: TriedDelivery): z.input<typeof DeliveryItem> => {
  const last = tried.attempts.at(0);
  return { ...factsOf(tried), last_attempt: last ? attemptBody(last) : null };
};

export const deliveryBody = (tried: TriedDelivery): z.input<typeof DeliveryShape> => ({
  ...factsOf(tried),
  payload: tried.delivery.payload,
  tried: tried.attempts.map(attemptBody),
});

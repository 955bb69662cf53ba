import { z } from 'zod';
import type { IssuedSecret, SecretOptions, SecretSummary } from '../clients/index.js';

const DAY = 86_400;
/** 90 days: longer than any sensible roll-out of a new secret. */
const LONGEST_OVERLAP = 90 * DAY;

const liesAhead = (text: string): boolean => Date.parse(text) > Date.now();

/** How to rotate: the body of every `POST …/secrets`. */
export const NewSecretBody = z
  .strictObject({
    overlap_seconds: z
      .number()
      .int()
      .min(0)
      .max(LONGEST_OVERLAP)
      .default(DAY)
      .meta({ description: 'How long the older secrets still work; 0 ends them now.' }),
    expires_at: z.iso
      .datetime({ offset: true })
      .refine(liesAhead, 'must lie in the future')
      .nullable()
      .default(null)
      .meta({ description: 'When the new secret ends; null: never.' }),
  })
  .meta({ example: { overlap_seconds: DAY, expires_at: null } });

export type NewSecretBody = z.output<typeof NewSecretBody>;

const secret = {
  id: z.string(),
  hint: z.string().meta({ description: 'The last four characters.' }),
  created_at: z.string(),
  expires_at: z.string().nullable(),
};

/** A secret as lists show it; its value is never seen again. */
export const SecretShape = z.object({ ...secret, last_used_at: z.string().nullable() }).meta({
  example: {
    id: '4fZ0mJ7oWcHq2yK9sB3xLe',
    hint: 'x7Qa',
    created_at: '2026-01-05T08:00:00.000Z',
    expires_at: null,
    last_used_at: '2026-01-06T10:30:00.000Z',
  },
});

/** A new secret, with its value this once. */
export const IssuedSecretShape = z.object({ ...secret, client_secret: z.string() }).meta({
  example: {
    id: '4fZ0mJ7oWcHq2yK9sB3xLe',
    hint: 'x7Qa',
    client_secret: 'ghcs_…',
    created_at: '2026-01-05T08:00:00.000Z',
    expires_at: null,
  },
});

/** Epoch milliseconds as the API writes times (RFC 3339). */
export const asTime = (at: number): string => new Date(at).toISOString();

/** {@link asTime} where there may be none. */
export const asTimeOrNull = (at: number | null): string | null => (at === null ? null : asTime(at));

export const secretOptionsOf = (body: NewSecretBody): SecretOptions => ({
  overlapSeconds: body.overlap_seconds,
  expiresAt: body.expires_at === null ? null : Date.parse(body.expires_at),
});

export const secretBody = (summary: SecretSummary): z.input<typeof SecretShape> => ({
  id: summary.id,
  hint: summary.hint,
  created_at: asTime(summary.createdAt),
  expires_at: asTimeOrNull(summary.expiresAt),
  last_used_at: asTimeOrNull(summary.lastUsedAt),
});

export const issuedSecretBody = (issued: IssuedSecret): z.input<typeof IssuedSecretShape> => ({
  id: issued.id,
  hint: issued.hint,
  client_secret: issued.secret,
  created_at: asTime(issued.createdAt),
  expires_at: asTimeOrNull(issued.expiresAt),
});

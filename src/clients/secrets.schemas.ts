import { z } from 'zod';
import { asTime, asTimeOrNull } from '../shared/index.js';
import type { IssuedSecret, SecretSummary } from './client.js';
import type { SecretOptions } from './client-secrets.js';
import { expiryOf } from './secret-expiry.js';

const DAY = 86_400;
/** 90 days: longer than any sensible roll-out of a new secret. */
const LONGEST_OVERLAP = 90 * DAY;

const liesAhead = (text: string): boolean => Date.parse(text) > Date.now();

/** When a new credential ends; null: never. */
export const EndOfCredential = z.iso
  .datetime({ offset: true })
  .refine(liesAhead, 'must lie in the future')
  .nullable()
  .default(null)
  .meta({ description: 'When it ends; null: never.' });

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
    expires_at: EndOfCredential,
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
export const SecretShape = z
  .object({
    ...secret,
    last_used_at: z.string().nullable(),
    expires_in_days: z.number().int().nullable().meta({ description: '1: within a day; null: it never ends.' }),
    warning: z.enum(['expires_soon']).nullable().meta({ description: 'From 30 days before its end.' }),
  })
  .meta({
    example: {
      id: '4fZ0mJ7oWcHq2yK9sB3xLe',
      hint: 'x7Qa',
      created_at: '2026-01-05T08:00:00.000Z',
      expires_at: null,
      last_used_at: '2026-01-06T10:30:00.000Z',
      expires_in_days: null,
      warning: null,
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

export const secretOptionsOf = (body: NewSecretBody): SecretOptions => ({
  overlapSeconds: body.overlap_seconds,
  expiresAt: body.expires_at === null ? null : Date.parse(body.expires_at),
});

export function secretBody(summary: SecretSummary): z.input<typeof SecretShape> {
  const { expiresInDays, threshold } = expiryOf(summary.expiresAt, Date.now());
  return {
    id: summary.id,
    hint: summary.hint,
    created_at: asTime(summary.createdAt),
    expires_at: asTimeOrNull(summary.expiresAt),
    last_used_at: asTimeOrNull(summary.lastUsedAt),
    expires_in_days: expiresInDays,
    warning: threshold === null ? null : 'expires_soon',
  };
}

export const issuedSecretBody = (issued: IssuedSecret): z.input<typeof IssuedSecretShape> => ({
  id: issued.id,
  hint: issued.hint,
  client_secret: issued.secret,
  created_at: asTime(issued.createdAt),
  expires_at: asTimeOrNull(issued.expiresAt),
});

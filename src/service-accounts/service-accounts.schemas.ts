import { z } from 'zod';
import { asTime, asTimeOrNull, linesText, nameText } from '../shared/index.js';
import type { SecretFacts } from './service-account-secrets.js';
import type { ServiceAccount } from './service-account.entity.js';
import type { CreatedServiceAccount } from './service-accounts.js';

const Name = nameText(100);
const Description = linesText(4_000);
const ContactEmail = z.email().max(254).meta({ description: 'Whom to ask about the account; it has no mailbox.' });

/** Body of `POST …/service_accounts`. */
export const NewServiceAccountBody = z
  .strictObject({ name: Name, description: Description.default(''), contact_email: ContactEmail })
  .meta({
    example: { name: 'Nightly export', description: 'Copies RFIs.', contact_email: 'integrations@example.com' },
  });

export type NewServiceAccountBody = z.output<typeof NewServiceAccountBody>;

/** Body of `PATCH …/service_accounts/{id}`. */
export const ChangeServiceAccountBody = z
  .strictObject({
    name: Name.optional(),
    description: Description.optional(),
    contact_email: ContactEmail.optional(),
    active: z.boolean().optional().meta({ description: 'False ends its tokens at once.' }),
  })
  .refine((body) => Object.keys(body).length > 0, 'must name at least one field')
  .meta({ example: { active: false } });

export type ChangeServiceAccountBody = z.output<typeof ChangeServiceAccountBody>;

const fields = {
  id: z.number().int().meta({ description: 'The principal: what directory and audit trail name.' }),
  name: z.string(),
  description: z.string(),
  contact_email: z.string(),
  client_id: z.string(),
  status: z.enum(['active', 'inactive']),
  created_by: z.number().int(),
  created_at: z.string(),
  updated_at: z.string(),
};

const EXAMPLE = {
  id: 57,
  name: 'Nightly export',
  description: 'Copies RFIs.',
  contact_email: 'integrations@example.com',
  client_id: 'q3Zt0dO4fHn8k2VxYc7Rj1LwPbMs5uGaE9iTzXoKQrN',
  status: 'active',
  created_by: 1,
  created_at: '2026-01-05T08:00:00.000Z',
  updated_at: '2026-01-05T08:00:00.000Z',
} as const;

export const ServiceAccountShape = z
  .object({
    ...fields,
    last_used_at: z.string().nullable().meta({ description: 'When any of its secrets was last used.' }),
    secret_hints: z.array(z.string()).meta({ description: 'The last characters of the secrets that work.' }),
  })
  .meta({ example: { ...EXAMPLE, last_used_at: '2026-01-06T10:30:00.000Z', secret_hints: ['x7Qa'] } });

/** A new account with its secret, this once. */
export const CreatedServiceAccountShape = z
  .object({
    ...fields,
    client_secret: z.string().nullable().meta({ description: 'Null where the company allows keys alone.' }),
    secret_id: z.string().nullable(),
  })
  .meta({ example: { ...EXAMPLE, client_secret: 'ghcs_…', secret_id: '4fZ0mJ7oWcHq2yK9sB3xLe' } });

const accountBody = (account: ServiceAccount) => ({
  id: account.principalId,
  name: account.name,
  description: account.description,
  contact_email: account.contactEmail,
  client_id: account.clientId,
  status: account.status === 'active' ? ('active' as const) : ('inactive' as const),
  created_by: account.createdBy,
  created_at: asTime(account.createdAt),
  updated_at: asTime(account.updatedAt),
});

export const serviceAccountBody = (
  account: ServiceAccount,
  facts: SecretFacts | undefined,
): z.input<typeof ServiceAccountShape> => ({
  ...accountBody(account),
  last_used_at: asTimeOrNull(facts?.lastUsedAt ?? null),
  secret_hints: [...(facts?.hints ?? [])],
});

export const createdBody = ({
  account,
  secret,
}: CreatedServiceAccount): z.input<typeof CreatedServiceAccountShape> => ({
  ...accountBody(account),
  client_secret: secret?.secret ?? null,
  secret_id: secret?.id ?? null,
});

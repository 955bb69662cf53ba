import { z } from 'zod';
import { asTime, asTimeOrNull, linesText, nameText } from '../shared/index.js';
import { NewClientFields, OpenedClientShape } from './app-clients.schemas.js';
import type { OwnApp } from './app-team.js';
import type { AppWarning } from './app-warnings.js';
import type { WatchedApp } from './apps.js';
import { WebAddress } from './web-address.js';

const Name = nameText(200);
const Description = linesText(4_000);

/** Body of `POST /apps`. */
export const NewAppBody = z
  .strictObject({
    name: Name,
    description: Description,
    publisher: Name.optional().meta({ description: 'Who publishes the app; the name of its owner unless given.' }),
    website: WebAddress.nullable().default(null),
    ...NewClientFields,
  })
  .meta({
    example: {
      name: 'Field Reports',
      description: 'Sends RFIs to the field.',
      publisher: 'Example Ltd',
      client_type: 'confidential',
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirect_uris: ['https://connector.example.com/callback'],
    },
  });

export type NewAppBody = z.output<typeof NewAppBody>;

/** Body of `PATCH /apps/{id}`. */
export const ChangeAppBody = z
  .strictObject({
    name: Name.optional(),
    description: Description.optional(),
    publisher: Name.optional(),
    website: WebAddress.nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'must name at least one field')
  .meta({ example: { description: 'Sends RFIs and their answers to the field.' } });

export type ChangeAppBody = z.output<typeof ChangeAppBody>;

const APP = {
  id: 12,
  uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11',
  name: 'Field Reports',
  description: 'Sends RFIs to the field.',
  publisher: 'Example Ltd',
  website: null,
  status: 'active',
  marketplace: false,
  sandbox_company_id: 18,
  role: 'owner',
  created_at: '2026-01-05T08:00:00.000Z',
  updated_at: '2026-01-05T08:00:00.000Z',
};

const WARNING = {
  code: 'secret_expires_soon' as const,
  client_id: 'q3Zt0dO4fHn8k2VxYc7Rj1LwPbMs5uGaE9iTzXoKQrN',
  environment: 'production' as const,
  secret_id: '4fZ0mJ7oWcHq2yK9sB3xLe',
  hint: 'x7Qa',
  expires_at: '2026-01-11T08:00:00.000Z',
  expires_in_days: 6,
  threshold_days: 7,
};

export const AppShape = z
  .object({
    id: z.number().int(),
    uid: z.string(),
    name: z.string(),
    description: z.string(),
    publisher: z.string(),
    website: z.string().nullable(),
    status: z.enum(['active', 'blocked', 'deleted']),
    marketplace: z.boolean().meta({ description: 'Whether an operator listed it in the marketplace.' }),
    sandbox_company_id: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'The company to try it out in; null for apps that were registered before there were any.' }),
    role: z.enum(['owner', 'admin', 'developer']).meta({ description: 'Yours.' }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ example: APP });

const WarningShape = z
  .object({
    code: z.literal('secret_expires_soon'),
    client_id: z.string(),
    environment: z.enum(['production', 'sandbox']),
    secret_id: z.string(),
    hint: z.string().meta({ description: 'The last four characters of the secret.' }),
    expires_at: z.string().nullable(),
    expires_in_days: z.number().int().meta({ description: '1: within a day.' }),
    threshold_days: z.number().int().meta({ description: 'The warning that it has come to: 30, 14, 7 or 1.' }),
  })
  .meta({ description: 'The most urgent first.' });

/** One app, with what its team should act on. */
export const WatchedAppShape = AppShape.extend({ warnings: WarningShape.array() }).meta({
  example: { ...APP, warnings: [WARNING] },
});

/** A new app, with its sandbox client and that client's secret this once. */
export const CreatedAppShape = AppShape.extend({ sandbox_client: OpenedClientShape });

export const appBody = ({ app, role }: OwnApp): z.input<typeof AppShape> => ({
  id: app.id,
  uid: app.uid,
  name: app.name,
  description: app.description,
  publisher: app.publisher,
  website: app.website,
  status: app.status,
  marketplace: app.marketplace,
  sandbox_company_id: app.sandboxCompanyId,
  role,
  created_at: asTime(app.createdAt),
  updated_at: asTime(app.updatedAt),
});

const warningBody = ({ clientId, environment, secret, expiresInDays, threshold }: AppWarning) => ({
  code: 'secret_expires_soon' as const,
  client_id: clientId,
  environment,
  secret_id: secret.id,
  hint: secret.hint,
  expires_at: asTimeOrNull(secret.expiresAt),
  expires_in_days: expiresInDays,
  threshold_days: threshold,
});

export const watchedAppBody = (watched: WatchedApp): z.input<typeof WatchedAppShape> => ({
  ...appBody(watched),
  warnings: watched.warnings.map(warningBody),
});

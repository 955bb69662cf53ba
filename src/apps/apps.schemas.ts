import { z } from 'zod';
import { asTime } from '../service-accounts/index.js';
import { nameText } from '../shared/index.js';
import { NewClientFields, OpenedClientShape } from './app-clients.schemas.js';
import type { OwnApp } from './app-team.js';
import { WebAddress } from './manifest.schemas.js';

const Name = nameText(200);
const Description = z.string().max(4_000);

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
      grant_types: ['authorization_code', 'refresh_token'],
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

export const AppShape = z
  .object({
    id: z.number().int(),
    uid: z.string(),
    name: z.string(),
    description: z.string(),
    publisher: z.string(),
    website: z.string().nullable(),
    status: z.enum(['active', 'blocked']),
    role: z.enum(['owner', 'admin', 'developer']).meta({ description: 'Yours.' }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({
    example: {
      id: 12,
      uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11',
      name: 'Field Reports',
      description: 'Sends RFIs to the field.',
      publisher: 'Example Ltd',
      website: null,
      status: 'active',
      role: 'owner',
      created_at: '2026-01-05T08:00:00.000Z',
      updated_at: '2026-01-05T08:00:00.000Z',
    },
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
  role,
  created_at: asTime(app.createdAt),
  updated_at: asTime(app.updatedAt),
});

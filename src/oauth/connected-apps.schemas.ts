import { z } from 'zod';
import { asTime } from '../shared/index.js';
import type { ConnectedApp } from './connected-apps.js';

/** An app that acts for the caller. */
export const ConnectedAppShape = z
  .object({
    id: z.string().meta({ description: 'Of the grant.' }),
    client_id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    companies: z.array(z.object({ id: z.number() })),
    created_at: z.string().meta({ format: 'date-time' }),
    updated_at: z.string().meta({ format: 'date-time', description: 'When you last authorized the app.' }),
  })
  .meta({
    example: {
      id: '4fZ0mJ7oWcHq2yK9sB3xLe',
      client_id: '0hYk2mBqTz5sVdN8fR1xLwC7pGjE4uAo9nKiS6tQbZe',
      name: 'Field Reports',
      scopes: ['project.rfis:write'],
      companies: [{ id: 17 }],
      created_at: '2026-01-05T08:00:00.000Z',
      updated_at: '2026-01-06T10:30:00.000Z',
    },
  });

export const connectedAppBody = ({ grant, client, companies }: ConnectedApp): z.input<typeof ConnectedAppShape> => ({
  id: grant.id,
  client_id: client.clientId,
  name: client.name,
  scopes: grant.scopes.split(' ').filter(Boolean),
  companies: companies.map((id) => ({ id })),
  created_at: asTime(grant.createdAt),
  updated_at: asTime(grant.updatedAt),
});

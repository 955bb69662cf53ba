import { z } from 'zod';
import { asTime } from '../shared/index.js';
import type { Session } from './sessions.js';

/** A browser in which the caller is signed in. */
export const SessionShape = z
  .object({
    id: z.string(),
    created_at: z.string().meta({ format: 'date-time' }),
    last_seen_at: z.string().meta({ format: 'date-time', description: 'To within five minutes.' }),
    expires_at: z.string().meta({ format: 'date-time' }),
    address: z.string().meta({ description: 'Where the person signed in from.' }),
    user_agent: z.string(),
  })
  .meta({
    example: {
      id: '4fZ0mJ7oWcHq2yK9sB3xLe',
      created_at: '2026-01-05T08:00:00.000Z',
      last_seen_at: '2026-01-05T09:30:00.000Z',
      expires_at: '2026-01-12T08:00:00.000Z',
      address: '203.0.113.7',
      user_agent: 'Mozilla/5.0',
    },
  });

export const sessionBody = (session: Session): z.input<typeof SessionShape> => ({
  id: session.id,
  created_at: asTime(session.createdAt),
  last_seen_at: asTime(session.lastSeenAt),
  expires_at: asTime(session.expiresAt),
  address: session.address,
  user_agent: session.userAgent,
});

import { z } from 'zod';
import { asTime, asTimeOrNull } from '../shared/index.js';
import type { KeySummary } from './client-keys.js';
import { KEY_ALGORITHMS, PublicJwk } from './public-keys.js';
import { EndOfCredential } from './secrets.schemas.js';

/** The body of every `POST …/keys`. */
export const NewKeyBody = z
  .strictObject({ jwk: PublicJwk, expires_at: EndOfCredential })
  .meta({ example: { jwk: PublicJwk.meta()?.example, expires_at: null } });

export type NewKeyBody = z.output<typeof NewKeyBody>;

export const KeyShape = z
  .object({
    id: z.string().meta({ description: 'May be the `kid` of an assertion.' }),
    thumbprint: z.string().meta({ description: 'RFC 7638, SHA-256; may be the `kid` as well.' }),
    alg: z.enum(KEY_ALGORITHMS),
    created_at: z.string().meta({ format: 'date-time' }),
    expires_at: z.string().nullable().meta({ format: 'date-time' }),
    last_used_at: z.string().nullable().meta({ format: 'date-time' }),
  })
  .meta({
    example: {
      id: '4fZ0mJ7oWcHq2yK9sB3xLe',
      thumbprint: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
      alg: 'ES256',
      created_at: '2026-01-05T08:00:00.000Z',
      expires_at: null,
      last_used_at: '2026-01-06T10:30:00.000Z',
    },
  });

export type KeyBody = z.input<typeof KeyShape>;

export const keyBody = (key: KeySummary): KeyBody => ({
  id: key.id,
  thumbprint: key.thumbprint,
  alg: key.alg,
  created_at: asTime(key.createdAt),
  expires_at: asTimeOrNull(key.expiresAt),
  last_used_at: asTimeOrNull(key.lastUsedAt),
});

export const endOf = ({ expires_at }: NewKeyBody): number | null =>
  expires_at === null ? null : Date.parse(expires_at);

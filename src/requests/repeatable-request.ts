import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { accessIfAny } from '../access/index.js';
import { canonicalJson, DomainError } from '../shared/index.js';

export const IDEMPOTENCY_HEADER = 'Idempotency-Token';

const NAMES = ['idempotency-token', 'idempotency-key'] as const;
const METHODS: ReadonlySet<string> = new Set(['POST', 'PATCH']);
const TOKEN = /^[\x21-\x7e]{1,255}$/;

/** A request that its client may send again without doing it twice. */
export interface RepeatableRequest {
  /** The same for every repetition: client, principal, company, route and token. */
  readonly id: string;
  /** What the client asked for; a repetition asks for the same. */
  readonly content: string;
}

/**
 * What the request repeats or begins; undefined where its client does not care, or the route is public.
 * Throws 400 `invalid_idempotency_token`.
 */
export function repeatableRequest(request: FastifyRequest): RepeatableRequest | undefined {
  const access = METHODS.has(request.method) ? accessIfAny(request) : undefined;
  const token = access && tokenOf(request);
  if (!access || token === undefined) return undefined;
  const path = request.url.split('?', 1)[0];
  const company = access.input.company?.id ?? null;
  const identity = [access.client.id, access.principal.id, company, request.method, path, token];
  return {
    id: createHash('sha256').update(JSON.stringify(identity)).digest('base64url'),
    content: canonicalJson([request.query, request.body ?? null]),
  };
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  const tokens = new Set(NAMES.map((name) => headers[name]).filter((token) => token !== undefined));
  if (tokens.size === 0) return undefined;
  const [token] = tokens;
  if (tokens.size === 1 && typeof token === 'string' && TOKEN.test(token)) return token;
  throw new DomainError(
    'bad_request',
    'invalid_idempotency_token',
    `Send one ${IDEMPOTENCY_HEADER} of 1 to 255 visible ASCII characters.`,
  );
}

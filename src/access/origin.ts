import type { FastifyRequest } from 'fastify';
import type { Client } from '../clients/index.js';

/** A browser's cross-origin call must come from an origin that the token's own client lists (protocol.md, CORS). */
export function originIsForeign(request: FastifyRequest, client: Client): boolean {
  const { origin, host } = request.headers;
  if (!origin || origin === `${request.protocol}://${host}`) return false;
  return !client.allowedOrigins.includes(origin);
}

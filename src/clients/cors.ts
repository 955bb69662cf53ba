import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../shared/index.js';
import { ClientRegistry } from './client-registry.js';

/** What browsers may call from elsewhere: the API and the endpoints that clients call directly. Pages never. */
const OPEN_PATHS = /^\/(rest|vapid)\/|^\/oauth\/(token|revoke|introspect|userinfo|jwks)(\/|$)|^\/\.well-known\//;

const ALLOWED_METHODS = 'GET, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS =
  'Authorization, Content-Type, Accept, Procore-Company-Id, Procore-Sdk-Version, Procore-Sdk-Language, X-CSRF-TOKEN, Idempotency-Token, Idempotency-Key, If-Match';
const EXPOSED_HEADERS =
  'Total, Per-Page, Link, X-Rate-Limit-Limit, X-Rate-Limit-Remaining, X-Rate-Limit-Reset, Retry-After, X-Request-Id, ETag, Idempotency-Replayed, WWW-Authenticate';
const PREFLIGHT_SECONDS = '600';

/**
 * Cross-origin calls (protocol.md, Rules): a preflight passes if any enabled client lists the origin; the guard then
 * holds the call itself against the token's own client.
 */
@Injectable()
export class CorsPolicy {
  constructor(private readonly clients: ClientRegistry) {}

  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers;
      if (!OPEN_PATHS.test(pathOf(request))) return;
      void reply.header('Vary', 'Origin');
      if (!origin) return;
      const isAllowed = await this.clients.allowsOrigin(origin);
      if (isAllowed) allow(reply, origin);
      if (isPreflight(request)) await answerPreflight(reply, isAllowed);
    });
  }
}

const isPreflight = (request: FastifyRequest): boolean =>
  request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;

/** An explicit origin, never `*`: existing clients send credentials. */
function allow(reply: FastifyReply, origin: string): void {
  void reply.headers({
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': EXPOSED_HEADERS,
  });
}

async function answerPreflight(reply: FastifyReply, isAllowed: boolean): Promise<void> {
  if (isAllowed) {
    void reply.headers({
      'Access-Control-Allow-Methods': ALLOWED_METHODS,
      'Access-Control-Allow-Headers': ALLOWED_HEADERS,
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    });
  }
  await reply.status(isAllowed ? 204 : 403).send();
}

import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request of a browser and where its answer goes. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

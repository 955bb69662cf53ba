import type { FastifyRequest } from 'fastify';

/** RFC 6750 §2.1: `Bearer`, one blank, b64token; nothing lenient about it. */
const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token in a request's `Authorization` header; undefined for anything else that stands there. */
export const bearerToken = ({ headers }: FastifyRequest): string | undefined =>
  BEARER.exec(headers.authorization ?? '')?.[1];

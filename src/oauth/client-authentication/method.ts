import type { FastifyRequest } from 'fastify';
import type { Parameters } from '../parameters.js';

/** Who a request says its client is, and what shall prove it; neither for public clients. */
export interface PresentedClient {
  readonly clientId: string;
  readonly secret?: string;
  /** A signed JWT (RFC 7523). */
  readonly assertion?: string;
}

/** One way for a client to authenticate (RFC 6749 §2.3); discovery lists the names. */
export interface ClientAuthenticationMethod {
  readonly name: string;
  /** What the request presents by this method, or undefined where it does not use it. Throws an OAuthError. */
  present(request: FastifyRequest, parameters: Parameters): PresentedClient | undefined;
}

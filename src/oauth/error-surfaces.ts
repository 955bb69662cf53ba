import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Challenges } from '../access/index.js';
import type { ErrorSurface, PlainError } from '../shared/index.js';
import { AuthorizePages } from './authorize/authorize-pages.js';
import { RedirectedError, UnprovenRequestError } from './authorize/authorize-errors.js';
import { OAuthError, type OAuthErrorCode } from './oauth.errors.js';
import type { AuthorizeFault } from './pages/error-texts.js';

/** Errors of the authorization endpoint: a page until the redirect URI is proven, then a redirect. */
export class AuthorizeSurface implements ErrorSurface {
  constructor(private readonly pages: AuthorizePages) {}

  matches(path: string): boolean {
    return path === '/oauth/authorize';
  }

  answer(error: unknown, plain: PlainError, request: FastifyRequest, reply: FastifyReply): void {
    if (error instanceof RedirectedError) this.pages.sendError(request, reply, error.to, error);
    else if (error instanceof UnprovenRequestError) this.pages.sendFault(request, reply, error.fault);
    else this.pages.sendFault(request, reply, faultOf(plain), plain.status);
  }
}

function faultOf({ status }: PlainError): AuthorizeFault {
  if (status >= 500) return 'unexpected';
  return status === 429 ? 'too_many' : 'malformed';
}

/** Errors of the other protocol endpoints: RFC 6749 §5.2 in JSON, never cached. */
export class ProtocolSurface implements ErrorSurface {
  constructor(private readonly challenges: Challenges) {}

  matches(path: string): boolean {
    return path.startsWith('/oauth/');
  }

  answer(error: unknown, plain: PlainError, _request: FastifyRequest, reply: FastifyReply): void {
    const { status, headers, code, message } = error instanceof OAuthError ? error : generic(plain);
    void reply
      .status(status)
      .headers({ 'Cache-Control': 'no-store', Pragma: 'no-cache', ...headers })
      .headers(code === 'invalid_client' ? { 'WWW-Authenticate': this.challenges.basic() } : {})
      .header('Content-Type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ error: code, error_description: message }));
  }
}

function generic({ status, message }: PlainError): {
  status: number;
  headers: Record<string, string>;
  code: OAuthErrorCode | 'server_error';
  message: string;
} {
  return { status, headers: {}, code: status >= 500 ? 'server_error' : 'invalid_request', message };
}

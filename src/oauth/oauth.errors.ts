import { ExpectedError } from '../shared/index.js';

/** The codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8707 §2 and OpenID Connect Core §3.1.2.6. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'access_denied'
  | 'temporarily_unavailable'
  | 'login_required'
  | 'consent_required'
  | 'interaction_required'
  | 'request_not_supported'
  | 'request_uri_not_supported';

/** A refusal of the protocol surface. `message` tells the client's developer what to do next, an attacker nothing. */
export class OAuthError extends ExpectedError {
  constructor(
    readonly code: OAuthErrorCode,
    message: string,
    readonly status = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'OAuthError';
  }
}

export const invalidRequest = (message: string): OAuthError => new OAuthError('invalid_request', message);

/** One text for an unknown client, a wrong secret and a disabled client. */
export const invalidClient = (): OAuthError =>
  new OAuthError(
    'invalid_client',
    'Client authentication failed: check client_id and client_secret, or the assertion.',
    401,
  );

/** protocol.md, CORS: a web page may use only clients that list its origin. */
export const foreignOrigin = (): OAuthError =>
  new OAuthError('unauthorized_client', 'origin_not_allowed: the client does not list this origin.', 403);

/** One text for whatever is wrong with a code. */
export const invalidCode = (): OAuthError =>
  new OAuthError('invalid_grant', 'The authorization code is invalid: start a new authorization.');

/** One text for whatever is wrong with a refresh token. */
export const invalidRefreshToken = (): OAuthError =>
  new OAuthError('invalid_grant', 'The refresh token is invalid: start a new authorization.');

export const invalidScope = (message: string): OAuthError => new OAuthError('invalid_scope', message);

export const invalidTarget = (message: string): OAuthError => new OAuthError('invalid_target', message);

export const tooManyFailures = (seconds: number): OAuthError =>
  new OAuthError('temporarily_unavailable', 'Too many failed authentications: wait and try again.', 429, {
    'Retry-After': String(seconds),
  });

export const invalidAccessToken = (challenge: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is invalid', 401, { 'WWW-Authenticate': challenge });

/** RFC 6750 §3.1. */
export const insufficientScope = (message: string, challenge: string): OAuthError =>
  new OAuthError('insufficient_scope', message, 403, { 'WWW-Authenticate': challenge });

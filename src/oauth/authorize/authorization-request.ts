import { Injectable } from '@nestjs/common';
import { type Client, ClientRegistry, matchesRedirectUri } from '../../clients/index.js';
import { MAX_PARAMETER, secretIn } from '../../shared/index.js';
import { OAuthError, type OAuthErrorCode } from '../oauth.errors.js';
import { type AuthenticationRequest, AuthenticationRequests } from '../openid/authentication-request.js';
import { ScopePolicy } from '../scope-policy.js';
import { RedirectedError, type ReturnAddress, UnprovenRequestError } from './authorize-errors.js';
import { isCodeChallenge } from './pkce.js';

/** protocol.md, Endpoints: what is kept until the person answers. */
const MAX_STORED = 8_192;
const MAX_STATE = 2_048;
export const PROMPTS: ReadonlySet<string> = new Set(['none', 'login', 'consent', 'select_account']);

/** A request that may be put before a person. */
export interface AuthorizationRequest extends ReturnAddress, Partial<AuthenticationRequest> {
  readonly clientId: string;
  readonly scopes: string;
  readonly codeChallenge: string | null;
  readonly prompt: readonly string[];
}

type Source = Readonly<Record<string, unknown>>;

/** Checks `GET/POST /oauth/authorize` in the order that keeps redirects closed until their target is proven. */
@Injectable()
export class AuthorizationRequests {
  constructor(
    private readonly clients: ClientRegistry,
    private readonly scopes: ScopePolicy,
    private readonly authentication: AuthenticationRequests,
  ) {}

  /**
   * Throws {@link UnprovenRequestError} before, {@link RedirectedError} after the redirect URI is proven. `query`: that
   * of the request, wherever its parameters stand.
   */
  async check(
    source: Source,
    query: object,
  ): Promise<{ readonly request: AuthorizationRequest; readonly client: Client }> {
    const client = await this.clientOf(source);
    const redirectUri = redirectUriOf(client, source);
    const to = { redirectUri, state: stateOf(source) };
    refuseSecrets(query, to);
    refuseMalformed(source, to);
    refuseUnsupported(source, client, to);
    const request = {
      ...to,
      clientId: client.clientId,
      scopes: this.scopesOf(client, source, to),
      codeChallenge: challengeOf(client, source, to),
      prompt: promptOf(source, to),
      ...this.authentication.read(source, client, to),
    };
    if (Buffer.byteLength(JSON.stringify(request)) > MAX_STORED) {
      throw new RedirectedError('invalid_request', 'The request is longer than 8 KiB.', to);
    }
    return { request, client };
  }

  private async clientOf(source: Source): Promise<Client> {
    const clientId = single(source, 'client_id');
    const client = clientId === undefined ? undefined : await this.clients.find(clientId);
    if (!client?.enabled) throw new UnprovenRequestError('unknown_client');
    return client;
  }

  private scopesOf(client: Client, source: Source, to: ReturnAddress): string {
    try {
      return this.scopes.resolve(client, textOf(source.scope));
    } catch (error) {
      if (error instanceof OAuthError) throw new RedirectedError(error.code, error.message, to);
      throw error;
    }
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function single(source: Source, name: string): string | undefined {
  if (Array.isArray(source[name])) throw new UnprovenRequestError('repeated_parameter');
  return textOf(source[name]);
}

function redirectUriOf(client: Client, source: Source): string {
  const redirectUri = single(source, 'redirect_uri');
  if (redirectUri === undefined || !matchesRedirectUri(client, redirectUri)) {
    throw new UnprovenRequestError('redirect_uri_mismatch');
  }
  return redirectUri;
}

/** Echoed unchanged; one that is too long or repeated is not echoed at all. */
const stateOf = (source: Source): string | null => {
  const state = textOf(source.state);
  return state !== undefined && Buffer.byteLength(state) <= MAX_STATE ? state : null;
};

/** OpenID Connect Core §3.1.2.1 puts `id_token_hint` into the query. */
function refuseSecrets(query: object, to: ReturnAddress): void {
  const secret = secretIn(query, ['id_token_hint']);
  if (secret) throw new RedirectedError('invalid_request', `Send no ${secret} here: a URL ends up in logs.`, to);
}

function refuseMalformed(source: Source, to: ReturnAddress): void {
  for (const value of Object.values(source)) {
    if (typeof value !== 'string') throw new RedirectedError('invalid_request', 'Send every parameter once.', to);
    if (Buffer.byteLength(value) > MAX_PARAMETER) {
      throw new RedirectedError('invalid_request', 'A parameter is longer than 8 KiB.', to);
    }
  }
  if (Buffer.byteLength(textOf(source.state) ?? '') > MAX_STATE) {
    throw new RedirectedError('invalid_request', 'state is longer than 2 KiB.', to);
  }
}

function refuseUnsupported(source: Source, client: Client, to: ReturnAddress): void {
  const refuse = (code: OAuthErrorCode, message: string): never => {
    throw new RedirectedError(code, message, to);
  };
  if (textOf(source.request)) refuse('request_not_supported', 'Request objects are not supported.');
  if (textOf(source.request_uri)) refuse('request_uri_not_supported', 'request_uri is not supported.');
  const responseType = textOf(source.response_type);
  if (responseType === undefined) refuse('invalid_request', 'Missing parameter: response_type.');
  if (responseType !== 'code') refuse('unsupported_response_type', 'Only response_type=code is supported.');
  if ((textOf(source.response_mode) ?? 'query') !== 'query')
    refuse('invalid_request', 'Only response_mode=query is supported.');
  if (!client.grantTypes.includes('authorization_code')) {
    refuse('unauthorized_client', 'This client is not registered for authorization_code.');
  }
}

/** RFC 7636 §4.3; only S256, and required where nothing else proves who redeems the code. */
function challengeOf(client: Client, source: Source, to: ReturnAddress): string | null {
  const challenge = textOf(source.code_challenge);
  const method = textOf(source.code_challenge_method);
  if (challenge === undefined) {
    const isRequired = client.type === 'public' || client.profile === 'oauth21' || method !== undefined;
    if (isRequired) throw new RedirectedError('invalid_request', 'Missing parameter: code_challenge (S256).', to);
    return null;
  }
  if (method !== 'S256' || !isCodeChallenge(challenge)) {
    throw new RedirectedError('invalid_request', 'Send code_challenge with code_challenge_method=S256.', to);
  }
  return challenge;
}

/** OpenID Connect Core §3.1.2.1. */
function promptOf(source: Source, to: ReturnAddress): string[] {
  const prompt = [...new Set((textOf(source.prompt) ?? '').split(' ').filter(Boolean))];
  if (!prompt.every((value) => PROMPTS.has(value)) || (prompt.includes('none') && prompt.length > 1)) {
    throw new RedirectedError('invalid_request', 'prompt has an unknown value, or none with another.', to);
  }
  return prompt;
}

import { Injectable } from '@nestjs/common';
import { type Client, ClientRegistry } from '../../clients/index.js';
import type { Session } from '../../identity/index.js';
import { MAX_PARAMETER, secretIn } from '../../shared/index.js';
import { type HintClaims, IdTokens } from '../openid/id-tokens.js';
import { Subjects } from '../openid/subjects.js';
import { LogoutRequestError } from './logout-errors.js';

const MAX_STATE = 2_048;

/** What a request to sign out may carry; everything else is ignored. */
export const LOGOUT_PARAMETERS = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state'] as const;

/** Where the browser goes after a logout: registered to the character. */
export interface LogoutTarget {
  readonly uri: string;
  readonly state: string | null;
}

/** A request whose every part is proven (OpenID Connect RP-Initiated Logout §2). */
export interface LogoutRequest {
  readonly client: Client | null;
  readonly target: LogoutTarget | null;
  readonly hint: HintClaims | null;
}

type Source = Readonly<Record<string, unknown>>;

/** Checks what an app sends along when it wants a person to be signed out. */
@Injectable()
export class LogoutRequests {
  constructor(
    private readonly clients: ClientRegistry,
    private readonly idTokens: IdTokens,
    private readonly subjects: Subjects,
  ) {}

  /** Throws {@link LogoutRequestError}: whatever is wrong, nobody is signed out and nothing is redirected (§4). */
  async check(source: Source, query: object): Promise<LogoutRequest> {
    if (secretIn(query, ['id_token_hint'])) throw new LogoutRequestError('malformed');
    refuseMalformed(source);
    const hint = this.hintIn(source);
    const client = await this.clientOf(textOf(source.client_id), hint);
    return { client, hint, target: targetOf(source, client) };
  }

  /** Whether the app proved, by an ID token, that it speaks of the very person who is signed in here. */
  isProven({ client, hint }: LogoutRequest, { userId }: Session): boolean {
    return client !== null && hint !== null && this.subjects.of(userId, client) === hint.sub;
  }

  private hintIn(source: Source): HintClaims | null {
    const text = textOf(source.id_token_hint);
    if (text === null) return null;
    const hint = this.idTokens.read(text);
    if (!hint) throw new LogoutRequestError('bad_hint');
    return hint;
  }

  private async clientOf(named: string | null, hint: HintClaims | null): Promise<Client | null> {
    if (named !== null && hint !== null && named !== hint.clientId) throw new LogoutRequestError('other_client');
    const clientId = named ?? hint?.clientId;
    if (clientId === undefined) return null;
    const client = await this.clients.find(clientId);
    if (!client?.enabled) throw new LogoutRequestError('unknown_client');
    return client;
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function refuseMalformed(source: Source): void {
  for (const name of LOGOUT_PARAMETERS) {
    const value = source[name] ?? '';
    if (Array.isArray(value)) throw new LogoutRequestError('repeated_parameter');
    const most = name === 'state' ? MAX_STATE : MAX_PARAMETER;
    if (typeof value !== 'string' || Buffer.byteLength(value) > most) throw new LogoutRequestError('malformed');
  }
}

function targetOf(source: Source, client: Client | null): LogoutTarget | null {
  const uri = textOf(source.post_logout_redirect_uri);
  if (uri === null) return null;
  if (!client?.postLogoutRedirectUris?.includes(uri)) throw new LogoutRequestError('redirect_uri_mismatch');
  return { uri, state: textOf(source.state) };
}

/** The URL that the browser goes on to, with the state of the request. */
export function targetUrl({ uri, state }: LogoutTarget): string {
  if (state === null) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`;
}

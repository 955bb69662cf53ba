import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/index.js';
import { RedirectedError, type ReturnAddress } from '../authorize/authorize-errors.js';
import { IdTokens } from './id-tokens.js';

/** What an authorization request asks about the sign-in (OpenID Connect Core §3.1.2.1). */
export interface AuthenticationRequest {
  /** Comes back in the ID token. */
  readonly nonce: string | null;
  /** Seconds since the person last proved who they are; 0 asks for it anew. */
  readonly maxAge: number | null;
  /** An address for the sign-in page, which the person may change. */
  readonly loginHint: string | null;
  /** Of the `id_token_hint`: nobody else may answer. The hint itself is not kept. */
  readonly hintedSubject: string | null;
}

type Source = Readonly<Record<string, unknown>>;

const MAX_NONCE = 512;
const MAX_LOGIN_HINT = 254;
/** Ten digits of seconds: more than three hundred years. */
const MAX_AGE = /^\d{1,10}$/;

/** Reads the parameters of OpenID Connect. `acr_values`, `display`, `ui_locales` and `claims` are wishes, and left alone. */
@Injectable()
export class AuthenticationRequests {
  constructor(private readonly idTokens: IdTokens) {}

  /** Throws {@link RedirectedError}. */
  read(source: Source, client: Client, to: ReturnAddress): AuthenticationRequest {
    const loginHint = textOf(source.login_hint);
    return {
      nonce: nonceOf(source, to),
      maxAge: maxAgeOf(source, to),
      loginHint: loginHint !== null && loginHint.length <= MAX_LOGIN_HINT ? loginHint : null,
      hintedSubject: this.hintedSubjectOf(source, client, to),
    };
  }

  /** A hint that proves nothing is refused: going on without it could sign somebody else in. */
  private hintedSubjectOf(source: Source, client: Client, to: ReturnAddress): string | null {
    const text = textOf(source.id_token_hint);
    if (text === null) return null;
    const hint = this.idTokens.read(text);
    if (hint?.clientId === client.clientId) return hint.sub;
    throw new RedirectedError('invalid_request', 'id_token_hint is not an ID token that this client got here.', to);
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function nonceOf(source: Source, to: ReturnAddress): string | null {
  const nonce = textOf(source.nonce);
  if (nonce !== null && Buffer.byteLength(nonce) > MAX_NONCE) {
    throw new RedirectedError('invalid_request', 'nonce is longer than 512 bytes.', to);
  }
  return nonce;
}

function maxAgeOf(source: Source, to: ReturnAddress): number | null {
  const maxAge = textOf(source.max_age);
  if (maxAge === null) return null;
  if (!MAX_AGE.test(maxAge)) {
    throw new RedirectedError('invalid_request', 'max_age is a number of seconds, 0 or more.', to);
  }
  return Number(maxAge);
}

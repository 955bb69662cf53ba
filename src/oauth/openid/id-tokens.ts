import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../../clients/index.js';
import { ISSUER, type Issuer } from '../../shared/index.js';
import type { SignInFacts } from '../../tokens/index.js';
import { acrOf } from './authentication-context.js';
import { SignedTokens } from './signed-tokens.js';
import { Subjects } from './subjects.js';

/** Long enough to be looked at, too short to be kept as a credential. */
const LIFETIME_SECONDS = 600;

/** What an ID token is made of, beside its client. */
export interface IdTokenFacts {
  readonly userId: number;
  readonly signIn: SignInFacts;
  /** Of the authorization request; a refresh has none (OpenID Connect Core §12.2). */
  readonly nonce: string | null;
  /** What is issued along with it. */
  readonly accessToken: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
}

/** What an ID token of ours says about whom, to whom. */
export interface HintClaims {
  readonly sub: string;
  readonly clientId: string;
}

/** ID tokens (OpenID Connect Core §2): who signed in, when and how. Name and e-mail address are told by userinfo alone. */
@Injectable()
export class IdTokens {
  constructor(
    private readonly tokens: SignedTokens,
    private readonly subjects: Subjects,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  issue(client: Client, { userId, signIn, nonce, accessToken, issuedAt }: IdTokenFacts): string {
    const { authTime, amr, sid } = signIn;
    return this.tokens.sign(client.signedResponseAlg, 'JWT', {
      iss: this.issuer.url,
      sub: this.subjects.of(userId, client),
      aud: client.clientId,
      azp: client.clientId,
      iat: issuedAt,
      exp: issuedAt + LIFETIME_SECONDS,
      // Their company's provider may not tell; whoever wants to know asks for a new sign-in (`max_age`), which it has to.
      ...(authTime > 0 && { auth_time: authTime }),
      acr: acrOf(amr),
      ...(amr.length > 0 && { amr }),
      ...(nonce !== null && { nonce }),
      ...(sid !== null && { sid }),
      at_hash: atHash(accessToken),
    });
  }

  /**
   * Reads an `id_token_hint`: undefined for whatever is no ID token of ours. One that has run out still tells whom it is
   * about (OpenID Connect Core §3.1.2.1).
   */
  read(hint: string): HintClaims | undefined {
    const { sub, aud } = this.tokens.verify(hint, 'JWT') ?? {};
    if (typeof sub !== 'string' || typeof aud !== 'string') return undefined;
    return { sub, clientId: aud };
  }
}

/** OpenID Connect Core §3.1.3.6; ES256 and RS256 both hash with SHA-256. */
const atHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');

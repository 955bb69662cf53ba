import type { GrantType } from '../../clients/index.js';
import type { Family, PresentedRefreshToken, SignInFacts, Standing, Subject } from '../../tokens/index.js';
import type { AuthenticatedClient } from '../client-authenticator.js';
import type { Parameters } from '../parameters.js';

/** What a grant type has to decide on. */
export interface TokenRequest extends AuthenticatedClient {
  readonly parameters: Parameters;
}

/** What was granted; the token endpoint issues it. */
export interface Granted extends Subject {
  /** The first refresh token of a family that the grant opened. */
  readonly refreshToken?: string;
  /** With the scope `openid`: what the ID token tells of the sign-in, and the nonce of the request. */
  readonly signIn?: SignInFacts | null;
  readonly nonce?: string | null;
  /** The refresh token to rotate with the answer. */
  readonly rotation?: Rotation;
}

/** A presented refresh token in its family, and where it stands there. */
export interface Rotation {
  readonly family: Family;
  readonly presented: PresentedRefreshToken;
  readonly standing: Standing;
}

/** A grant type (RFC 6749 §1.3): it decides, the token endpoint issues. A new one is one file and one array entry. */
export abstract class Grant {
  abstract readonly grantType: GrantType;

  /** Throws an OAuthError where nothing is granted. */
  abstract authorize(request: TokenRequest): Promise<Granted>;
}

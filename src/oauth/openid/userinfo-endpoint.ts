import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  AccessService,
  type Authenticated,
  bearerToken,
  Challenges,
  originIsForeign,
  ScopeSet,
} from '../../access/index.js';
import { Users } from '../../identity/index.js';
import { secretIn } from '../../shared/index.js';
import { foreignOrigin, insufficientScope, invalidAccessToken, invalidRequest } from '../oauth.errors.js';
import { Subjects } from './subjects.js';

/** OpenID Connect Core §5.1: what we know, and no more. */
export interface UserInfo {
  /** The same as in the ID token (§5.3.2). */
  readonly sub: string;
  readonly name?: string;
  readonly locale?: string;
  readonly email?: string;
  /** Whether a link that we sent there was followed. */
  readonly email_verified?: boolean;
}

/** Which claims there are: in ID tokens those about the sign-in, at userinfo those about the person (`claims_supported`). */
export const CLAIMS = [
  ...['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash', 'sid'],
  ...['name', 'locale', 'email', 'email_verified'],
] as const;

/** `GET` and `POST /oauth/userinfo` (OpenID Connect Core §5.3): about the person whom an app signed in. */
@Injectable()
export class UserInfoEndpoint {
  constructor(
    private readonly access: AccessService,
    private readonly users: Users,
    private readonly subjects: Subjects,
    private readonly challenges: Challenges,
  ) {}

  async answer(request: FastifyRequest): Promise<UserInfo> {
    const { token, principal, client } = await this.authenticated(request);
    const scopes = ScopeSet.of(token.scope);
    if (principal?.kind !== 'user' || !scopes.has('openid')) throw this.lacksOpenId();
    const user = await this.users.find(principal.id);
    if (!user) throw this.invalid(request);
    return {
      sub: this.subjects.of(user.id, client),
      ...(scopes.has('profile') && { name: user.name, ...(user.locale !== null && { locale: user.locale }) }),
      ...(scopes.has('email') && { email: user.email, email_verified: user.emailVerified }),
    };
  }

  private async authenticated(request: FastifyRequest): Promise<Authenticated> {
    const secret = secretIn(request.query as object);
    if (secret) throw invalidRequest(`Send no ${secret} in the URL, but the token in the Authorization header.`);
    const presented = bearerToken(request);
    const authenticated = presented && (await this.access.authenticate(presented));
    if (!authenticated) throw this.invalid(request);
    if (originIsForeign(request, authenticated.client)) throw foreignOrigin();
    return authenticated;
  }

  /** RFC 6750 §3.1: a request without a token gets a challenge without error code. */
  private invalid({ headers }: FastifyRequest): Error {
    if (headers.authorization === undefined) return invalidAccessToken(this.challenges.plain());
    return invalidAccessToken(this.challenges.of('invalid_token', 'The access token is invalid'));
  }

  private lacksOpenId(): Error {
    const text = 'This needs a token of a person with the scope openid';
    return insufficientScope(text, this.challenges.of('insufficient_scope', text, 'openid'));
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Authenticated, bearerToken, Challenges, originIsForeign } from '../access/index.js';
import { secretIn } from '../shared/index.js';
import { Grants } from '../tokens/index.js';
import { foreignOrigin, invalidAccessToken, invalidRequest } from './oauth.errors.js';

/** Doorkeeper's shape before 5.0, which Procore's clients read. */
export interface TokenInfo {
  readonly resource_owner_id: number | null;
  readonly scopes: readonly string[];
  readonly expires_in_seconds: number;
  readonly application: { readonly uid: string };
  readonly created_at: number;
  /** Of user tokens: the companies that the authorization covers. */
  readonly companies?: readonly number[];
}

/** `GET /oauth/token/info`: what a client may know of its own token. */
@Injectable()
export class TokenInfoEndpoint {
  constructor(
    private readonly access: AccessService,
    private readonly grants: Grants,
    private readonly challenges: Challenges,
  ) {}

  async answer(request: FastifyRequest): Promise<TokenInfo> {
    const { token, principal } = await this.authenticated(request);
    const info: TokenInfo = {
      resource_owner_id: principal?.id ?? null,
      scopes: token.scope.split(' '),
      expires_in_seconds: Math.max(0, token.expiresAt - Math.floor(Date.now() / 1000)),
      application: { uid: token.clientId },
      created_at: token.issuedAt,
    };
    if (!token.grantId || !token.familyId) return info;
    const { companies } = await this.grants.facts(token.grantId, token.familyId);
    return { ...info, companies: [...companies] };
  }

  private async authenticated(request: FastifyRequest): Promise<Authenticated> {
    const secret = secretIn(request.query as object);
    if (secret) throw invalidRequest(`Send no ${secret} in the URL, but the token in the Authorization header.`);
    const presented = bearerToken(request);
    const authenticated = presented && (await this.access.authenticate(presented));
    if (!authenticated) throw invalidAccessToken(this.challengeFor(request));
    if (originIsForeign(request, authenticated.client)) throw foreignOrigin();
    return authenticated;
  }

  /** RFC 6750 §3.1: a request without a token gets a challenge without error code. */
  private challengeFor({ headers }: FastifyRequest): string {
    if (headers.authorization === undefined) return this.challenges.plain();
    return this.challenges.of('invalid_token', 'The access token is invalid');
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Authenticated, originIsForeign } from '../access/index.js';
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

const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

/** `GET /oauth/token/info`: what a client may know of its own token. */
@Injectable()
export class TokenInfoEndpoint {
  constructor(
    private readonly access: AccessService,
    private readonly grants: Grants,
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
    if ('access_token' in (request.query as object)) {
      throw invalidRequest('Send the token in the Authorization header.');
    }
    const presented = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const authenticated = presented && (await this.access.authenticate(presented));
    if (!authenticated) throw invalidAccessToken();
    if (originIsForeign(request, authenticated.client)) throw foreignOrigin();
    return authenticated;
  }
}

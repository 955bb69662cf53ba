import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, ScopeSet } from '../access/index.js';
import type { Client } from '../clients/index.js';
import { ISSUER, type Issuer } from '../shared/index.js';
import type { Family, PresentedRefreshToken } from '../tokens/index.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { invalidClient } from './oauth.errors.js';
import { LivingRefreshTokens } from './living-refresh-tokens.js';
import { Subjects } from './openid/subjects.js';
import { Parameters } from './parameters.js';

/** RFC 7662 §2.2. A refresh token has no `token_type`, so that nobody takes it for one that opens a resource. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly scope: string;
      readonly client_id: string;
      readonly token_type?: 'bearer';
      readonly exp?: number;
      readonly iat: number;
      readonly jti?: string;
      readonly iss: string;
      readonly sub?: string;
    };

const INACTIVE = { active: false } as const;

/** `POST /oauth/introspect`: for authenticated callers, about tokens issued to them. A token tells itself of which kind it is. */
@Injectable()
export class IntrospectionEndpoint {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly access: AccessService,
    private readonly refreshTokens: LivingRefreshTokens,
    private readonly subjects: Subjects,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  async answer(request: FastifyRequest): Promise<Introspection> {
    const parameters = Parameters.ofBody(request);
    const { client } = await this.authenticator.authenticate(request, parameters);
    // RFC 7662 §2.1: the endpoint needs authorization, and a public client proves nothing.
    if (client.type === 'public') throw invalidClient();
    const token = parameters.required('token');
    const presented = this.refreshTokens.read(token);
    return presented ? this.ofRefreshToken(presented, client) : this.ofAccessToken(token, client);
  }

  private async ofAccessToken(text: string, client: Client): Promise<Introspection> {
    const authenticated = await this.access.authenticate(text);
    if (authenticated?.client.id !== client.id) return INACTIVE;
    const { token, principal } = authenticated;
    return {
      active: true,
      scope: token.scope,
      client_id: token.clientId,
      token_type: 'bearer',
      exp: token.expiresAt,
      iat: token.issuedAt,
      jti: token.jti,
      iss: this.issuer.url,
      ...(principal && { sub: this.subjectOf(principal.id, client, token.scope) }),
    };
  }

  private async ofRefreshToken(presented: PresentedRefreshToken, client: Client): Promise<Introspection> {
    const family = await this.refreshTokens.find(presented, client);
    if (!family) return INACTIVE;
    const issuedAt = issuedAtOf(family);
    return {
      active: true,
      scope: family.scopes,
      client_id: client.clientId,
      ...(client.refreshIdleTtl !== null && { exp: issuedAt + client.refreshIdleTtl }),
      iat: issuedAt,
      iss: this.issuer.url,
      sub: this.subjectOf(family.userId, client, family.scopes),
    };
  }

  /** With `openid` the same as in the ID token; without, the number by which Procore's clients know people. */
  private subjectOf(principalId: number, client: Client, scope: string): string {
    return ScopeSet.of(scope).has('openid') ? this.subjects.of(principalId, client) : String(principalId);
  }
}

const issuedAtOf = ({ rotatedAt, createdAt }: Family): number => Math.floor((rotatedAt ?? createdAt) / 1000);

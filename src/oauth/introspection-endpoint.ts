import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService } from '../access/index.js';
import { ISSUER, type Issuer } from '../shared/index.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { invalidClient } from './oauth.errors.js';
import { Parameters } from './parameters.js';

/** RFC 7662 §2.2. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly scope: string;
      readonly client_id: string;
      readonly token_type: 'bearer';
      readonly exp: number;
      readonly iat: number;
      readonly jti: string;
      readonly iss: string;
      readonly sub?: string;
    };

/** `POST /oauth/introspect`: for authenticated callers, about tokens issued to them. */
@Injectable()
export class IntrospectionEndpoint {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly access: AccessService,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  async answer(request: FastifyRequest): Promise<Introspection> {
    const parameters = Parameters.ofBody(request);
    const { client } = await this.authenticator.authenticate(request, parameters);
    // RFC 7662 §2.1: the endpoint needs authorization, and a public client proves nothing.
    if (client.type === 'public') throw invalidClient();
    const authenticated = await this.access.authenticate(parameters.required('token'));
    if (authenticated?.client.id !== client.id) return { active: false };
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
      ...(principal && { sub: String(principal.id) }),
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client } from '../clients/index.js';
import { RefreshFamilies, TokenRevoker, TokenVerifier } from '../tokens/index.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { Parameters } from './parameters.js';

/** `POST /oauth/revoke` (RFC 7009): either token of a pair ends the pair; another client's stays alive. */
@Injectable()
export class RevocationEndpoint {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly families: RefreshFamilies,
    private readonly tokens: TokenVerifier,
    private readonly revoker: TokenRevoker,
  ) {}

  async answer(request: FastifyRequest): Promise<void> {
    const parameters = Parameters.ofBody(request);
    const { client } = await this.authenticator.authenticate(request, parameters);
    const token = parameters.required('token');
    const presented = this.families.read(token);
    if (presented) await this.revokeFamily(presented.familyId, client);
    else await this.revokeAccessToken(token, client);
  }

  private async revokeFamily(familyId: string, client: Client): Promise<void> {
    const family = await this.families.find(familyId);
    if (family?.clientRowId === client.id) await this.revoker.revokeFamily(family.id, 'revoked');
  }

  /** A dead one still names its pair: the refresh token of whoever logs out late must not live on. */
  private async revokeAccessToken(text: string, client: Client): Promise<void> {
    const token = this.tokens.read(text);
    if (token?.clientId !== client.clientId) return;
    if (token.familyId) await this.revoker.revokeFamily(token.familyId, 'revoked');
    else if (await this.tokens.verify(text)) await this.revoker.revokeToken(token.jti);
  }
}

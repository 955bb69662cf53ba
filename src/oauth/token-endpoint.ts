import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  parametersFingerprint,
  RefreshFamilies,
  TokenRevoker,
  type TokenResponse,
  withRefreshToken,
} from '../tokens/index.js';
import { ClientAuthenticator } from './client-authenticator.js';
import type { Granted, Rotation, TokenRequest } from './grants/grant.js';
import { GRANT_LIST, type GrantList } from './grants/index.js';
import { invalidRefreshToken, OAuthError } from './oauth.errors.js';
import { Parameters } from './parameters.js';
import { TokenAnswers } from './token-answers.js';

/** `POST /oauth/token` (RFC 6749 §3.2): authenticate the client, let the grant decide, issue. */
@Injectable()
export class TokenEndpoint {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    @Inject(GRANT_LIST) private readonly grants: GrantList,
    private readonly answers: TokenAnswers,
    private readonly families: RefreshFamilies,
    private readonly revoker: TokenRevoker,
  ) {}

  async answer(request: FastifyRequest): Promise<TokenResponse> {
    const parameters = Parameters.ofBody(request);
    const authenticated = await this.authenticator.authenticate(request, parameters);
    const tokenRequest = { ...authenticated, parameters };
    const granted = await this.grantFor(tokenRequest).authorize(tokenRequest);
    if (granted.rotation) return this.refresh(tokenRequest, granted, granted.rotation);
    return withRefreshToken(this.answers.issue(tokenRequest, granted), granted.refreshToken);
  }

  private grantFor({ client, parameters }: TokenRequest): GrantList[number] {
    const grantType = parameters.required('grant_type');
    const grant = this.grants.find((candidate) => candidate.grantType === grantType);
    if (!grant) throw new OAuthError('unsupported_grant_type', 'This grant type is not supported.');
    if (!client.grantTypes.includes(grant.grantType)) {
      throw new OAuthError('unauthorized_client', `This client is not registered for ${grant.grantType}.`);
    }
    return grant;
  }

  /** Rotates; a request that lost the race against its twin gets the twin's answer (protocol.md, Grace). */
  private async refresh(request: TokenRequest, granted: Granted, rotation: Rotation): Promise<TokenResponse> {
    const parameters = parametersOf(request);
    if (rotation.standing === 'current') {
      const response = this.answers.issue(request, granted);
      const rotated = await this.families.rotate(rotation.family, rotation.presented, { response, parameters });
      if (rotated) return rotated;
      return this.afterLostRace(request, rotation, parameters);
    }
    return this.repeat(rotation, parameters);
  }

  private async afterLostRace({ client }: TokenRequest, lost: Rotation, parameters: string): Promise<TokenResponse> {
    const { presented } = lost;
    const family = await this.families.find(lost.family.id);
    if (!family) throw invalidRefreshToken();
    const standing = this.families.standingOf(family, presented, client.graceSeconds);
    return this.repeat({ family, presented, standing }, parameters);
  }

  private async repeat({ family, presented, standing }: Rotation, parameters: string): Promise<TokenResponse> {
    if (standing === 'replayed') await this.revoker.revokeFamily(family.id, 'refresh_token_replayed');
    const response = standing === 'repeated' ? this.families.repeat(family, presented, parameters) : undefined;
    if (!response) throw invalidRefreshToken();
    return response;
  }
}

const parametersOf = ({ client, credentialId, parameters }: TokenRequest): string =>
  parametersFingerprint([client.clientId, credentialId, parameters.get('scope')]);

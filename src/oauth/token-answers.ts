import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../access/index.js';
import { TokenIssuer, type TokenResponse } from '../tokens/index.js';
import type { Granted, TokenRequest } from './grants/grant.js';
import { IdTokens } from './openid/id-tokens.js';

/** What the token endpoint answers, but for the refresh token: an ID token goes along where `openid` was granted. */
@Injectable()
export class TokenAnswers {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly idTokens: IdTokens,
  ) {}

  issue({ client, credentialId }: TokenRequest, granted: Granted): TokenResponse {
    const response = this.issuer.issue(client, credentialId, granted);
    const { principal, scope, signIn, nonce = null } = granted;
    if (!principal || !signIn || !ScopeSet.of(scope).has('openid')) return response;
    const { access_token: accessToken, created_at: issuedAt } = response;
    const facts = { userId: principal.id, signIn, nonce, accessToken, issuedAt };
    return { ...response, id_token: this.idTokens.issue(client, facts) };
  }
}

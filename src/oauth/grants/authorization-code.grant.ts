import { Injectable } from '@nestjs/common';
import { PrincipalFactsPort } from '../../access/index.js';
import { type Client, matchesRedirectUri } from '../../clients/index.js';
import { type AuthorizationCode, AuthorizationCodes } from '../authorize/authorization-codes.js';
import { CodeRedemption } from '../authorize/code-redemption.js';
import { matchesChallenge } from '../authorize/pkce.js';
import { invalidCode } from '../oauth.errors.js';
import { isOfEpochs } from './epochs.js';
import { Grant, type Granted, type TokenRequest } from './grant.js';

/** RFC 6749 §4.1.3 with PKCE (RFC 7636 §4.6). */
@Injectable()
export class AuthorizationCodeGrant extends Grant {
  readonly grantType = 'authorization_code';

  constructor(
    private readonly codes: AuthorizationCodes,
    private readonly redemption: CodeRedemption,
    private readonly principals: PrincipalFactsPort,
  ) {
    super();
  }

  async authorize({ client, parameters }: TokenRequest): Promise<Granted> {
    const presented = parameters.required('code');
    const redirectUri = parameters.required('redirect_uri');
    const code = await this.codes.find(presented);
    // Another client's attempt changes nothing: it may have seen the code, its owner still needs it.
    if (code?.clientRowId !== client.id) throw invalidCode();
    if (code.isConsumed) return this.refuseReplay(code);
    if (!isOf(code, client, redirectUri) || !matchesChallenge(code.codeChallenge, parameters.get('code_verifier'))) {
      await this.codes.burn(code);
      throw invalidCode();
    }
    const principal = await this.principals.principal(code.userId);
    if (!principal?.enabled || !isOfEpochs(code, principal, client)) throw invalidCode();
    const redeemed = await this.redemption.redeem(code, client.grantTypes.includes('refresh_token'));
    if (!redeemed) return this.refuseReplay(code);
    return { principal, scope: code.scopes, grantId: code.grantId, ...redeemed };
  }

  /** RFC 6749 §4.1.2: what the first redemption got is revoked; after its transaction, so that nothing undoes it. */
  private async refuseReplay(code: AuthorizationCode): Promise<never> {
    await this.redemption.revokeWhatItGot(code);
    throw invalidCode();
  }
}

/** A redirect URI that its client gave up meanwhile may be somebody else's by now. */
const isOf = (code: AuthorizationCode, client: Client, redirectUri: string): boolean =>
  code.redirectUri === redirectUri && matchesRedirectUri(client, redirectUri);

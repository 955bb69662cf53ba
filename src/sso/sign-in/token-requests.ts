import { Inject, Injectable } from '@nestjs/common';
import { type Issuer, ISSUER } from '../../shared/index.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { type JsonObject, objectIn, ProviderRequests } from '../providers/provider-requests.js';
import { ProviderSecrets } from '../providers/provider-secrets.js';
import { callbackPath } from './callback-path.js';

export interface TokenAnswer {
  readonly status: number;
  readonly object: JsonObject;
}

/** Requests to token endpoints (RFC 6749 §4.1.3). */
@Injectable()
export class TokenRequests {
  constructor(
    private readonly requests: ProviderRequests,
    private readonly secrets: ProviderSecrets,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  /** Throws ProviderFault where no JSON comes back. */
  async redeem(
    provider: IdentityProvider,
    code: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<TokenAnswer> {
    const { clientId, tokenEndpoint: url, tokenAuthentication, companyId } = provider;
    const secret = this.secrets.open(provider);
    const inBody = tokenAuthentication === 'client_secret_post';
    const form = new URLSearchParams({
      ...parameters,
      code,
      redirect_uri: this.issuer.url + callbackPath(provider),
      ...(inBody && { client_id: clientId, client_secret: secret }),
    });
    const headers: Record<string, string> = inBody ? {} : { authorization: basic(clientId, secret) };
    const answer = await this.requests.post({ url, what: 'token endpoint', companyId }, form, headers);
    return { status: answer.status, object: objectIn(answer, 'token endpoint') };
  }
}

/** RFC 6749 §2.3.1: both parts as a form would write them. */
function basic(id: string, secret: string): string {
  const formEncoded = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);
  return `Basic ${Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64')}`;
}

import { Injectable } from '@nestjs/common';
import type { IdentityProvider } from './identity-provider.entity.js';
import { type JsonObject, ProviderFault, ProviderRequests, textOf } from './provider-requests.js';

/** Where a provider does what. */
export type Endpoints = Pick<
  IdentityProvider,
  | 'issuer'
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userinfoEndpoint'
  | 'jwksUri'
  | 'endSessionEndpoint'
  | 'namesItself'
>;

export interface Discovered extends Endpoints {
  /** Whether the secret can only be sent in the body. */
  readonly wantsSecretInBody: boolean;
}

/** What providers publish of themselves (OpenID Connect Discovery 1.0 §4). */
@Injectable()
export class Discovery {
  constructor(private readonly requests: ProviderRequests) {}

  /** Throws {@link ProviderFault}. */
  async of(issuer: string, companyId: number): Promise<Discovered> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const document = await this.requests.get({ url, what: 'discovery', companyId });
    // §4.3: else it would speak for somebody else.
    if (document.issuer !== issuer) throw new ProviderFault('discovery: it names another issuer');
    const methods = document.token_endpoint_auth_methods_supported;
    return {
      issuer,
      authorizationEndpoint: required(document, 'authorization_endpoint'),
      tokenEndpoint: required(document, 'token_endpoint'),
      jwksUri: required(document, 'jwks_uri'),
      userinfoEndpoint: textOf(document, 'userinfo_endpoint') ?? null,
      endSessionEndpoint: textOf(document, 'end_session_endpoint') ?? null,
      namesItself: document.authorization_response_iss_parameter_supported === true,
      wantsSecretInBody:
        Array.isArray(methods) && !methods.includes('client_secret_basic') && methods.includes('client_secret_post'),
    };
  }
}

function required(document: JsonObject, name: string): string {
  const value = textOf(document, name);
  if (value === undefined) throw new ProviderFault(`discovery: ${name} is missing`);
  return value;
}

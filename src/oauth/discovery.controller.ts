import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/index.js';
import { KEY_ALGORITHMS } from '../clients/index.js';
import { KeyRing } from '../keys/index.js';
import { ISSUER, type Issuer } from '../shared/index.js';
import { CLIENT_AUTHENTICATION_METHODS } from './client-authentication/index.js';
import { GRANT_LIST, type GrantList } from './grants/index.js';
import { JWKS_DOC, METADATA_DOC, RESOURCE_DOC } from './oauth.docs.js';
import { openIdMetadata } from './openid/metadata.js';
import { ScopePolicy } from './scope-policy.js';

/** RFC 8414 §2: of every endpoint that takes `private_key_jwt`. */
const signingAlgorithms = (...endpoints: string[]): Metadata =>
  Object.fromEntries(endpoints.map((name) => [`${name}_endpoint_auth_signing_alg_values_supported`, KEY_ALGORITHMS]));

type Metadata = Readonly<Record<string, unknown>>;

/** What clients discover: read from what is implemented, so that it cannot lie. */
@ApiTags('Discovery')
@Public()
@Controller()
export class DiscoveryController {
  constructor(
    @Inject(ISSUER) private readonly issuer: Issuer,
    @Inject(GRANT_LIST) private readonly grants: GrantList,
    private readonly scopes: ScopePolicy,
    private readonly keys: KeyRing,
  ) {}

  @Get('.well-known/oauth-authorization-server')
  @ApiOperation({ summary: 'Authorization server metadata', description: 'RFC 8414' })
  @ApiResponse({ status: 200, description: 'The metadata.', schema: METADATA_DOC })
  authorizationServer(): Metadata {
    const { url } = this.issuer;
    const methods = CLIENT_AUTHENTICATION_METHODS.map(({ name }) => name);
    return {
      issuer: url,
      authorization_endpoint: `${url}/oauth/authorize`,
      token_endpoint: `${url}/oauth/token`,
      revocation_endpoint: `${url}/oauth/revoke`,
      introspection_endpoint: `${url}/oauth/introspect`,
      jwks_uri: `${url}/oauth/jwks`,
      scopes_supported: this.scopes.supported(),
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: this.grants.map(({ grantType }) => grantType),
      token_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_methods_supported: methods.filter((name) => name !== 'none'),
      ...signingAlgorithms('token', 'revocation', 'introspection'),
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ui_locales_supported: ['en', 'es'],
      service_documentation: `${url}/docs`,
    };
  }

  @Get('.well-known/openid-configuration')
  @ApiOperation({ summary: 'The same, where OpenID clients look', description: 'OpenID Connect Discovery 1.0 §4' })
  @ApiResponse({ status: 200, description: 'The metadata.', schema: METADATA_DOC })
  openidConfiguration(): Metadata {
    return { ...this.authorizationServer(), ...openIdMetadata(this.issuer.url) };
  }

  @Get('.well-known/oauth-protected-resource')
  @ApiOperation({ summary: 'Protected resource metadata', description: 'RFC 9728' })
  @ApiResponse({ status: 200, description: 'The metadata.', schema: RESOURCE_DOC })
  protectedResource(): Metadata {
    const { url } = this.issuer;
    return {
      resource: url,
      authorization_servers: [url],
      scopes_supported: this.scopes.supported(),
      bearer_methods_supported: ['header'],
      resource_documentation: `${url}/docs`,
    };
  }

  @Get('oauth/jwks')
  @ApiOperation({ summary: 'Public signing keys', description: 'RFC 7517' })
  @ApiResponse({ status: 200, description: 'The keys.', schema: JWKS_DOC })
  jwks(): Metadata {
    const keys = this.keys.signingKeys().map(({ id, alg, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid: id,
      use: 'sig',
      alg,
    }));
    return { keys };
  }
}

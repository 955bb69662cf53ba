import { Module } from '@nestjs/common';
import { Authorization } from './authorize/authorization.js';
import { AuthorizationCodes } from './authorize/authorization-codes.js';
import { AuthorizationRequests } from './authorize/authorization-request.js';
import { AuthorizeController } from './authorize/authorize.controller.js';
import { AuthorizePages } from './authorize/authorize-pages.js';
import { ConsentController } from './authorize/consent.controller.js';
import { ConsentView } from './authorize/consent-view.js';
import { OpenConsents } from './authorize/open-consents.js';
import { PendingRequests } from './authorize/pending-requests.js';
import { OAuthReturnDestinations } from './authorize/return-destinations.js';
import { ClientAssertions } from './client-assertions.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { ConnectedAppsController } from './connected-apps.controller.js';
import { ConnectedApps } from './connected-apps.js';
import { DiscoveryController } from './discovery.controller.js';
import { GRANT_LIST, type GrantList, GRANTS } from './grants/index.js';
import { IntrospectionEndpoint } from './introspection-endpoint.js';
import { RevocationEndpoint } from './revocation-endpoint.js';
import { ScopePolicy } from './scope-policy.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenInfoEndpoint } from './token-info-endpoint.js';
import { TokenController } from './token.controller.js';

/** The protocol. `ConsentEffects` is bound in `ports/ports.module.ts`. */
@Module({
  controllers: [AuthorizeController, ConsentController, TokenController, DiscoveryController, ConnectedAppsController],
  providers: [
    Authorization,
    AuthorizationCodes,
    AuthorizationRequests,
    AuthorizePages,
    ClientAssertions,
    ClientAuthenticator,
    ConsentView,
    OpenConsents,
    ConnectedApps,
    IntrospectionEndpoint,
    OAuthReturnDestinations,
    PendingRequests,
    RevocationEndpoint,
    ScopePolicy,
    TokenEndpoint,
    TokenInfoEndpoint,
    ...GRANTS,
    { provide: GRANT_LIST, inject: [...GRANTS], useFactory: (...grants: GrantList) => grants },
  ],
  exports: [AuthorizePages, OAuthReturnDestinations, ScopePolicy],
})
export class OAuthModule {}

import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Authorization } from './authorize/authorization.js';
import { AuthorizationCodes } from './authorize/authorization-codes.js';
import { AuthorizationRequests } from './authorize/authorization-request.js';
import { AuthorizeController } from './authorize/authorize.controller.js';
import { AuthorizePages } from './authorize/authorize-pages.js';
import { CodeRedemption } from './authorize/code-redemption.js';
import { ConsentController } from './authorize/consent.controller.js';
import { ConsentView } from './authorize/consent-view.js';
import { Consents } from './authorize/consents.js';
import { NextSteps } from './authorize/next-step.js';
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
import { LivingRefreshTokens } from './living-refresh-tokens.js';
import { ClientSessions } from './logout/client-sessions.js';
import { LogoutClaims } from './logout/logout-claims.js';
import { LogoutDispatcher } from './logout/logout-dispatcher.js';
import { LogoutSender } from './logout/logout-sender.js';
import { LogoutWakeUp } from './logout/logout-wake-up.js';
import { LogoutController } from './logout/logout.controller.js';
import { LogoutPages } from './logout/logout-pages.js';
import { LogoutRequests } from './logout/logout-requests.js';
import { AuthenticationRequests } from './openid/authentication-request.js';
import { IdTokens } from './openid/id-tokens.js';
import { SignedTokens } from './openid/signed-tokens.js';
import { UserInfoController } from './openid/userinfo.controller.js';
import { UserInfoEndpoint } from './openid/userinfo-endpoint.js';
import { Subjects } from './openid/subjects.js';
import { RevocationEndpoint } from './revocation-endpoint.js';
import { ScopePolicy } from './scope-policy.js';
import { TokenAnswers } from './token-answers.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenInfoEndpoint } from './token-info-endpoint.js';
import { TokenController } from './token.controller.js';

/** The protocol. `ConsentEffects` is bound in `ports/ports.module.ts`. */
@Module({
  imports: [JwtModule.register({})],
  controllers: [
    AuthorizeController,
    ConsentController,
    TokenController,
    DiscoveryController,
    ConnectedAppsController,
    UserInfoController,
    LogoutController,
  ],
  providers: [
    AuthenticationRequests,
    Authorization,
    AuthorizationCodes,
    AuthorizationRequests,
    AuthorizePages,
    ClientAssertions,
    ClientAuthenticator,
    CodeRedemption,
    Consents,
    ConsentView,
    OpenConsents,
    ConnectedApps,
    IdTokens,
    IntrospectionEndpoint,
    LivingRefreshTokens,
    ClientSessions,
    LogoutClaims,
    LogoutDispatcher,
    LogoutPages,
    LogoutSender,
    LogoutWakeUp,
    LogoutRequests,
    NextSteps,
    OAuthReturnDestinations,
    PendingRequests,
    RevocationEndpoint,
    ScopePolicy,
    SignedTokens,
    Subjects,
    TokenAnswers,
    TokenEndpoint,
    TokenInfoEndpoint,
    UserInfoEndpoint,
    ...GRANTS,
    { provide: GRANT_LIST, inject: [...GRANTS], useFactory: (...grants: GrantList) => grants },
  ],
  exports: [AuthorizePages, ClientSessions, ConnectedApps, LogoutPages, OAuthReturnDestinations, ScopePolicy],
})
export class OAuthModule {}

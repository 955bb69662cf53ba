import { Module } from '@nestjs/common';
import { DomainConfirmationController } from './domains/domain-confirmation.controller.js';
import { DomainConfirmations } from './domains/domain-confirmations.js';
import { DomainChecks } from './domains/domain-checks.js';
import { DomainMail } from './domains/domain-mail.js';
import { DomainNews } from './domains/domain-news.js';
import { DomainWatch } from './domains/domain-watch.js';
import { EmailDomainsController } from './domains/email-domains.controller.js';
import { EmailDomains } from './domains/email-domains.js';
import { ProvenDomains } from './domains/proven-domains.js';
import { TxtRecords } from './domains/txt-records.js';
import { Discovery } from './providers/discovery.js';
import { EmergencyAdministrators } from './providers/emergency-administrators.js';
import { EnforcementLifting } from './providers/enforcement-lifting.js';
import { IdentityProvidersController } from './providers/identity-providers.controller.js';
import { IdentityProviders } from './providers/identity-providers.js';
import { ProviderEffects } from './providers/provider-effects.js';
import { ProviderHandles } from './providers/provider-handles.js';
import { ProviderRequests } from './providers/provider-requests.js';
import { ProviderSecrets } from './providers/provider-secrets.js';
import { ProviderSettings } from './providers/provider-settings.js';
import { ProviderTest } from './providers/provider-test.js';
import { AccountLinks } from './sign-in/account-links.js';
import { Arrivals } from './sign-in/arrivals.js';
import { Assertions } from './sign-in/assertions.js';
import { SsoCallbackController } from './sign-in/callback.controller.js';
import { LinkedIdentities } from './sign-in/linked-identities.js';
import { LinkedIdentitiesController } from './sign-in/linked-identities.controller.js';
import { LinkMail } from './sign-in/link-mail.js';
import { ProviderKeys } from './sign-in/provider-keys.js';
import { ProviderSessions } from './sign-in/provider-sessions.js';
import { CompanySignInPolicy } from './sign-in/sign-in-policy.js';
import { SsoController, SsoSignedOutController } from './sign-in/sso.controller.js';
import { SsoExchange } from './sign-in/sso-exchange.js';
import { SsoFlows } from './sign-in/sso-flows.js';
import { SsoSignIn } from './sign-in/sso-sign-in.js';
import { TokenRequests } from './sign-in/token-requests.js';

/** Single sign-on: companies' identity providers, the domains they speak for, and the way there and back. */
@Module({
  controllers: [
    IdentityProvidersController,
    EmailDomainsController,
    LinkedIdentitiesController,
    DomainConfirmationController,
    SsoCallbackController,
    SsoController,
    SsoSignedOutController,
  ],
  providers: [
    AccountLinks,
    Arrivals,
    Assertions,
    CompanySignInPolicy,
    Discovery,
    DomainChecks,
    DomainConfirmations,
    DomainMail,
    DomainNews,
    DomainWatch,
    EmailDomains,
    EmergencyAdministrators,
    EnforcementLifting,
    IdentityProviders,
    LinkedIdentities,
    LinkMail,
    ProvenDomains,
    ProviderEffects,
    ProviderHandles,
    ProviderKeys,
    ProviderRequests,
    ProviderSecrets,
    ProviderSessions,
    ProviderSettings,
    ProviderTest,
    SsoExchange,
    SsoFlows,
    SsoSignIn,
    TokenRequests,
    TxtRecords,
  ],
  exports: [
    CompanySignInPolicy,
    DomainMail,
    EmailDomains,
    EnforcementLifting,
    IdentityProviders,
    LinkedIdentities,
    ProviderHandles,
    ProviderSessions,
    ProviderTest,
  ],
})
export class SsoModule {}

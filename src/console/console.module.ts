import { Module } from '@nestjs/common';
import { AppManagementModule } from '../app-management/index.js';
import { AppsModule } from '../apps/index.js';
import { OAuthModule } from '../oauth/index.js';
import { OperationsModule } from '../operations/index.js';
import { RequestsModule } from '../requests/index.js';
import { ServiceAccountsModule } from '../service-accounts/index.js';
import { SsoModule } from '../sso/index.js';
import { UsageModule } from '../usage/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { AccountAppsController } from './account/account-apps.controller.js';
import { AccountSessionsController } from './account/account-sessions.controller.js';
import { AppChangesController } from './apps/app-changes.controller.js';
import { AppChoices } from './apps/app-choices.js';
import { AppListController } from './apps/app-list.controller.js';
import { AdviceReader, AppViews, ConnectionReader } from './apps/app-views.js';
import { AppController } from './apps/app.controller.js';
import { FormerTermsReader } from './apps/former-terms.js';
import { ConsoleInstallController } from './apps/install.controller.js';
import { ConsolePermissionsController } from './apps/permissions.controller.js';
import { ConsolePoliciesController } from './apps/policies.controller.js';
import { PolicyEnds } from './apps/policy-ends.js';
import { ProjectChoices } from './apps/project-choices.js';
import { ConsoleSecondFactorController } from './apps/second-factor.controller.js';
import { ConsoleSettingsController } from './apps/settings.controller.js';
import { MarketShelf } from './apps/market-shelf.js';
import { SettingsPages } from './apps/settings-pages.js';
import { ConsoleUpgradeController } from './apps/upgrade.controller.js';
import { AuditChoices } from './audit/audit-choices.js';
import { ConsoleAuditController } from './audit/audit.controller.js';
import { SubjectNames } from './audit/subject-names.js';
import { ThingNames } from './shell/thing-names.js';
import { ConsoleConfigurationController } from './configurations/configuration.controller.js';
import { ConfigurationForms } from './configurations/configuration-forms.js';
import { ConfigurationLines } from './configurations/configuration-lines.js';
import { ConfigurationPages } from './configurations/configuration-pages.js';
import { ConsoleConfigurationsController } from './configurations/configurations.controller.js';
import { ConsoleCompaniesController } from './companies/companies.controller.js';
import { AccessChoices } from './access-checks/access-choices.js';
import { CallerChoices } from './access-checks/caller-choices.js';
import { ConsoleAccessController } from './access-checks/access.controller.js';
import { AccountCredentials } from './credentials/account-credentials.js';
import { ConsoleKeysController } from './credentials/keys.controller.js';
import { ConsolePolicyController } from './credentials/policy.controller.js';
import { AskController } from './member-apps/ask.controller.js';
import { MemberAppsController } from './member-apps/member-apps.controller.js';
import { MemberCompaniesController } from './member-apps/member-companies.controller.js';
import { MemberShelf } from './member-apps/member-shelf.js';
import { OwnApps } from './member-apps/own-apps.js';
import { OwnRequestsController } from './member-apps/own-requests.controller.js';
import { RequestFacts } from './requests/request-facts.js';
import { ConsoleRequestsController } from './requests/requests.controller.js';
import { SecurityController } from './security/security.controller.js';
import { ConsoleAccountChangesController } from './service-accounts/account-changes.controller.js';
import { AccountPermissions } from './service-accounts/account-permissions.js';
import { AccountPlaces, AccountViews } from './service-accounts/account-views.js';
import { ConsoleAccountController } from './service-accounts/account.controller.js';
import { ConsoleAccountsController } from './service-accounts/accounts.controller.js';
import { ConsolePages } from './shell/console-pages.js';
import { FormOnce } from './shell/form-once.js';
import { FreshProofGuard } from './shell/fresh-proof.js';
import { Locked } from './shell/locked.js';
import { MadeSecrets } from './shell/made-secrets.js';
import { ManagedCompanies } from './shell/managed-companies.js';
import { Shells } from './shell/shells.js';
import { ShownOnce } from './shell/shown-once.js';
import { DomainChanges, DomainPages } from './single-sign-on/domain-pages.js';
import { ConsoleEmailDomainsController } from './single-sign-on/domains.controller.js';
import { Enforcement, EnforcementPages } from './single-sign-on/enforcement-pages.js';
import { ConsoleEnforcementController } from './single-sign-on/enforcement.controller.js';
import { NewProviderPages } from './single-sign-on/new-provider-pages.js';
import { ProviderChanges } from './single-sign-on/provider-changes.js';
import { ProviderChoices } from './single-sign-on/provider-choices.js';
import { ConsoleProviderEndsController } from './single-sign-on/provider-ends.controller.js';
import { ProviderPages } from './single-sign-on/provider-pages.js';
import { ProviderRegistration } from './single-sign-on/provider-registration.js';
import { ProviderViews } from './single-sign-on/provider-views.js';
import { ConsoleProviderController } from './single-sign-on/provider.controller.js';
import { ConsoleProvidersController } from './single-sign-on/providers.controller.js';
import { ConsoleUsageController } from './usage/usage.controller.js';
import { ConsoleDeliveriesController, ConsoleWebhookChangesController } from './webhooks/webhook-changes.controller.js';
import { ConsoleWebhookController } from './webhooks/webhook.controller.js';
import { WebhookPages } from './webhooks/webhook-pages.js';
import { ConsoleWebhooksController } from './webhooks/webhooks.controller.js';

/** The pages in which people look after the apps of their companies and their own account. */
@Module({
  imports: [
    AppsModule,
    AppManagementModule,
    OAuthModule,
    OperationsModule,
    RequestsModule,
    ServiceAccountsModule,
    SsoModule,
    UsageModule,
    WebhooksModule,
  ],
  controllers: [
    ConsoleCompaniesController,
    AppListController,
    ConsoleInstallController,
    ConsoleSettingsController,
    ConsolePoliciesController,
    ConsoleSecondFactorController,
    AppController,
    AppChangesController,
    ConsolePermissionsController,
    ConsoleUpgradeController,
    ConsoleConfigurationsController,
    ConsoleConfigurationController,
    ConsoleRequestsController,
    ConsoleAccountsController,
    ConsolePolicyController,
    ConsoleAccountController,
    ConsoleAccountChangesController,
    ConsoleKeysController,
    ConsoleUsageController,
    ConsoleAccessController,
    ConsoleProvidersController,
    ConsoleProviderController,
    ConsoleProviderEndsController,
    ConsoleEnforcementController,
    ConsoleEmailDomainsController,
    ConsoleWebhooksController,
    ConsoleWebhookController,
    ConsoleWebhookChangesController,
    ConsoleDeliveriesController,
    ConsoleAuditController,
    AccountAppsController,
    AccountSessionsController,
    MemberCompaniesController,
    MemberAppsController,
    AskController,
    OwnRequestsController,
    SecurityController,
  ],
  providers: [
    AccessChoices,
    AccountCredentials,
    AccountPermissions,
    AccountPlaces,
    AccountViews,
    AdviceReader,
    AppChoices,
    AppViews,
    AuditChoices,
    CallerChoices,
    ConfigurationForms,
    ConfigurationLines,
    ConfigurationPages,
    ConnectionReader,
    ConsolePages,
    DomainChanges,
    DomainPages,
    Enforcement,
    EnforcementPages,
    FormerTermsReader,
    FormOnce,
    FreshProofGuard,
    Locked,
    MadeSecrets,
    ManagedCompanies,
    MarketShelf,
    MemberShelf,
    NewProviderPages,
    OwnApps,
    PolicyEnds,
    ProjectChoices,
    ProviderChanges,
    ProviderChoices,
    ProviderPages,
    ProviderRegistration,
    ProviderViews,
    RequestFacts,
    SettingsPages,
    Shells,
    ShownOnce,
    SubjectNames,
    ThingNames,
    WebhookPages,
  ],
})
export class ConsoleModule {}

import { Module } from '@nestjs/common';
import { AppsModule } from '../apps/index.js';
import { AppInstallationsController } from './app-installations.controller.js';
import { CompanyInstallationsController } from './company-installations.controller.js';
import { ChangeableInstallations } from './changeable-installations.js';
import { ConnectOnConsent } from './connect-on-consent.js';
import { InstallationEffects } from './installation-effects.js';
import { InstallationFacts } from './installation-facts.js';
import { InstallationStore } from './installation-store.js';
import { TermsOfInstallation } from './installation-terms.js';
import { InstallationViews } from './installation-views.js';
import { Installations } from './installations.js';
import { InstalledCompanies } from './installed-companies.js';
import { InstalledServiceAccounts } from './installed-service-accounts.js';
import { Narrowing } from './narrowing.js';
import { PermittedProjectRows, PermittedProjects } from './permitted-projects.js';
import { AppConnections } from './connections/app-connections.js';
import { AppConnectionsController } from './connections/app-connections.controller.js';
import { AppConfigurations } from './configurations/app-configurations.js';
import { AppConfigurationsController } from './configurations/app-configurations.controller.js';
import { ConfigurationRules } from './configurations/configuration-rules.js';
import { ConfigurationSight } from './configurations/configuration-sight.js';
import { ConfigurationStore } from './configurations/configuration-store.js';
import { ConfigurationViews } from './configurations/configuration-views.js';
import { SeenConfigurations } from './configurations/seen-configurations.js';
import { DeveloperInstallations } from './developers/developer-installations.js';
import { DeveloperInstallationsController } from './developers/developer-installations.controller.js';
import { Installing } from './installing.js';
import { InstallingController } from './installing.controller.js';
import { KnownApps } from './known-apps.js';
import { PersonalInstallations } from './personal-installations.js';
import { AppExpulsion } from './policies/app-expulsion.js';
import { AppPolicies } from './policies/app-policies.js';
import { AppPoliciesController } from './policies/app-policies.controller.js';
import { PolicyDecisions } from './policies/policy-decisions.js';
import { InstallationRequestStore } from './requests/installation-request-store.js';
import { InstallationRequestViews } from './requests/installation-request-views.js';
import { InstallationRequests } from './requests/installation-requests.js';
import { InstallationRequestsController } from './requests/installation-requests.controller.js';
import { ProcoreRequestsController } from './requests/procore-requests.controller.js';
import { RequestAnswers } from './requests/request-answers.js';
import { Upgrades } from './upgrades/upgrades.js';
import { UpgradesController } from './upgrades/upgrades.controller.js';

/** The company's side of apps: which are installed, what was approved, where they may run, who asked for more. */
@Module({
  imports: [AppsModule],
  controllers: [
    AppInstallationsController,
    InstallingController,
    CompanyInstallationsController,
    UpgradesController,
    AppConnectionsController,
    AppConfigurationsController,
    InstallationRequestsController,
    ProcoreRequestsController,
    AppPoliciesController,
    DeveloperInstallationsController,
  ],
  providers: [
    AppConfigurations,
    AppConnections,
    AppExpulsion,
    AppPolicies,
    ChangeableInstallations,
    ConfigurationRules,
    ConfigurationSight,
    ConfigurationStore,
    ConfigurationViews,
    ConnectOnConsent,
    DeveloperInstallations,
    InstallationEffects,
    InstallationFacts,
    InstallationRequests,
    InstallationRequestStore,
    InstallationRequestViews,
    InstallationStore,
    InstallationViews,
    Installations,
    InstalledCompanies,
    InstalledServiceAccounts,
    Installing,
    KnownApps,
    Narrowing,
    PermittedProjectRows,
    PermittedProjects,
    PersonalInstallations,
    PolicyDecisions,
    RequestAnswers,
    SeenConfigurations,
    TermsOfInstallation,
    Upgrades,
  ],
  exports: [
    AppConfigurations,
    AppConnections,
    AppPolicies,
    ChangeableInstallations,
    ConfigurationStore,
    ConfigurationViews,
    ConnectOnConsent,
    InstallationFacts,
    InstallationRequests,
    InstallationRequestStore,
    InstallationRequestViews,
    Installations,
    InstallationViews,
    InstalledCompanies,
    Installing,
    KnownApps,
    Narrowing,
    PermittedProjects,
    PersonalInstallations,
    PolicyDecisions,
    RequestAnswers,
    Upgrades,
  ],
})
export class AppManagementModule {}

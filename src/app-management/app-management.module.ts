import { Module } from '@nestjs/common';
import { AppsModule } from '../apps/index.js';
import { AppInstallationsController } from './app-installations.controller.js';
import { CompanyInstallationsController } from './company-installations.controller.js';
import { ConnectOnConsent } from './connect-on-consent.js';
import { InstallationEffects } from './installation-effects.js';
import { InstallationFacts } from './installation-facts.js';
import { InstallationStore } from './installation-store.js';
import { TermsOfInstallation } from './installation-terms.js';
import { InstallationViews } from './installation-views.js';
import { Installations } from './installations.js';
import { InstalledCompanies } from './installed-companies.js';
import { InstalledServiceAccounts } from './installed-service-accounts.js';
import { PermittedProjectRows, PermittedProjects } from './permitted-projects.js';

/** The company's side of apps: which are installed, what was approved, where they may run. */
@Module({
  imports: [AppsModule],
  controllers: [AppInstallationsController, CompanyInstallationsController],
  providers: [
    ConnectOnConsent,
    InstallationEffects,
    InstallationFacts,
    InstallationStore,
    InstallationViews,
    Installations,
    InstalledCompanies,
    InstalledServiceAccounts,
    PermittedProjectRows,
    PermittedProjects,
    TermsOfInstallation,
  ],
  exports: [ConnectOnConsent, InstallationFacts, Installations, InstalledCompanies, PermittedProjects],
})
export class AppManagementModule {}

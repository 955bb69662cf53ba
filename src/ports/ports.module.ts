import { Global, Module } from '@nestjs/common';
import { BrowserPort, DirectoryFactsPort, InstallationFactsPort, PrincipalFactsPort } from '../access/index.js';
import { AppManagementModule, InstallationFacts, InstallationUse } from '../app-management/index.js';
import { AppsModule, AppUse } from '../apps/index.js';
import { ChangeObserver } from '../audit/index.js';
import {
  AppAccountsPort,
  CompanyLock,
  DirectoryFacts,
  DirectoryModule,
  GrantedCompanies,
  MemberLeaving,
  ProjectVisibility,
} from '../directory/index.js';
import {
  AccountLeaving,
  BrowserPeople,
  FactorDemands,
  IdentityModule,
  Principals,
  ReturnDestinations,
  SessionEnding,
  SignInPolicy,
} from '../identity/index.js';
import { ClientSessions, ConsentEffects, OAuthModule, OAuthReturnDestinations } from '../oauth/index.js';
import { LeavingEverything } from './account-leaving.js';
import { AccountsOfInstalledApps } from './app-accounts.js';
import { InstalledApps } from './app-use.js';
import { CompanyLocks } from '../requests/index.js';
import { ConsentInCompanies } from './consent.js';
import { DemandingCompanies } from './factor-demands.js';
import { TracesOfLeavingMember } from './member-leaving.js';
import { ServiceAccountsModule } from '../service-accounts/index.js';
import { CompanySignInPolicy, SsoModule } from '../sso/index.js';
import { LastUses } from '../usage/index.js';
import { WebhookOutbox, WebhooksModule } from '../webhooks/index.js';
import { CompaniesOfToken, ProjectsOfToken } from './visibility.js';

/** Where a lower module reaches a higher one: each port with what implements it. */
@Global()
@Module({
  imports: [
    IdentityModule,
    DirectoryModule,
    SsoModule,
    AppsModule,
    AppManagementModule,
    OAuthModule,
    ServiceAccountsModule,
    WebhooksModule,
  ],
  providers: [
    { provide: BrowserPort, useExisting: BrowserPeople },
    { provide: PrincipalFactsPort, useExisting: Principals },
    { provide: DirectoryFactsPort, useExisting: DirectoryFacts },
    { provide: InstallationFactsPort, useExisting: InstallationFacts },
    { provide: ConsentEffects, useClass: ConsentInCompanies },
    { provide: AppAccountsPort, useClass: AccountsOfInstalledApps },
    { provide: GrantedCompanies, useClass: CompaniesOfToken },
    { provide: ProjectVisibility, useClass: ProjectsOfToken },
    { provide: MemberLeaving, useClass: TracesOfLeavingMember },
    { provide: FactorDemands, useClass: DemandingCompanies },
    { provide: AccountLeaving, useClass: LeavingEverything },
    { provide: AppUse, useClass: InstalledApps },
    { provide: InstallationUse, useClass: LastUses },
    { provide: CompanyLocks, useExisting: CompanyLock },
    { provide: ChangeObserver, useExisting: WebhookOutbox },
    { provide: ReturnDestinations, useExisting: OAuthReturnDestinations },
    { provide: SessionEnding, useExisting: ClientSessions },
    { provide: SignInPolicy, useExisting: CompanySignInPolicy },
  ],
  exports: [
    BrowserPort,
    PrincipalFactsPort,
    DirectoryFactsPort,
    InstallationFactsPort,
    ConsentEffects,
    AppAccountsPort,
    GrantedCompanies,
    ProjectVisibility,
    CompanyLocks,
    MemberLeaving,
    FactorDemands,
    AccountLeaving,
    AppUse,
    InstallationUse,
    ChangeObserver,
    ReturnDestinations,
    SessionEnding,
    SignInPolicy,
  ],
})
export class PortsModule {}

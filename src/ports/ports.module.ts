import { Global, Module } from '@nestjs/common';
import { DirectoryFactsPort, InstallationFactsPort, PrincipalFactsPort } from '../access/index.js';
import { AppManagementModule, InstallationFacts } from '../app-management/index.js';
import {
  DirectoryFacts,
  DirectoryModule,
  GrantedCompanies,
  MemberLeaving,
  ProjectVisibility,
} from '../directory/index.js';
import { IdentityModule, Principals, ReturnDestinations } from '../identity/index.js';
import { ConsentEffects, OAuthModule, OAuthReturnDestinations } from '../oauth/index.js';
import { ConsentInCompanies } from './consent.js';
import { GrantsOfLeavingMember } from './member-leaving.js';
import { CompaniesOfToken, ProjectsOfToken } from './visibility.js';

/** Where a lower module reaches a higher one: each port with what implements it. */
@Global()
@Module({
  imports: [IdentityModule, DirectoryModule, AppManagementModule, OAuthModule],
  providers: [
    { provide: PrincipalFactsPort, useExisting: Principals },
    { provide: DirectoryFactsPort, useExisting: DirectoryFacts },
    { provide: InstallationFactsPort, useExisting: InstallationFacts },
    { provide: ConsentEffects, useClass: ConsentInCompanies },
    { provide: GrantedCompanies, useClass: CompaniesOfToken },
    { provide: ProjectVisibility, useClass: ProjectsOfToken },
    { provide: MemberLeaving, useClass: GrantsOfLeavingMember },
    { provide: ReturnDestinations, useExisting: OAuthReturnDestinations },
  ],
  exports: [
    PrincipalFactsPort,
    DirectoryFactsPort,
    InstallationFactsPort,
    ConsentEffects,
    GrantedCompanies,
    ProjectVisibility,
    MemberLeaving,
    ReturnDestinations,
  ],
})
export class PortsModule {}

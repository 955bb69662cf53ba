import { Module } from '@nestjs/common';
import { AppClientFactory } from './app-client-factory.js';
import { AppClientKeys } from './app-client-keys.js';
import { AppClientKeysController } from './app-client-keys.controller.js';
import { AppClientSecrets } from './app-client-secrets.js';
import { AppClientsController } from './app-clients.controller.js';
import { AppClients } from './app-clients.js';
import { AppDeletion } from './app-deletion.js';
import { AppRedirectUrisController } from './app-redirect-uris.controller.js';
import { AppRedirectUris } from './app-redirect-uris.js';
import { AppReleases } from './app-releases.js';
import { AppTeam } from './app-team.js';
import { AppVersionsController } from './app-versions.controller.js';
import { AppVersions } from './app-versions.js';
import { AppWarnings } from './app-warnings.js';
import { AppsController } from './apps.controller.js';
import { Apps } from './apps.js';
import { ClientRules } from './client-rules.js';
import { ManifestChecksController } from './manifest/manifest-checks.controller.js';
import { ManifestSchemaController } from './manifest/manifest-schema.controller.js';
import { ManifestSchema } from './manifest/manifest-schema.js';
import { Manifests } from './manifest/manifests.js';
import { MarketplaceController } from './marketplace/marketplace.controller.js';
import { Marketplace } from './marketplace/marketplace.js';
import { AppClosing } from './app-closing.js';
import { SandboxSeeding } from './sandbox/sandbox-seeding.js';
import { SandboxCompanies } from './sandbox/sandbox-companies.js';
import { SandboxMembers } from './sandbox/sandbox-members.js';
import { AppCollaboratorsController } from './team/app-collaborators.controller.js';
import { AppCollaborators } from './team/app-collaborators.js';
import { AppHandover } from './team/app-handover.js';
import { AppInvitationMail } from './team/app-invitation-mail.js';
import { AppInvitations } from './team/app-invitations.js';
import { MeAppInvitationsController } from './team/me-app-invitations.controller.js';
import { OwnInvitations } from './team/own-invitations.js';
import { VersionPromotion } from './version-promotion.js';
import { VersionWithdrawal } from './version-withdrawal.js';

/** The developer's side: apps, their teams, versions and clients, and the marketplace that shows them. */
@Module({
  controllers: [
    AppsController,
    AppCollaboratorsController,
    MeAppInvitationsController,
    AppVersionsController,
    ManifestChecksController,
    ManifestSchemaController,
    AppClientsController,
    AppClientKeysController,
    AppRedirectUrisController,
    MarketplaceController,
  ],
  providers: [
    AppClosing,
    SandboxSeeding,
    AppTeam,
    AppReleases,
    AppClientFactory,
    AppClientKeys,
    AppClientSecrets,
    AppClients,
    AppCollaborators,
    AppDeletion,
    AppHandover,
    AppInvitationMail,
    AppInvitations,
    AppRedirectUris,
    AppVersions,
    AppWarnings,
    Apps,
    ClientRules,
    ManifestSchema,
    Manifests,
    Marketplace,
    OwnInvitations,
    SandboxCompanies,
    SandboxMembers,
    VersionPromotion,
    VersionWithdrawal,
  ],
  exports: [AppCollaborators, AppHandover, AppTeam, Apps, AppReleases, AppVersions, Marketplace, VersionPromotion],
})
export class AppsModule {}

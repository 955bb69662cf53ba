import { Module } from '@nestjs/common';
import { AppClientFactory } from './app-client-factory.js';
import { AppClientSecrets } from './app-client-secrets.js';
import { AppClientsController } from './app-clients.controller.js';
import { AppClients } from './app-clients.js';
import { AppReleases } from './app-releases.js';
import { AppTeam } from './app-team.js';
import { AppVersionsController } from './app-versions.controller.js';
import { AppVersions } from './app-versions.js';
import { AppsController } from './apps.controller.js';
import { Apps } from './apps.js';
import { ClientRules } from './client-rules.js';
import { Manifests } from './manifests.js';
import { VersionPromotion } from './version-promotion.js';

/** The developer's side: apps, their versions and their clients. */
@Module({
  controllers: [AppsController, AppVersionsController, AppClientsController],
  providers: [
    AppTeam,
    AppReleases,
    AppClientFactory,
    AppClientSecrets,
    AppClients,
    AppVersions,
    Apps,
    ClientRules,
    Manifests,
    VersionPromotion,
  ],
  exports: [Apps, AppReleases, AppVersions, VersionPromotion],
})
export class AppsModule {}

import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { AppClientFactory } from './app-client-factory.js';
import type { OpenedClient } from './app-clients.schemas.js';
import { AppReleases } from './app-releases.js';
import { AppTeam } from './app-team.js';
import { AppVersion } from './app-version.entity.js';
import { versionNotTesting } from './apps.errors.js';

/** A version that was just promoted, and the production client where this was the app's first promotion. */
export interface Promotion {
  readonly version: AppVersion;
  readonly production: OpenedClient | null;
}

/** Takes a version from testing to production, once. */
@Injectable()
export class VersionPromotion {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly releases: AppReleases,
    private readonly factory: AppClientFactory,
    private readonly audit: AuditTrail,
  ) {}

  async promote(appId: number, userId: number, version: string, releaseNotes: string): Promise<Promotion> {
    return this.database.transaction(async () => {
      const { app } = await this.team.changing(appId, userId);
      const testing = await this.releases.version(appId, version);
      const change = await this.promoteOnce(testing, releaseNotes);
      const production = await this.factory.firstProduction(app);
      await this.audit.record({
        action: 'app_version.promoted',
        subjectType: 'app_version',
        subjectId: testing.id,
        after: { appId, version, productionClient: production?.client.clientId },
      });
      return { version: { ...testing, ...change }, production };
    });
  }

  private async promoteOnce(testing: AppVersion, releaseNotes: string): Promise<Partial<AppVersion>> {
    const change = {
      status: 'promoted' as const,
      productionKey: randomUUID(),
      promotedAt: await this.database.now(),
      releaseNotes,
    };
    const { affected } = await this.database
      .repository(AppVersion)
      .update({ id: testing.id, status: 'testing' }, change);
    if (!affected) throw versionNotTesting();
    return change;
  }
}

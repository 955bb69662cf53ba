import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { AppReleases } from './app-releases.js';
import { AppTeam } from './app-team.js';
import { AppVersion, type VersionStatus } from './app-version.entity.js';
import { versionNotReleased } from './apps.errors.js';

const RELEASED: VersionStatus[] = ['testing', 'promoted'];

/** Takes a version back, once: nobody installs it or upgrades to it any more, and whoever runs it goes on. */
@Injectable()
export class VersionWithdrawal {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly releases: AppReleases,
    private readonly audit: AuditTrail,
  ) {}

  /** The production key stays, so that whoever holds it hears why it installs nothing. Throws version_not_released. */
  async withdraw(appId: number, userId: number, version: string, reason: string): Promise<AppVersion> {
    return this.database.transaction(async () => {
      await this.team.changing(appId, userId);
      const released = await this.releases.version(appId, version);
      const change = {
        status: 'withdrawn' as const,
        sandboxKey: null,
        withdrawnAt: await this.database.now(),
        withdrawalReason: reason,
      };
      const { affected } = await this.database
        .repository(AppVersion)
        .update({ id: released.id, status: In(RELEASED) }, change);
      if (!affected) throw versionNotReleased();
      await this.audit.record({
        action: 'app_version.withdrawn',
        subjectType: 'app_version',
        subjectId: released.id,
        before: { status: released.status },
        after: { appId, version, status: 'withdrawn', reason },
      });
      return { ...released, ...change };
    });
  }
}

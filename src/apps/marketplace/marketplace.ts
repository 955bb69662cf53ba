import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { notFound, Paged, type PageQuery } from '../../shared/index.js';
import { AppReleases } from '../app-releases.js';
import type { AppVersion } from '../app-version.entity.js';
import { App } from '../app.entity.js';

/** An app that every company may install, in its newest version. */
export interface MarketplaceApp {
  readonly app: App;
  readonly version: AppVersion;
}

const HAS_VERSION = "EXISTS (SELECT 1 FROM app_versions v WHERE v.app_id = app.id AND v.status = 'promoted')";

/** The apps that operators recommend to all companies. */
@Injectable()
export class Marketplace {
  constructor(
    private readonly database: Database,
    private readonly releases: AppReleases,
    private readonly audit: AuditTrail,
  ) {}

  /** Listed apps that have something to install. */
  async apps(query: PageQuery): Promise<Paged<MarketplaceApp>> {
    const [apps, total] = await this.database
      .repository(App)
      .createQueryBuilder('app')
      .where({ marketplace: true, status: 'active' })
      .andWhere(HAS_VERSION)
      .orderBy('app.id')
      .offset((query.page - 1) * query.per_page)
      .limit(query.per_page)
      .getManyAndCount();
    const newest = await this.releases.newestPromotedOf(apps.map(({ id }) => id));
    const items = apps.flatMap((app) => {
      const version = newest.get(app.id);
      return version ? [{ app, version }] : [];
    });
    return new Paged(items, total, query);
  }

  /** For operators. False if it was listed already. Throws 404. */
  list(uid: string): Promise<boolean> {
    return this.set(uid, true);
  }

  /** For operators: companies that have the app keep it. False if it was not listed. Throws 404. */
  unlist(uid: string): Promise<boolean> {
    return this.set(uid, false);
  }

  private set(uid: string, marketplace: boolean): Promise<boolean> {
    return this.database.transaction(async () => {
      const app = await this.releases.appByUid(uid);
      if (!app || app.status === 'deleted') throw notFound();
      const sql = "UPDATE apps SET marketplace = ? WHERE id = ? AND marketplace <> ? AND status <> 'deleted'";
      const flag = marketplace ? 1 : 0;
      if ((await this.database.execute(sql, [flag, app.id, flag])) === 0) return false;
      await this.audit.record({
        action: marketplace ? 'app.listed' : 'app.unlisted',
        subjectType: 'app',
        subjectId: app.id,
        before: { marketplace: !marketplace },
        after: { marketplace },
      });
      return true;
    });
  }
}

import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import type { Environment } from '../clients/index.js';
import { Database } from '../database/index.js';
import { isUuid, notFound } from '../shared/index.js';
import { AppVersion, type VersionStatus } from './app-version.entity.js';
import { App } from './app.entity.js';
import { appBlocked, versionWithdrawn } from './apps.errors.js';
import { hasServiceAccount } from './manifest/manifest.js';
import { parseVersion } from './semantic-version.js';

/** A version that can be installed, with its app and where its key leads. */
export interface Release {
  readonly app: App;
  readonly version: AppVersion;
  readonly environment: Environment;
}

interface Standing {
  readonly app_status: App['status'];
  readonly status: VersionStatus;
  readonly withdrawal_reason: string | null;
}

const APP_OF_VERSION = 'SELECT id FROM apps WHERE id = (SELECT app_id FROM app_versions WHERE id = ?)';

const STANDING =
  'SELECT a.status AS app_status, v.status, v.withdrawal_reason' +
  ' FROM app_versions v JOIN apps a ON a.id = v.app_id WHERE v.id = ?';

const GREATEST_FIRST = { major: 'DESC', minor: 'DESC', patch: 'DESC' } as const;

/** The installable versions of apps, as the companies' side asks for them. */
@Injectable()
export class AppReleases {
  constructor(private readonly database: Database) {}

  /** The version that a key installs, or undefined. Throws version_withdrawn. */
  async byKey(key: string): Promise<Release | undefined> {
    if (!isUuid(key)) return undefined;
    const version = await this.versions.findOne({ where: [{ sandboxKey: key }, { productionKey: key }] });
    const app = version && (await this.app(version.appId));
    if (!app || app.status === 'deleted') return undefined;
    if (version.status === 'withdrawn') throw versionWithdrawn(version.withdrawalReason);
    return { app, version, environment: version.productionKey === key ? 'production' : 'sandbox' };
  }

  /** The greatest promoted version of an app, or undefined. */
  async newestPromoted(appId: number): Promise<Release | undefined> {
    const version = await this.versions.findOne({ where: { appId, status: 'promoted' }, order: GREATEST_FIRST });
    const app = version && (await this.app(appId));
    return app ? { app, version, environment: 'production' } : undefined;
  }

  /** The greatest version that companies of an environment may install, or the one of this id; undefined for none. */
  async installable(appId: number, environment: Environment, versionId?: number): Promise<Release | undefined> {
    const key = environment === 'production' ? 'productionKey' : 'sandboxKey';
    const version = await this.versions.findOne({
      where: {
        appId,
        [key]: Not(IsNull()),
        status: Not<VersionStatus>('withdrawn'),
        ...(versionId === undefined ? {} : { id: versionId }),
      },
      order: GREATEST_FIRST,
    });
    const app = version && (await this.app(appId));
    return app && app.status !== 'deleted' ? { app, version, environment } : undefined;
  }

  /**
   * Holds a version and its app as they are until the end of the caller's transaction, so that nobody withdraws, blocks
   * or deletes what is just being installed. Throws version_withdrawn, app_blocked, not_found.
   */
  async requireInstallable(versionId: number): Promise<void> {
    const { status, withdrawal_reason: reason } = await this.hold(versionId);
    if (status === 'withdrawn') throw versionWithdrawn(reason);
  }

  /** The same for whoever runs the version already: a withdrawal does not stop them. Throws app_blocked, not_found. */
  async requireRunnable(versionId: number): Promise<void> {
    await this.hold(versionId);
  }

  private async hold(versionId: number): Promise<Standing> {
    // Whoever withdraws, blocks or deletes locks the app: what is read after this stays so.
    await this.database.query(`${APP_OF_VERSION}${this.database.dialect.forShare}`, [versionId]);
    const [row] = await this.database.query<Standing>(STANDING, [versionId]);
    if (!row || row.app_status === 'deleted') throw notFound();
    if (row.app_status === 'blocked') throw appBlocked();
    return row;
  }

  /** The greatest promoted version of each of the apps that has one, by app id. */
  async newestPromotedOf(appIds: readonly number[]): Promise<Map<number, AppVersion>> {
    if (appIds.length === 0) return new Map();
    const marks = appIds.map(() => '?').join(', ');
    const rows = await this.database.query<{ id: number }>(
      `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY app_id ORDER BY major DESC, minor DESC, patch DESC)
         AS place FROM app_versions WHERE status = 'promoted' AND app_id IN (${marks})) ranked WHERE place = 1`,
      appIds,
    );
    const versions = await this.versionsById(rows.map(({ id }) => Number(id)));
    return new Map([...versions.values()].map((version) => [version.appId, version]));
  }

  /** The greatest version of an app, whatever its status. */
  async greatest(appId: number): Promise<AppVersion | null> {
    return this.versions.findOne({ where: { appId }, order: GREATEST_FIRST });
  }

  /** The version written as `x.y.z`. Throws not_found where the app has none of that number. */
  async version(appId: number, version: string): Promise<AppVersion> {
    const found = parseVersion(version) && (await this.versions.findOneBy({ appId, version }));
    if (!found) throw notFound();
    return found;
  }

  async versionsById(ids: readonly number[]): Promise<Map<number, AppVersion>> {
    const versions = ids.length === 0 ? [] : await this.versions.findBy({ id: In([...ids]) });
    return new Map(versions.map((version) => [version.id, version]));
  }

  async appsById(ids: readonly number[]): Promise<Map<number, App>> {
    const apps = ids.length === 0 ? [] : await this.database.repository(App).findBy({ id: In([...ids]) });
    return new Map(apps.map((app) => [app.id, app]));
  }

  async app(id: number): Promise<App | null> {
    return this.database.repository(App).findOneBy({ id });
  }

  async appByUid(uid: string): Promise<App | null> {
    return isUuid(uid) ? this.database.repository(App).findOneBy({ uid }) : null;
  }

  /** Whether a version that companies may have installed runs as a service account. */
  async usesServiceAccount(appId: number): Promise<boolean> {
    const released = await this.versions.findBy({ appId, status: Not<VersionStatus>('draft') });
    return released.some(({ manifest }) => hasServiceAccount(manifest));
  }

  private get versions() {
    return this.database.repository(AppVersion);
  }
}

import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Environment } from '../clients/index.js';
import { Database } from '../database/index.js';
import { notFound } from '../shared/index.js';
import { AppVersion } from './app-version.entity.js';
import { App } from './app.entity.js';
import { hasServiceAccount } from './manifest.js';
import { parseVersion } from './semantic-version.js';

/** A version that can be installed, with its app and where its key leads. */
export interface Release {
  readonly app: App;
  readonly version: AppVersion;
  readonly environment: Environment;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const GREATEST_FIRST = { major: 'DESC', minor: 'DESC', patch: 'DESC' } as const;

/** The installable versions of apps, as the companies' side asks for them. */
@Injectable()
export class AppReleases {
  constructor(private readonly database: Database) {}

  /** The version that a key installs, or undefined. */
  async byKey(key: string): Promise<Release | undefined> {
    if (!UUID.test(key)) return undefined;
    const version = await this.versions.findOne({ where: [{ sandboxKey: key }, { productionKey: key }] });
    const app = version && (await this.app(version.appId));
    if (!app) return undefined;
    return { app, version, environment: version.productionKey === key ? 'production' : 'sandbox' };
  }

  /** The greatest promoted version of an app, or undefined. */
  async newestPromoted(appId: number): Promise<Release | undefined> {
    const version = await this.versions.findOne({ where: { appId, status: 'promoted' }, order: GREATEST_FIRST });
    const app = version && (await this.app(appId));
    return app ? { app, version, environment: 'production' } : undefined;
  }

  /** The greatest promoted version of each of the apps that has one, by app id. */
  async newestPromotedOf(appIds: readonly number[]): Promise<Map<number, AppVersion>> {
    const versions = await this.versions.find({
      where: { appId: In([...appIds]), status: 'promoted' },
      order: GREATEST_FIRST,
    });
    const newest = new Map<number, AppVersion>();
    for (const version of versions) if (!newest.has(version.appId)) newest.set(version.appId, version);
    return newest;
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
    const versions = await this.versions.findBy({ id: In([...ids]) });
    return new Map(versions.map((version) => [version.id, version]));
  }

  async appsById(ids: readonly number[]): Promise<Map<number, App>> {
    const apps = await this.database.repository(App).findBy({ id: In([...ids]) });
    return new Map(apps.map((app) => [app.id, app]));
  }

  async app(id: number): Promise<App | null> {
    return this.database.repository(App).findOneBy({ id });
  }

  async appByUid(uid: string): Promise<App | null> {
    return UUID.test(uid) ? this.database.repository(App).findOneBy({ uid }) : null;
  }

  /** Whether a version that companies may have installed runs as a service account. */
  async usesServiceAccount(appId: number): Promise<boolean> {
    const released = await this.versions.findBy({ appId, status: In(['testing', 'promoted']) });
    return released.some(({ manifest }) => hasServiceAccount(manifest));
  }

  private get versions() {
    return this.database.repository(AppVersion);
  }
}

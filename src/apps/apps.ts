import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { Paged, PageQuery } from '../shared/index.js';
import { AppClientFactory } from './app-client-factory.js';
import type { OpenedClient } from './app-clients.schemas.js';
import { AppTeam, type OwnApp } from './app-team.js';
import { type AppWarning, AppWarnings } from './app-warnings.js';
import { App } from './app.entity.js';
import { tooManyApps } from './apps.errors.js';
import type { ClientSettings } from './client-settings.js';
import { SandboxCompanies } from './sandbox/sandbox-companies.js';

export interface NewApp {
  readonly name: string;
  readonly description: string;
  readonly publisher: string;
  readonly website: string | null;
  /** Default scopes left out: those of the profile (domain.md, Scopes). */
  readonly client: Omit<ClientSettings, 'defaultScopes'> & { readonly defaultScopes?: string[] };
}

export type AppChange = Partial<Pick<App, 'name' | 'description' | 'publisher' | 'website'>>;

/** A registered app and the sandbox client that it starts with. */
export interface CreatedApp extends OwnApp {
  readonly sandbox: OpenedClient;
}

/** An app with what its team should act on. */
export interface WatchedApp extends OwnApp {
  readonly warnings: readonly AppWarning[];
}

export const MOST_APPS = 100;
/** How long a deleted app counts, so that nobody registers and deletes without end. */
const DELETED_COUNTS_MS = 30 * 24 * 3_600_000;

/** What developers register. */
@Injectable()
export class Apps {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly factory: AppClientFactory,
    private readonly sandboxes: SandboxCompanies,
    private readonly warnings: AppWarnings,
  ) {}

  /**
   * Registers an app with its owner, its sandbox company and its sandbox client, whose secret is in the answer and
   * nowhere else. Throws too_many_apps.
   */
  async create(app: NewApp, ownerId: number): Promise<CreatedApp> {
    const { defaultScopes, ...settings } = app.client;
    this.factory.requireSound({ ...settings, defaultScopes: defaultScopes ?? [] });
    return this.database.transaction(async () => {
      await this.requireRoom(ownerId);
      const company = await this.sandboxes.provision(app.name, ownerId);
      const row = await this.insert(app, ownerId, company.id);
      await this.team.add(row.id, ownerId, 'owner');
      const scopes = defaultScopes ? { defaultScopes: defaultScopes.join(' ') } : {};
      const sandbox = await this.factory.sandbox(row, { ...settings, ...scopes });
      const { name, publisher, uid, sandboxCompanyId } = row;
      const after = { name, publisher, uid, sandboxCompanyId, sandboxClient: sandbox.client.clientId };
      await this.team.record({ action: 'app.created', after }, row.id);
      return { app: row, role: 'owner', sandbox };
    });
  }

  listOf(userId: number, query: PageQuery): Promise<Paged<OwnApp>> {
    return this.team.appsOf(userId, query);
  }

  async show(appId: number, userId: number): Promise<WatchedApp> {
    const own = await this.team.reading(appId, userId);
    return { ...own, warnings: await this.warnings.of(appId) };
  }

  async change(appId: number, userId: number, change: AppChange): Promise<WatchedApp> {
    return this.database.transaction(async () => {
      const { app, role } = await this.team.changing(appId, userId);
      const updatedAt = await this.database.now();
      await this.database.repository(App).update({ id: appId }, { ...change, updatedAt });
      if (change.name !== undefined && change.name !== app.name) await this.factory.rename(appId, change.name);
      const before = Object.fromEntries(Object.keys(change).map((key) => [key, app[key as keyof AppChange]]));
      await this.team.record({ action: 'app.changed', before, after: change }, appId);
      return { app: { ...app, ...change, updatedAt }, role, warnings: await this.warnings.of(appId) };
    });
  }

  /** Counted under the lock of the person, so that two registrations at once see each other. */
  private async requireRoom(ownerId: number): Promise<void> {
    const { forUpdate, now } = this.database.dialect;
    await this.database.query(`SELECT principal_id FROM users WHERE principal_id = ?${forUpdate}`, [ownerId]);
    const [{ count }] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(*) AS count FROM apps WHERE created_by = ? AND (status <> 'deleted' OR created_at > ${now} - ?)`,
      [ownerId, DELETED_COUNTS_MS],
    );
    if (Number(count) >= MOST_APPS) throw tooManyApps(MOST_APPS);
  }

  private async insert(app: NewApp, ownerId: number, sandboxCompanyId: number): Promise<App> {
    const now = await this.database.now();
    const { name, description, publisher, website } = app;
    const row = { uid: randomUUID(), name, description, publisher, website, createdBy: ownerId, sandboxCompanyId };
    const facts = { ...row, status: 'active', marketplace: false, createdAt: now, updatedAt: now } as const;
    const { identifiers } = await this.database.repository(App).insert({ ...facts });
    return { ...facts, id: Number(identifiers[0].id) };
  }
}

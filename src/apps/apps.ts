import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ToolCatalogue } from '../access/index.js';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import type { Paged, PageQuery } from '../shared/index.js';
import { AppClientFactory } from './app-client-factory.js';
import type { OpenedClient } from './app-clients.schemas.js';
import { AppTeam, type OwnApp } from './app-team.js';
import { App } from './app.entity.js';
import { type ClientSettings, requireSoundSettings } from './client-settings.js';

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

/** What developers register. */
@Injectable()
export class Apps {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly factory: AppClientFactory,
    private readonly audit: AuditTrail,
    private readonly catalogue: ToolCatalogue,
  ) {}

  /** Registers an app with its owner and its sandbox client, whose secret is in the answer and nowhere else. */
  async create(app: NewApp, ownerId: number): Promise<CreatedApp> {
    const { defaultScopes, ...settings } = app.client;
    requireSoundSettings({ ...settings, defaultScopes: defaultScopes ?? [] }, this.catalogue);
    return this.database.transaction(async () => {
      const row = await this.insert(app, ownerId);
      await this.team.add(row.id, ownerId, 'owner');
      const scopes = defaultScopes ? { defaultScopes: defaultScopes.join(' ') } : {};
      const sandbox = await this.factory.sandbox(row, { ...settings, ...scopes });
      const after = { name: row.name, publisher: row.publisher, uid: row.uid, sandboxClient: sandbox.client.clientId };
      await this.audit.record({ action: 'app.created', subjectType: 'app', subjectId: row.id, after });
      return { app: row, role: 'owner', sandbox };
    });
  }

  listOf(userId: number, query: PageQuery): Promise<Paged<OwnApp>> {
    return this.team.appsOf(userId, query);
  }

  show(appId: number, userId: number): Promise<OwnApp> {
    return this.team.reading(appId, userId);
  }

  async change(appId: number, userId: number, change: AppChange): Promise<OwnApp> {
    return this.database.transaction(async () => {
      const { app, role } = await this.team.changing(appId, userId);
      const updatedAt = await this.database.now();
      await this.database.repository(App).update({ id: appId }, { ...change, updatedAt });
      const before = Object.fromEntries(Object.keys(change).map((key) => [key, app[key as keyof AppChange]]));
      await this.audit.record({ action: 'app.changed', subjectType: 'app', subjectId: appId, before, after: change });
      return { app: { ...app, ...change, updatedAt }, role };
    });
  }

  private async insert(app: NewApp, ownerId: number): Promise<App> {
    const now = await this.database.now();
    const { name, description, publisher, website } = app;
    const row = { uid: randomUUID(), name, description, publisher, website, createdBy: ownerId };
    const facts = { ...row, status: 'active', createdAt: now, updatedAt: now } as const;
    const { identifiers } = await this.database.repository(App).insert({ ...facts });
    return { ...facts, id: Number(identifiers[0].id) };
  }
}

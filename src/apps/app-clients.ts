import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { type Client, type ClientChange, type ClientEntity, ClientRegistry } from '../clients/index.js';
import { Database } from '../database/index.js';
import { notFound } from '../shared/index.js';
import { splitScopes } from './app-clients.schemas.js';
import { AppTeam } from './app-team.js';
import { ClientRules } from './client-rules.js';
import type { ClientSettings } from './client-settings.js';

export type SettingsChange = Partial<Omit<ClientSettings, 'type' | 'profile'>>;

/** An app's credential sets: one for sandbox companies, one for production after the first promotion. */
@Injectable()
export class AppClients {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly registry: ClientRegistry,
    private readonly rules: ClientRules,
    private readonly audit: AuditTrail,
  ) {}

  async list(appId: number, userId: number): Promise<ClientEntity[]> {
    await this.team.reading(appId, userId);
    return this.registry.listOfApp(appId);
  }

  async show(appId: number, userId: number, clientId: string): Promise<Client> {
    await this.team.reading(appId, userId);
    return this.ofApp(appId, clientId);
  }

  /** The client, for somebody who may change it. */
  async changing(appId: number, userId: number, clientId: string): Promise<Client> {
    await this.team.changing(appId, userId);
    return this.ofApp(appId, clientId);
  }

  async change(appId: number, userId: number, clientId: string, change: SettingsChange): Promise<Client> {
    return this.database.transaction(async () => {
      const client = await this.changing(appId, userId, clientId);
      const settings = { ...client, defaultScopes: splitScopes(client.defaultScopes) };
      await this.rules.require(appId, { ...settings, ...change });
      const { defaultScopes, ...rest } = change;
      const stored: ClientChange = { ...rest, ...(defaultScopes ? { defaultScopes: defaultScopes.join(' ') } : {}) };
      await this.registry.change(clientId, stored);
      const before = Object.fromEntries(Object.keys(change).map((key) => [key, settings[key as keyof SettingsChange]]));
      await this.audit.record({
        action: 'app_client.changed',
        subjectType: 'client',
        subjectId: clientId,
        before,
        after: change,
      });
      return { ...client, ...stored };
    });
  }

  private async ofApp(appId: number, clientId: string): Promise<Client> {
    const client = await this.registry.find(clientId);
    if (client?.appId !== appId) throw notFound();
    return client;
  }
}

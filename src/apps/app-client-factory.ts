import { Injectable } from '@nestjs/common';
import { ToolCatalogue } from '../access/index.js';
import { type ClientEntity, ClientRegistry, ClientSecrets, type Environment } from '../clients/index.js';
import { Outbound } from '../outbound/index.js';
import type { OpenedClient } from './app-clients.schemas.js';
import type { App } from './app.entity.js';
import { type ClientSettings, requireSoundSettings } from './client-settings.js';

type Settings = Omit<ClientSettings, 'defaultScopes'> & { readonly defaultScopes?: string };

/** Makes an app's credential sets, in the caller's transaction: the sandbox's first, production's by promotion. */
@Injectable()
export class AppClientFactory {
  constructor(
    private readonly registry: ClientRegistry,
    private readonly secrets: ClientSecrets,
    private readonly catalogue: ToolCatalogue,
    private readonly outbound: Outbound,
  ) {}

  /** Throws the 422 that names every setting which does not fit the others. */
  requireSound(settings: ClientSettings): void {
    requireSoundSettings(settings, { catalogue: this.catalogue, outbound: this.outbound });
  }

  sandbox(app: App, settings: Settings): Promise<OpenedClient> {
    return this.open(app, 'sandbox', settings);
  }

  /** Ends every credential of the app at once. */
  async disableAll(appId: number): Promise<void> {
    await this.registry.setEnabled(await this.registry.listOfApp(appId), false);
  }

  /** Gives the credentials the app's new name: people read it when they consent. */
  async rename(appId: number, name: string): Promise<void> {
    for (const { clientId } of await this.registry.listOfApp(appId)) await this.registry.change(clientId, { name });
  }

  /**
   * The production client at the first promotion, registered as the sandbox one is; null at later ones. From then on
   * both are changed apart.
   */
  async firstProduction(app: App): Promise<OpenedClient | null> {
    const clients = await this.registry.listOfApp(app.id);
    const sandbox = clients.find(({ environment }) => environment === 'sandbox');
    if (!sandbox || clients.some(({ environment }) => environment === 'production')) return null;
    return this.open(app, 'production', settingsOf(sandbox));
  }

  private async open(app: App, environment: Environment, settings: Settings): Promise<OpenedClient> {
    const identity = { name: app.name, kind: 'app', appId: app.id, environment } as const;
    const client = await this.registry.create({ ...settings, ...identity });
    if (client.type === 'public') return { client, secret: null };
    const secret = await this.secrets.create(client, { overlapSeconds: 0, expiresAt: null });
    return { client, secret };
  }
}

/** What a developer decided about a client, to be decided likewise for another one. */
const settingsOf = (client: ClientEntity): Settings => ({
  type: client.type,
  profile: client.profile,
  grantTypes: client.grantTypes,
  redirectUris: client.redirectUris,
  allowedOrigins: client.allowedOrigins,
  defaultScopes: client.defaultScopes,
  signedResponseAlg: client.signedResponseAlg,
  postLogoutRedirectUris: client.postLogoutRedirectUris,
  backchannelLogoutUri: client.backchannelLogoutUri,
});

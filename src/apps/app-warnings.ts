import { Injectable } from '@nestjs/common';
import { ClientRegistry, ClientSecrets, type Environment, expiryOf, type SecretSummary } from '../clients/index.js';
import { Database } from '../database/index.js';

/** A secret of an app that ends soon. */
export interface AppWarning {
  readonly clientId: string;
  readonly environment: Environment;
  readonly secret: SecretSummary;
  readonly expiresInDays: number;
  readonly threshold: number;
}

/** What the team of an app should act on before its integration stops. */
@Injectable()
export class AppWarnings {
  constructor(
    private readonly database: Database,
    private readonly registry: ClientRegistry,
    private readonly secrets: ClientSecrets,
  ) {}

  /** The most urgent first. */
  async of(appId: number): Promise<AppWarning[]> {
    const now = await this.database.now();
    const warnings: AppWarning[] = [];
    for (const { id, clientId, environment, enabled } of await this.registry.listOfApp(appId)) {
      if (!enabled) continue;
      for (const secret of await this.secrets.list(id)) {
        const { expiresInDays, threshold } = expiryOf(secret.expiresAt, now);
        if (expiresInDays === null || threshold === null) continue;
        warnings.push({ clientId, environment: environment ?? 'production', secret, expiresInDays, threshold });
      }
    }
    return warnings.sort((a, b) => a.expiresInDays - b.expiresInDays);
  }
}

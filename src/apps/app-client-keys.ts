import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { type Client, ClientKeys, type KeySummary, type PublicJwk } from '../clients/index.js';
import { Database } from '../database/index.js';
import { AppClients } from './app-clients.js';
import { publicClientHasNoSecret } from './apps.errors.js';

/** The public keys of an app's clients. */
@Injectable()
export class AppClientKeys {
  constructor(
    private readonly database: Database,
    private readonly clients: AppClients,
    private readonly keys: ClientKeys,
    private readonly audit: AuditTrail,
  ) {}

  async list(appId: number, userId: number, clientId: string): Promise<KeySummary[]> {
    const client = await this.clients.show(appId, userId, clientId);
    return this.keys.list(client.id);
  }

  /** Throws public_client, duplicate_key, too_many_keys. */
  add(
    appId: number,
    userId: number,
    clientId: string,
    { jwk, expiresAt }: { readonly jwk: PublicJwk; readonly expiresAt: number | null },
  ): Promise<KeySummary> {
    return this.database.transaction(async () => {
      const client = await this.clients.changing(appId, userId, clientId);
      if (client.type === 'public') throw publicClientHasNoSecret();
      const key = await this.keys.add(client, jwk, expiresAt);
      const { id: keyId, thumbprint, alg } = key;
      await this.record('client_key.added', client, { key_id: keyId, thumbprint, alg, expires_at: expiresAt });
      return key;
    });
  }

  /** Ends a key and the tokens that were obtained with it. Throws not_found. */
  revoke(appId: number, userId: number, clientId: string, keyId: string): Promise<void> {
    return this.database.transaction(async () => {
      const client = await this.clients.changing(appId, userId, clientId);
      await this.keys.revoke(client, keyId);
      await this.record('client_key.revoked', client, { key_id: keyId });
    });
  }

  private record(action: string, client: Client, after: object): Promise<void> {
    return this.audit.record({ action, subjectType: 'client', subjectId: client.clientId, after });
  }
}

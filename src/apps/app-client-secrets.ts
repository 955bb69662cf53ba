import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import {
  type Client,
  ClientSecrets,
  type IssuedSecret,
  type SecretOptions,
  type SecretSummary,
} from '../clients/index.js';
import { Database } from '../database/index.js';
import { AppClients } from './app-clients.js';
import { publicClientHasNoSecret } from './apps.errors.js';

/** Rotation of an app's secrets. */
@Injectable()
export class AppClientSecrets {
  constructor(
    private readonly database: Database,
    private readonly clients: AppClients,
    private readonly secrets: ClientSecrets,
    private readonly audit: AuditTrail,
  ) {}

  async list(appId: number, userId: number, clientId: string): Promise<SecretSummary[]> {
    const client = await this.clients.show(appId, userId, clientId);
    return this.secrets.list(client.id);
  }

  /** A new secret, in the answer and nowhere else; the older ones end after the overlap. */
  async create(appId: number, userId: number, clientId: string, options: SecretOptions): Promise<IssuedSecret> {
    return this.database.transaction(async () => {
      const client = await this.clients.changing(appId, userId, clientId);
      if (client.type === 'public') throw publicClientHasNoSecret();
      const issued = await this.secrets.create(client, options);
      const { id, hint, expiresAt } = issued;
      await this.record('client_secret.created', client, { secretId: id, hint, expiresAt, ...overlapOf(options) });
      return issued;
    });
  }

  /** Ends a secret and the tokens that were obtained with it. */
  async revoke(appId: number, userId: number, clientId: string, secretId: string): Promise<void> {
    return this.database.transaction(async () => {
      const client = await this.clients.changing(appId, userId, clientId);
      await this.secrets.revoke(client, secretId);
      await this.record('client_secret.revoked', client, { secretId });
    });
  }

  private record(action: string, client: Client, after: object): Promise<void> {
    return this.audit.record({ action, subjectType: 'client', subjectId: client.clientId, after });
  }
}

const overlapOf = ({ overlapSeconds }: SecretOptions): object => ({ overlapSeconds });

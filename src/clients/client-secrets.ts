import { Injectable } from '@nestjs/common';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { conflict, isRandomId, newSecret, notFound, randomId, SECRET_PREFIXES } from '../shared/index.js';
import type { ClientEntity } from './client.entity.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import type { IssuedSecret, SecretSummary } from './client.js';

const MAX_SECRETS = 10;

export interface SecretOptions {
  /** How long older secrets stay valid; 0 ends them now. */
  readonly overlapSeconds: number;
  /** Epoch milliseconds, or null. */
  readonly expiresAt: number | null;
}

/** The secrets of a client: created with an overlap, listed without values, revoked. */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly keys: KeyRing,
  ) {}

  /** Adds a secret; every older one ends after the overlap, or earlier where it was to end anyway. */
  async create(client: Pick<ClientEntity, 'id' | 'clientId'>, options: SecretOptions): Promise<IssuedSecret> {
    return this.database.transaction(async () => {
      await this.lock(client.id);
      const now = await this.database.now();
      await this.endOlder(client.id, now + options.overlapSeconds * 1000);
      if ((await this.usable(client.id, now)).length >= MAX_SECRETS) {
        throw conflict('too_many_secrets', `A client has at most ${MAX_SECRETS} secrets: revoke one first.`);
      }
      const secret = newSecret(SECRET_PREFIXES.clientSecret);
      const row = {
        id: randomId(),
        clientRowId: client.id,
        hash: this.keys.hash(secret),
        hint: secret.slice(-4),
        createdAt: now,
        expiresAt: options.expiresAt,
        revokedAt: null,
        lastUsedAt: null,
      };
      await this.database.repository(ClientSecretEntity).insert(row);
      await this.feed.publish(Entry.client(client.clientId));
      return { id: row.id, secret, hint: row.hint, createdAt: now, expiresAt: options.expiresAt };
    });
  }

  /** The secrets that still work, newest first. */
  async list(clientRowId: number): Promise<SecretSummary[]> {
    const rows = await this.usable(clientRowId, await this.database.now());
    return rows.map(({ id, hint, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      hint,
      createdAt,
      expiresAt,
      lastUsedAt,
    }));
  }

  /** Ends one secret now. Throws not_found where the client has no such living secret. */
  async revoke(client: Pick<ClientEntity, 'id' | 'clientId'>, secretId: string): Promise<void> {
    if (!isRandomId(secretId)) throw notFound();
    const { now } = this.database.dialect;
    const revoked = await this.database.execute(
      `UPDATE client_secrets SET revoked_at = ${now} WHERE id = ? AND client_row_id = ? AND revoked_at IS NULL`,
      [secretId, client.id],
    );
    if (revoked === 0) throw notFound();
    await this.feed.publish(Entry.client(client.clientId));
  }

  /** One rotation of a client at a time: two that count together would both find room for one more. */
  private async lock(clientRowId: number): Promise<void> {
    await this.database.query(`SELECT id FROM clients WHERE id = ?${this.database.dialect.forUpdate}`, [clientRowId]);
  }

  private async endOlder(clientRowId: number, endsAt: number): Promise<void> {
    await this.database.execute(
      'UPDATE client_secrets SET expires_at = ? WHERE client_row_id = ? AND (expires_at IS NULL OR expires_at > ?)',
      [endsAt, clientRowId, endsAt],
    );
  }

  private async usable(clientRowId: number, now: number): Promise<ClientSecretEntity[]> {
    const rows = await this.database
      .repository(ClientSecretEntity)
      .find({ where: { clientRowId }, order: { createdAt: 'DESC', id: 'DESC' } });
    return rows.filter((row) => row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now));
  }
}

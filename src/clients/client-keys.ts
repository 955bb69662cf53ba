import { Injectable } from '@nestjs/common';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import { conflict, isRandomId, notFound, randomId } from '../shared/index.js';
import { ClientKeyEntity } from './client-key.entity.js';
import type { ClientEntity } from './client.entity.js';
import { algorithmOf, type PublicJwk, thumbprintOf } from './public-keys.js';

const MAX_KEYS = 10;

type ClientName = Pick<ClientEntity, 'id' | 'clientId'>;

/** A key as listings show it. */
export type KeySummary = Pick<ClientKeyEntity, 'id' | 'thumbprint' | 'alg' | 'createdAt' | 'expiresAt' | 'lastUsedAt'>;

/** The public keys of a client: added, listed, revoked. */
@Injectable()
export class ClientKeys {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
  ) {}

  /** Throws duplicate_key for one that the client has, too_many_keys. */
  add(client: ClientName, jwk: PublicJwk, expiresAt: number | null): Promise<KeySummary> {
    return this.database.transaction(async () => {
      await this.database.query(`SELECT id FROM clients WHERE id = ?${this.database.dialect.forUpdate}`, [client.id]);
      const createdAt = await this.database.now();
      const living = await this.usable(client.id, createdAt);
      const thumbprint = thumbprintOf(jwk);
      if (living.some((key) => key.thumbprint === thumbprint)) {
        throw conflict('duplicate_key', 'The client has this key already.');
      }
      if (living.length >= MAX_KEYS) {
        throw conflict('too_many_keys', `A client has at most ${MAX_KEYS} keys: revoke one first.`);
      }
      const never = { revokedAt: null, lastUsedAt: null };
      const row = { id: randomId(), thumbprint, alg: algorithmOf(jwk), createdAt, expiresAt, ...never };
      await this.rows.insert({ ...row, clientRowId: client.id, jwk });
      await this.feed.publish(Entry.client(client.clientId));
      return row;
    });
  }

  /** The keys that still work, newest first. */
  async list(clientRowId: number): Promise<KeySummary[]> {
    return this.usable(clientRowId, await this.database.now());
  }

  /** Ends one key, and the tokens that were obtained with it, now. Throws not_found. */
  async revoke(client: ClientName, keyId: string): Promise<void> {
    if (!isRandomId(keyId)) throw notFound();
    const { now } = this.database.dialect;
    const revoked = await this.database.execute(
      `UPDATE client_keys SET revoked_at = ${now},
         expires_at = CASE WHEN expires_at < ${now} THEN expires_at ELSE ${now} END
       WHERE id = ? AND client_row_id = ? AND revoked_at IS NULL`,
      [keyId, client.id],
    );
    if (revoked === 0) throw notFound();
    await this.feed.publish(Entry.client(client.clientId));
  }

  private async usable(clientRowId: number, now: number): Promise<ClientKeyEntity[]> {
    const rows = await this.rows.find({ where: { clientRowId }, order: { createdAt: 'DESC', id: 'DESC' } });
    return rows.filter(({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > now));
  }

  private get rows() {
    return this.database.repository(ClientKeyEntity);
  }
}

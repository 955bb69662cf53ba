import { Inject, Injectable } from '@nestjs/common';
import { ChangeFeed, ChangeStamps, Database, Entry, FactCache } from '../database/index.js';
import { ISSUER, type Issuer, notFound, randomBase62 } from '../shared/index.js';
import { ClientKeyEntity } from './client-key.entity.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import { ClientOriginEntity } from './client-origin.entity.js';
import { ClientEntity } from './client.entity.js';
import type { Client, NewClient } from './client.js';
import { keyObjectOf } from './public-keys.js';

const KEPT_AFTER_END_MS = 24 * 3_600_000;
const MAX_CACHED = 20_000;
const MAX_ORIGINS_CACHED = 5_000;
const MAX_ORIGIN = 255;
const CLIENT_ID = /^[0-9A-Za-z_-]{8,64}$/;

/** Lifetimes of protocol.md, "Token response". */
const ACCESS_TOKEN_TTL = 5_400;
const GRACE_SECONDS = { confidential: 60, public: 10 } as const;

/** What of a client is changed after it was made. */
type Changeable =
  | 'name'
  | 'redirectUris'
  | 'allowedOrigins'
  | 'defaultScopes'
  | 'extraScopes'
  | 'grantTypes'
  | 'signedResponseAlg'
  | 'postLogoutRedirectUris'
  | 'backchannelLogoutUri';

export type ClientChange = Partial<Pick<ClientEntity, Changeable>>;

/** The OAuth clients: looked up from memory, changed here and nowhere else. */
@Injectable()
export class ClientRegistry {
  private readonly cache: FactCache<Client | { missing: true }>;
  private readonly origins: FactCache<{ isAllowed: boolean }>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    stamps: ChangeStamps,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {
    this.cache = new FactCache(stamps, MAX_CACHED, (client) => 'missing' in client);
    this.origins = new FactCache(stamps, MAX_ORIGINS_CACHED, ({ isAllowed }) => !isAllowed);
  }

  /** The client by its public id, enabled or not; undefined where there is none. */
  async find(clientId: string): Promise<Client | undefined> {
    if (!CLIENT_ID.test(clientId)) return undefined;
    const found = await this.cache.get(clientId, [Entry.client(clientId)], () => this.load(clientId));
    return 'missing' in found ? undefined : found;
  }

  async create(client: NewClient): Promise<ClientEntity> {
    const row: Omit<ClientEntity, 'id'> = {
      ...this.defaults(client),
      ...client,
      createdAt: await this.database.now(),
    };
    return this.database.transaction(async () => {
      const { identifiers } = await this.database.repository(ClientEntity).insert({ ...row });
      const id = Number(identifiers[0].id);
      if (row.allowedOrigins.length > 0) await this.replaceOrigins(id, row.allowedOrigins);
      await this.feed.publish(Entry.client(row.clientId));
      return { ...row, id };
    });
  }

  async change(clientId: string, change: ClientChange): Promise<void> {
    await this.database.transaction(async () => {
      const client = await this.database.repository(ClientEntity).findOneBy({ clientId });
      if (!client) throw notFound();
      await this.database.repository(ClientEntity).update({ clientId }, change);
      if (change.allowedOrigins) await this.replaceOrigins(client.id, change.allowedOrigins);
      await this.feed.publish(Entry.client(clientId));
    });
  }

  /** Switches clients on or off. Switching off ends their tokens for good: the epoch is raised. */
  async setEnabled(clients: readonly Pick<ClientEntity, 'id' | 'clientId'>[], enabled: boolean): Promise<void> {
    for (const { id, clientId } of clients) {
      const raise = enabled ? '' : ', epoch = epoch + 1';
      await this.database.execute(`UPDATE clients SET enabled = ?${raise} WHERE id = ?`, [enabled ? 1 : 0, id]);
      await this.feed.publish(Entry.client(clientId), Entry.origins);
    }
  }

  listOfApp(appId: number): Promise<ClientEntity[]> {
    return this.database.repository(ClientEntity).find({ where: { appId }, order: { id: 'ASC' } });
  }

  /** Whether any enabled client lists this origin: what a CORS preflight asks, which names no client. */
  async allowsOrigin(origin: string): Promise<boolean> {
    if (origin.length > MAX_ORIGIN) return false;
    const { isAllowed } = await this.origins.get(origin, [Entry.origins], () => this.loadOrigin(origin));
    return isAllowed;
  }

  private async loadOrigin(origin: string): Promise<{ isAllowed: boolean }> {
    const rows = await this.database.query(
      'SELECT 1 FROM client_origins o JOIN clients c ON c.id = o.client_row_id WHERE o.origin = ? AND c.enabled = 1 LIMIT 1',
      [origin],
    );
    return { isAllowed: rows.length > 0 };
  }

  private async replaceOrigins(clientRowId: number, origins: readonly string[]): Promise<void> {
    await this.database.repository(ClientOriginEntity).delete({ clientRowId });
    if (origins.length > 0) {
      await this.database.repository(ClientOriginEntity).insert(origins.map((origin) => ({ origin, clientRowId })));
    }
    await this.feed.publish(Entry.origins);
  }

  private defaults(
    client: NewClient,
  ): Omit<ClientEntity, 'id' | 'createdAt' | 'name' | 'kind' | 'type' | 'environment' | 'grantTypes'> {
    const profile = client.profile ?? 'compatible';
    return {
      clientId: randomBase62(43),
      appId: null,
      companyId: null,
      principalId: null,
      profile,
      redirectUris: [],
      allowedOrigins: [],
      defaultScopes: profile === 'compatible' ? 'tools:admin' : '',
      extraScopes: '',
      enabled: true,
      epoch: 0,
      accessTokenTtl: ACCESS_TOKEN_TTL,
      refreshIdleTtl: null,
      graceSeconds: GRACE_SECONDS[client.type],
      signedResponseAlg: 'ES256',
      postLogoutRedirectUris: null,
      backchannelLogoutUri: null,
    };
  }

  private async load(clientId: string): Promise<Client | { missing: true }> {
    const client = await this.database.repository(ClientEntity).findOneBy({ clientId });
    if (!client) return { missing: true };
    const secrets = await this.database
      .repository(ClientSecretEntity)
      .find({ where: { clientRowId: client.id }, order: { createdAt: 'DESC' } });
    const keys = await this.database.repository(ClientKeyEntity).findBy({ clientRowId: client.id });
    return {
      ...client,
      redirectUris: client.redirectUris.map((uri) => (uri.startsWith('/') ? this.issuer.url + uri : uri)),
      secrets: secrets
        .filter((secret) => secret.revokedAt === null)
        .map(({ id, hash, expiresAt }) => ({ id, hash, expiresAt })),
      keys: keys
        .filter(isOfUse)
        .map(({ id, thumbprint, alg, jwk, expiresAt }) => ({ id, thumbprint, alg, key: keyObjectOf(jwk), expiresAt })),
    };
  }
}

/** One that has run out proves nothing any more, but tokens that were obtained with it live on for a while. */
const isOfUse = ({ revokedAt, expiresAt }: ClientKeyEntity): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > Date.now() - KEPT_AFTER_END_MS);

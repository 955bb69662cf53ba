import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ClientEntity } from '../clients/index.js';
import { Database } from '../database/index.js';
import { isRandomId, notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { GrantCompanyEntity, GrantEntity, TokenRevoker } from '../tokens/index.js';

/** An app with what a person granted to it. */
export interface ConnectedApp {
  readonly grant: GrantEntity;
  readonly client: Pick<ClientEntity, 'clientId' | 'name'>;
  readonly companies: readonly number[];
}

/** The empty slot marks the living grant of a user and client. */
const LIVING = '';

/** A person's own grants. */
@Injectable()
export class ConnectedApps {
  constructor(
    private readonly database: Database,
    private readonly revoker: TokenRevoker,
  ) {}

  /** Oldest first. */
  async list(userId: number, query: PageQuery): Promise<Paged<ConnectedApp>> {
    const [grants, total] = await this.database.repository(GrantEntity).findAndCount({
      where: { userId, slot: LIVING },
      order: { createdAt: 'ASC', id: 'ASC' },
      ...pageWindow(query),
    });
    return new Paged(grants.length > 0 ? await this.describe(grants) : [], total, query);
  }

  /** Ends the grant with all tokens that follow from it. Throws 404 where it is not the user's own or not alive. */
  async disconnect(userId: number, grantId: string): Promise<void> {
    if (!isRandomId(grantId)) throw notFound();
    const isOwn = await this.database.repository(GrantEntity).existsBy({ id: grantId, userId, slot: LIVING });
    if (!isOwn) throw notFound();
    await this.revoker.revokeGrant(grantId);
  }

  private async describe(grants: readonly GrantEntity[]): Promise<ConnectedApp[]> {
    const clients = await this.database.repository(ClientEntity).find({
      where: { id: In(grants.map(({ clientRowId }) => clientRowId)) },
      select: { id: true, clientId: true, name: true },
    });
    const rows = await this.database.repository(GrantCompanyEntity).find({
      where: { grantId: In(grants.map(({ id }) => id)) },
      order: { companyId: 'ASC' },
    });
    const byId = new Map(clients.map((client) => [client.id, client]));
    return grants.map((grant) => ({
      grant,
      client: byId.get(grant.clientRowId) ?? { clientId: '', name: '' },
      companies: rows.filter(({ grantId }) => grantId === grant.id).map(({ companyId }) => companyId),
    }));
  }
}

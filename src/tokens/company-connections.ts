import { Injectable } from '@nestjs/common';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import { Paged, type PageQuery } from '../shared/index.js';

/** What one user granted to one client for a company. */
export interface CompanyConnection {
  readonly userId: number;
  readonly clientRowId: number;
  readonly scopes: string;
  readonly connectedAt: number;
}

/** Whose connections are meant: those through these clients, of everybody or of one user. */
export interface Connected {
  readonly companyId: number;
  readonly clientRowIds: readonly number[];
  readonly userId?: number;
}

interface Row {
  readonly grant_id: string;
  readonly user_id: number;
  readonly client_row_id: number;
  readonly scopes: string | null;
  readonly created_at: number;
}

/** One INSERT of the feed holds this many. */
const CHUNK = 500;

/** What users granted to an app for a company, as the company sees it. */
@Injectable()
export class CompanyConnections {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
  ) {}

  async list(connected: Connected, query: PageQuery): Promise<Paged<CompanyConnection>> {
    const { sql, parameters } = selectionOf(connected);
    if (connected.clientRowIds.length === 0) return new Paged([], 0, query);
    const [{ total }] = await this.database.query<{ total: number }>(`SELECT COUNT(*) AS total ${sql}`, parameters);
    const rows = await this.database.query<Row>(
      `SELECT g.user_id, g.client_row_id, c.scopes, g.created_at ${sql} ORDER BY g.user_id, g.id LIMIT ? OFFSET ?`,
      [...parameters, query.per_page, (query.page - 1) * query.per_page],
    );
    const items = rows.map((row) => ({
      userId: Number(row.user_id),
      clientRowId: Number(row.client_row_id),
      scopes: row.scopes ?? '',
      connectedAt: Number(row.created_at),
    }));
    return new Paged(items, Number(total), query);
  }

  /** Takes the company out of the grants; how many there were. In the caller's transaction. */
  async withdraw(connected: Connected): Promise<number> {
    if (connected.clientRowIds.length === 0) return 0;
    const { sql, parameters } = selectionOf(connected);
    const rows = await this.database.query<Row>(`SELECT c.grant_id ${sql}`, parameters);
    const ids = rows.map(({ grant_id }) => grant_id);
    for (let at = 0; at < ids.length; at += CHUNK) {
      const some = ids.slice(at, at + CHUNK);
      await this.database.execute(
        `DELETE FROM grant_companies WHERE company_id = ? AND grant_id IN (${some.map(() => '?').join(', ')})`,
        [connected.companyId, ...some],
      );
      await this.feed.publish(...some.map((id) => Entry.grant(id)));
    }
    return ids.length;
  }
}

function selectionOf({ companyId, clientRowIds, userId }: Connected): { sql: string; parameters: number[] } {
  const ofUser = userId === undefined ? '' : ' AND g.user_id = ?';
  return {
    sql: `FROM grant_companies c JOIN grants g ON g.id = c.grant_id
      WHERE c.company_id = ? AND g.slot = '' AND g.client_row_id IN (${clientRowIds.map(() => '?').join(', ')})${ofUser}`,
    parameters: [companyId, ...clientRowIds, ...(userId === undefined ? [] : [userId])],
  };
}

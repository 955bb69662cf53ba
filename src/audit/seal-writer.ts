import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/index.js';
import { AuditChain, NO_COMPANY } from './audit-chain.entity.js';
import { AuditSeal } from './audit-seal.entity.js';
import { ChainLinks } from './chain-links.js';
import { SealingLease } from './sealing-lease.js';
import { EVENT_COLUMNS, type EventRow, storedEventOf } from './stored-event.js';

/** States of events may have 64 KiB each. */
const BATCH = 200;

/** What one batch did. */
export interface SealedBatch {
  readonly count: number;
  /** The greatest id that it sealed; undefined where there was nothing left. */
  readonly lastId: number | undefined;
  /** Whether there may be more. */
  readonly isFull: boolean;
  /** The new ends of the chains that grew. */
  readonly heads: readonly AuditChain[];
}

const UNSEALED =
  'FROM audit_events e LEFT JOIN audit_seals s ON s.event_id = e.id WHERE e.id > ? AND s.event_id IS NULL';

/** Appends committed events to their chains, a batch at a time: seals and ends of chains in one transaction. */
@Injectable()
export class SealWriter {
  constructor(
    private readonly database: Database,
    private readonly lease: SealingLease,
    private readonly links: ChainLinks,
  ) {}

  async hasWork(after: number): Promise<boolean> {
    return (await this.database.query(`SELECT e.id ${UNSEALED} ORDER BY e.id LIMIT 1`, [after])).length > 0;
  }

  /** Seals the next events beyond an id; undefined where the lease was lost to somebody else. */
  sealBatch(after: number): Promise<SealedBatch | undefined> {
    return this.database.transaction(async () => {
      if (!(await this.lease.renew())) return undefined;
      const sql = `SELECT ${EVENT_COLUMNS} ${UNSEALED} ORDER BY e.id LIMIT ${BATCH}`;
      const rows = await this.database.query<EventRow>(sql, [after]);
      const heads = rows.length > 0 ? await this.append(rows) : [];
      const last = rows.at(-1);
      return { count: rows.length, lastId: last && Number(last.id), isFull: rows.length === BATCH, heads };
    });
  }

  private async append(rows: readonly EventRow[]): Promise<AuditChain[]> {
    const heads = await this.headsOf(rows);
    const sealedAt = await this.database.now();
    const seals = rows.map((row): AuditSeal => {
      const chain = chainOf(row);
      const { length, hash: previous } = heads.get(chain) ?? { length: 0, hash: '' };
      const place = { chain, position: length + 1, sealedAt };
      const hash = this.links.hash({ ...place, previous }, storedEventOf(row));
      heads.set(chain, { chain, length: place.position, hash });
      return { ...place, eventId: Number(row.id), hash };
    });
    await this.database.repository(AuditSeal).insert(seals);
    const grown = [...heads.values()];
    await this.replace(grown);
    return grown;
  }

  private async headsOf(rows: readonly EventRow[]): Promise<Map<number, AuditChain>> {
    const chains = [...new Set(rows.map(chainOf))];
    const heads = await this.database.repository(AuditChain).findBy({ chain: In(chains) });
    return new Map(heads.map((head) => [head.chain, head]));
  }

  /** One statement that both engines know. */
  private async replace(heads: readonly AuditChain[]): Promise<void> {
    const marks = heads.map(() => '(?, ?, ?)').join(', ');
    await this.database.execute(
      `REPLACE INTO audit_chains (chain, length, hash) VALUES ${marks}`,
      heads.flatMap(({ chain, length, hash }) => [chain, length, hash]),
    );
  }
}

const chainOf = ({ company_id }: EventRow): number => (company_id === null ? NO_COMPANY : Number(company_id));

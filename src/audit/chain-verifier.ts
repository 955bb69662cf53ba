import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { AuditChain, NO_COMPANY } from './audit-chain.entity.js';
import { AuditTrail } from './audit-trail.js';
import { ChainLinks } from './chain-links.js';
import { ChainReport } from './chain-report.js';
import { ChainWalk, type SealedRow } from './chain-walk.js';
import { EVENT_COLUMNS, eventOf, type EventRow } from './stored-event.js';

const PAGE = 200;
/** Before ids and places that no program of ours gives. */
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;

/** An event that has no place in its own chain. */
type LooseRow = EventRow & { readonly sealed_in: number | string | null };

/** Reads one chain from its beginning to its end, a page at a time. */
@Injectable()
export class ChainVerifier {
  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly links: ChainLinks,
  ) {}

  /** `heads`: ends of this chain that were seen elsewhere, such as in a log. */
  async verify(chain: number, heads: readonly AuditChain[]): Promise<ChainReport> {
    const report = new ChainReport(chain);
    // In this order: a seal and the end are committed together, so that what grows meanwhile does not look cut off.
    const reach = await this.reachOf(chain);
    const end = await this.database.repository(AuditChain).findOneBy({ chain });
    const isGenuine = this.trail.isGenuine.bind(this.trail);
    const walk = new ChainWalk(report, { links: this.links, isGenuine, heads });
    await this.along(chain, end?.length ?? reach, walk);
    walk.finish(end, reach);
    await this.findLoose(report);
    return report;
  }

  private async along(chain: number, length: number, walk: ChainWalk): Promise<void> {
    let after = BEFORE_ALL;
    for (;;) {
      const rows = await this.database.query<SealedRow>(
        `SELECT s.event_id, s.position, s.hash, s.sealed_at, ${EVENT_COLUMNS} FROM audit_seals s
         LEFT JOIN audit_events e ON e.id = s.event_id WHERE s.chain = ? AND s.position > ? AND s.position <= ?
         ORDER BY s.position LIMIT ${PAGE}`,
        [chain, after, length],
      );
      for (const row of rows) walk.step(row);
      if (rows.length < PAGE) return;
      after = Number(rows[rows.length - 1].position);
    }
  }

  /** With a server running there are some of the last second; what else has no place was put there by hand. */
  private async findLoose(report: ChainReport): Promise<void> {
    let after = BEFORE_ALL;
    for (;;) {
      const rows = await this.loose(report.chain, after);
      for (const row of rows) this.judgeLoose(row, report);
      if (rows.length < PAGE) return;
      after = Number(rows[rows.length - 1].id);
    }
  }

  private judgeLoose(row: LooseRow, report: ChainReport): void {
    report.events++;
    const event = eventOf(row);
    if (!event || !this.trail.isGenuine(event)) {
      report.fault('inserted', `event ${row.id} was not recorded by the program`);
    } else if (row.sealed_in !== null) {
      report.fault('reordered', `event ${row.id} is in another chain`);
    }
  }

  private loose(chain: number, after: number): Promise<LooseRow[]> {
    const isOfCompany = chain === NO_COMPANY ? 'e.company_id IS NULL' : 'e.company_id = ?';
    return this.database.query<LooseRow>(
      `SELECT ${EVENT_COLUMNS}, s.chain AS sealed_in FROM audit_events e LEFT JOIN audit_seals s ON s.event_id = e.id
       WHERE ${isOfCompany} AND e.id > ? AND (s.event_id IS NULL OR s.chain <> ?) ORDER BY e.id LIMIT ${PAGE}`,
      chain === NO_COMPANY ? [after, chain] : [chain, after, chain],
    );
  }

  private async reachOf(chain: number): Promise<number> {
    const sql = 'SELECT COALESCE(MAX(position), 0) AS reach FROM audit_seals WHERE chain = ?';
    const [{ reach }] = await this.database.query<{ reach: number | string }>(sql, [chain]);
    return Number(reach);
  }
}

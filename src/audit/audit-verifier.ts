import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { type AuditChain, NO_COMPANY } from './audit-chain.entity.js';
import { AuditSealer } from './audit-sealer.js';
import type { ChainReport } from './chain-report.js';
import { ChainVerifier } from './chain-verifier.js';

/** Finds out whether the trail is what the program recorded, in the order in which it was sealed. */
@Injectable()
export class AuditVerifier {
  constructor(
    private readonly database: Database,
    private readonly sealer: AuditSealer,
    private readonly chains: ChainVerifier,
  ) {}

  /** Seals what is unsealed; says what kept it from that, which may be somebody's work. */
  async sealFirst(): Promise<string | undefined> {
    try {
      await this.sealer.sealEverything();
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  /**
   * Reads one chain, or all of them one after the other. `heads` are ends of chains that were seen elsewhere: a chain
   * that does not hold them was cut off or rebuilt.
   */
  async *verify(only: number | undefined, heads: readonly AuditChain[] = []): AsyncGenerator<ChainReport> {
    for await (const chain of only === undefined ? this.all(heads) : [only]) {
      yield await this.chains.verify(
        chain,
        heads.filter((head) => head.chain === chain),
      );
    }
  }

  /** Every chain that has an event, a seal, an end, or a head to be compared with. */
  private async *all(heads: readonly AuditChain[]): AsyncGenerator<number> {
    const expected = [NO_COMPANY, ...heads.map(({ chain }) => chain)];
    let after = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const found = [...expected.filter((chain) => chain > after), ...(await this.nextAfter(after))];
      if (found.length === 0) return;
      after = Math.min(...found);
      yield after;
    }
  }

  private async nextAfter(chain: number): Promise<number[]> {
    const rows = await this.database.query<{ next: number | string | null }>(
      `SELECT MIN(company_id) AS next FROM audit_events WHERE company_id > ?
       UNION ALL SELECT MIN(chain) FROM audit_seals WHERE chain > ?
       UNION ALL SELECT MIN(chain) FROM audit_chains WHERE chain > ?`,
      [chain, chain, chain],
    );
    return rows.flatMap(({ next }) => (next === null ? [] : [Number(next)]));
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { type AuditChain, NO_COMPANY } from './audit-chain.entity.js';

const EVERY_MS = 60_000;
const PER_LINE = 100;
const MAX_KEPT = 10_000;

/** The end of a chain as the log and `audit verify --head` write it: company, length, hash. */
export const headText = ({ chain, length, hash }: AuditChain): string => `${chain}:${length}:${hash}`;

/**
 * Tells the log how far the chains have come: what stands outside of the database shows when somebody cut off the end
 * of a chain there.
 */
@Injectable()
export class HeadLog {
  private readonly logger = new Logger('Audit');
  private readonly grown = new Map<number, AuditChain>();
  private toldAt = Number.NEGATIVE_INFINITY;

  note(heads: readonly AuditChain[]): void {
    for (const head of heads) {
      if (this.grown.size < MAX_KEPT || this.grown.has(head.chain)) this.grown.set(head.chain, head);
    }
  }

  /** Tells a line of them, unless that was done within the last minute. */
  tellNowAndThen(): void {
    if (this.grown.size === 0 || performance.now() - this.toldAt < EVERY_MS) return;
    this.toldAt = performance.now();
    this.tell();
  }

  tellAll(): void {
    while (this.grown.size > 0) this.tell();
  }

  private tell(): void {
    const heads = [...this.grown.values()].slice(0, PER_LINE);
    for (const { chain } of heads) this.grown.delete(chain);
    this.logger.log({ msg: 'audit chains grew', heads: heads.map(headText) });
  }
}

/** Whose chain it is, in words. */
export const chainName = (chain: number): string => (chain === NO_COMPANY ? 'no company' : `company ${chain}`);

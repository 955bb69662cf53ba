import type { AuditChain } from './audit-chain.entity.js';
import type { AuditEvent } from './audit-event.entity.js';
import type { ChainLinks } from './chain-links.js';
import type { ChainReport } from './chain-report.js';
import { eventOf, type EventRow, storedEventOf } from './stored-event.js';

/** Sealing is a matter of seconds while a process runs; the first one after an upgrade takes longer. */
const LATE_MS = 3_600_000;

/** A seal with its event, whose columns are null where it is gone. */
export type SealedRow = EventRow &
  Readonly<Record<'event_id' | 'position' | 'sealed_at', number | string>> & { readonly hash: string };

/** What a chain is judged by. */
export interface Judge {
  readonly links: ChainLinks;
  isGenuine(event: AuditEvent): boolean;
  /** Ends of this chain that were seen elsewhere, such as in a log. */
  readonly heads: readonly AuditChain[];
}

/** Goes along one chain from place to place, and notes in a report what is not as it was sealed. */
export class ChainWalk {
  /** The last place. */
  position = 0;
  /** The hash there; undefined where places are missing. */
  private previous: string | undefined = '';
  private readonly unseen: Set<AuditChain>;

  constructor(
    private readonly report: ChainReport,
    private readonly judge: Judge,
  ) {
    this.unseen = new Set(judge.heads);
  }

  step(row: SealedRow): void {
    const position = Number(row.position);
    if (position <= this.position) return this.report.fault('inserted', `a seal stands at position ${position}`);
    if (position > this.position + 1) this.missing(position - 1);
    if (row.id === null) this.report.fault('missing', `event ${row.event_id} at position ${position} is gone`);
    else this.judgeEvent(row, position);
    this.compareHeads(position, row.hash);
    this.position = position;
    this.previous = row.hash;
  }

  /** `end`: where the chain says that it ends; `reach`: the last place that there was before that was asked. */
  finish(end: AuditChain | null, reach: number): void {
    if (end) this.compareEnd(end, reach);
    else if (reach > 0) this.report.fault('missing', 'the end of the chain is not in audit_chains');
    for (const { length } of this.unseen) {
      this.report.fault('missing', `the chain had ${length} events and has ${this.position}`);
    }
    this.report.length = end?.length ?? this.position;
    this.report.hash = end?.hash ?? (this.previous || null);
  }

  private compareEnd(end: AuditChain, reach: number): void {
    if (this.position < end.length) this.missing(end.length);
    else if (this.previous !== end.hash) this.report.fault('changed', 'the end of the chain is another one');
    if (reach <= end.length) return;
    this.report.fault('changed', `the chain goes on to position ${reach}, beyond its end at ${end.length}`);
  }

  private judgeEvent(row: SealedRow, position: number): void {
    this.report.events++;
    const event = eventOf(row);
    const isGenuine = event !== undefined && this.judge.isGenuine(event);
    const fits = this.fits(row, position);
    if (!isGenuine) return this.foreign(row, position, fits === true);
    if (fits === false) {
      const text = `event ${row.id} does not belong at position ${position}, or its seal was changed`;
      return this.report.fault('reordered', text);
    }
    if (Number(row.sealed_at) - event.createdAt <= LATE_MS) return;
    this.report.late++;
    this.report.firstLate ??= position;
  }

  /** What was sealed as it is now was false from the beginning. */
  private foreign(row: SealedRow, position: number, wasSealedSo: boolean): void {
    const text = wasSealedSo ? 'was not recorded by the program' : 'is not as it was recorded';
    this.report.fault(wasSealedSo ? 'inserted' : 'changed', `event ${row.id} at position ${position} ${text}`);
  }

  private fits(row: SealedRow, position: number): boolean | undefined {
    if (this.previous === undefined) return undefined;
    const { chain } = this.report;
    const link = { chain, position, sealedAt: Number(row.sealed_at), previous: this.previous };
    return this.judge.links.fits(link, storedEventOf(row), row.hash);
  }

  private missing(upTo: number): void {
    const from = this.position + 1;
    const what = from === upTo ? `position ${from} is gone` : `positions ${from} to ${upTo} are gone`;
    this.report.fault('missing', what);
    this.previous = undefined;
  }

  private compareHeads(position: number, hash: string): void {
    for (const head of this.unseen) {
      if (head.length !== position) continue;
      this.unseen.delete(head);
      if (head.hash !== hash) this.report.fault('changed', `position ${position} is not what it once was`);
    }
  }
}

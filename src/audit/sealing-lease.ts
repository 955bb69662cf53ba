import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { randomId } from '../shared/index.js';

/** How long nobody else seals after the last batch: who was killed meanwhile is not waited for. */
const LEASE_MS = 5_000;

/**
 * Ids are given when events are written, not when they are committed. A transaction lives for 5 s, and its process may
 * be paused right before the end of it.
 */
const LOOK_BACK_MS = 60_000;

/** Up to where everything is sealed, and whether this process may go on from there. */
export interface SealingStatus {
  readonly isFree: boolean;
  readonly sealedTo: number;
  readonly seenTo: number;
  readonly seenAt: number;
  /** The greatest id of all events. */
  readonly last: number;
  readonly now: number;
}

type Row = Readonly<Record<'is_free' | 'sealed_to' | 'seen_to' | 'seen_at' | 'last' | 'now', number | string>>;

/** Who seals, and up to where there is nothing left: one row, by the database's clock alone. */
@Injectable()
export class SealingLease {
  private readonly holder = randomId();

  constructor(private readonly database: Database) {}

  async read(): Promise<SealingStatus> {
    const { now } = this.database.dialect;
    const [row] = await this.database.query<Row>(
      `SELECT CASE WHEN holder = ? OR lease_ends_at <= ${now} THEN 1 ELSE 0 END AS is_free, sealed_to, seen_to, seen_at,` +
        ` COALESCE((SELECT MAX(id) FROM audit_events), 0) AS last, ${now} AS now FROM audit_sealing WHERE id = 1`,
      [this.holder],
    );
    if (!row) return this.begin();
    return {
      isFree: Number(row.is_free) === 1,
      sealedTo: Number(row.sealed_to),
      seenTo: Number(row.seen_to),
      seenAt: Number(row.seen_at),
      last: Number(row.last),
      now: Number(row.now),
    };
  }

  /** False where another process seals. */
  take(): Promise<boolean> {
    return this.hold(`(holder = ? OR lease_ends_at <= ${this.database.dialect.now})`, [this.holder]);
  }

  /** From whoever has it: a sealer that lost its lease finds that out before it writes. */
  async seize(): Promise<void> {
    await this.read();
    await this.hold('1 = 1', []);
  }

  /** First in the transaction that seals: the row stays locked to its end, so that nobody seals beside it. */
  renew(): Promise<boolean> {
    return this.hold('holder = ?', [this.holder]);
  }

  /** Notes that nothing before `status.last` is unsealed, as far as it is certain that nothing will be. */
  async advance(status: SealingStatus, upTo: number): Promise<void> {
    if (await this.isWhole(status.sealedTo, upTo)) return this.move(status, { sealedTo: upTo, seenTo: upTo });
    if (!isAged(status)) return;
    await this.move(status, { sealedTo: Math.max(status.sealedTo, status.seenTo), seenTo: status.last });
  }

  private async begin(): Promise<SealingStatus> {
    await this.database.execute(
      `${this.database.dialect.insertIgnore} INTO audit_sealing (id, holder, lease_ends_at, sealed_to, seen_to, seen_at)` +
        " VALUES (1, '', 0, 0, 0, 0)",
    );
    return this.read();
  }

  private async hold(condition: string, parameters: readonly string[]): Promise<boolean> {
    const { now } = this.database.dialect;
    const held = await this.database.execute(
      `UPDATE audit_sealing SET holder = ?, lease_ends_at = ${now} + ${LEASE_MS} WHERE id = 1 AND ${condition}`,
      [this.holder, ...parameters],
    );
    return held === 1;
  }

  /** Whether there is a seal for every id: then nothing can come in between. */
  private async isWhole(from: number, upTo: number): Promise<boolean> {
    const [row] = await this.database.query<{ count: number | string }>(
      'SELECT COUNT(*) AS count FROM audit_seals WHERE event_id > ? AND event_id <= ?',
      [from, upTo],
    );
    return Number(row.count) === upTo - from;
  }

  private async move(
    { sealedTo, now }: SealingStatus,
    next: Pick<SealingStatus, 'sealedTo' | 'seenTo'>,
  ): Promise<void> {
    await this.database.execute(
      'UPDATE audit_sealing SET sealed_to = ?, seen_to = ?, seen_at = ? WHERE id = 1 AND holder = ? AND sealed_to = ?',
      [next.sealedTo, next.seenTo, now, this.holder, sealedTo],
    );
  }
}

/** Whether every transaction that was open when `seenTo` was seen has ended. */
export const isAged = ({ now, seenAt }: SealingStatus): boolean => now - seenAt > LOOK_BACK_MS;

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { DomainError } from '../shared/index.js';
import { type Count, secondsBlocked } from './blocking.js';

/** What failures are counted under, how many are let through, and for how long they count. */
export interface Bucket {
  /** Unique in the system; begin it with what is counted: `sign_in:address:…`. Kept only as a keyed hash. */
  readonly name: string;
  readonly limit: number;
  /** The window begins with the first failure and never moves. */
  readonly windowSeconds: number;
}

interface Row {
  readonly bucket: string;
  readonly failures: number;
  readonly remaining: number;
}

/**
 * Counts failures so that guessing stops, for all processes together. Call it outside of transactions, but for
 * {@link spend}: a count must survive the rollback of what failed.
 */
@Injectable()
export class Limits {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** The seconds to wait if any bucket is full, else undefined. One statement. */
  async isBlocked(buckets: readonly Bucket[]): Promise<number | undefined> {
    return secondsBlocked(await this.counts(buckets), (bucket) => bucket.limit);
  }

  /** Throws 429 `too_many_attempts` with `Retry-After` if any bucket is full. */
  async assertBelow(buckets: readonly Bucket[]): Promise<void> {
    refuse(await this.isBlocked(buckets));
  }

  /** Counts one failure in each bucket. */
  async recordFailure(buckets: readonly Bucket[]): Promise<void> {
    this.refuseTransaction();
    for (const bucket of buckets) await this.count(bucket, Number.MAX_SAFE_INTEGER);
  }

  /**
   * Counts an attempt before its outcome is known, so that attempts in parallel cannot pass a limit together: exactly
   * `limit` of them get through. After a success {@link clear} or {@link giveBack}. Throws 429 `too_many_attempts`
   * and then has counted nothing.
   */
  async take(buckets: readonly Bucket[]): Promise<void> {
    refuse(await this.tryTake(buckets));
  }

  /** Like {@link take}, but returns the seconds to wait, for surfaces that refuse in their own words. */
  async tryTake(buckets: readonly Bucket[]): Promise<number | undefined> {
    this.refuseTransaction();
    const wait = await this.isBlocked(buckets);
    if (wait !== undefined) return wait;
    const taken: Bucket[] = [];
    for (const bucket of buckets) {
      if (await this.count(bucket, bucket.limit)) taken.push(bucket);
      else {
        await this.giveBack(taken);
        return (await this.isBlocked([bucket])) ?? 1;
      }
    }
    return undefined;
  }

  /**
   * Counts something that is done in the caller's transaction, and with it: a rollback gives it back. The seconds to
   * wait where a bucket is full; the caller then undoes the rest.
   */
  async spend(buckets: readonly Bucket[]): Promise<number | undefined> {
    for (const bucket of buckets) {
      if (!(await this.count(bucket, bucket.limit))) return (await this.isBlocked([bucket])) ?? 1;
    }
    return undefined;
  }

  /** Takes back what {@link take} counted. */
  async giveBack(buckets: readonly Bucket[]): Promise<void> {
    if (buckets.length === 0) return;
    this.refuseTransaction();
    await this.retrying(
      `UPDATE throttles SET failures = failures - 1 WHERE bucket IN (${marks(buckets)}) AND failures > 0`,
      buckets,
    );
  }

  /** Forgets all failures of the buckets. */
  async clear(buckets: readonly Bucket[]): Promise<void> {
    if (buckets.length === 0) return;
    this.refuseTransaction();
    await this.retrying(`DELETE FROM throttles WHERE bucket IN (${marks(buckets)})`, buckets);
  }

  /**
   * Counts unless `ceiling` is reached; returns whether it did. Update, else insert, else update: whoever loses the
   * race for the first failure counts onto the winner's row.
   */
  private async count(bucket: Bucket, ceiling: number): Promise<boolean> {
    if (await this.addTo(bucket, ceiling)) return true;
    const { insertIgnore, now } = this.database.dialect;
    const inserted = await this.database.execute(
      `${insertIgnore} INTO throttles (bucket, failures, window_ends_at) VALUES (?, 1, ${now} + ?)`,
      [this.keyOf(bucket), bucket.windowSeconds * 1000],
    );
    return inserted > 0 || this.addTo(bucket, ceiling);
  }

  /** MySQL assigns from left to right: `failures` must come first, while `window_ends_at` is still the old one. */
  private async addTo(bucket: Bucket, ceiling: number): Promise<boolean> {
    const { now } = this.database.dialect;
    const touched = await this.database.execute(
      `UPDATE throttles SET failures = CASE WHEN window_ends_at <= ${now} THEN 1 ELSE failures + 1 END,` +
        ` window_ends_at = CASE WHEN window_ends_at <= ${now} THEN ${now} + ? ELSE window_ends_at END` +
        ` WHERE bucket = ? AND (failures < ? OR window_ends_at <= ${now})`,
      [bucket.windowSeconds * 1000, this.keyOf(bucket), ceiling],
    );
    return touched > 0;
  }

  private async counts(buckets: readonly Bucket[]): Promise<Count<Bucket>[]> {
    if (buckets.length === 0) return [];
    const byKey = new Map(buckets.map((bucket) => [this.keyOf(bucket), bucket]));
    const { now } = this.database.dialect;
    const rows = await this.database.query<Row>(
      `SELECT bucket, failures, window_ends_at - ${now} AS remaining FROM throttles` +
        ` WHERE bucket IN (${[...byKey.keys()].map(() => '?').join(', ')}) AND window_ends_at > ${now}`,
      [...byKey.keys()],
    );
    return rows.flatMap((row) => {
      const bucket = byKey.get(row.bucket);
      return bucket ? [{ bucket, failures: Number(row.failures), remainingMs: Number(row.remaining) }] : [];
    });
  }

  /** Statements over several rows may meet in different orders; a transaction is run again on a deadlock. */
  private async retrying(sql: string, buckets: readonly Bucket[]): Promise<void> {
    const keys = buckets.map((bucket) => this.keyOf(bucket));
    await this.database.transaction(() => this.database.execute(sql, keys));
  }

  private keyOf(bucket: Bucket): string {
    return this.keys.hash(`throttle:${bucket.name}`);
  }

  private refuseTransaction(): void {
    if (this.database.inTransaction) throw new Error('Limits count outside of transactions.');
  }
}

const marks = (buckets: readonly Bucket[]): string => buckets.map(() => '?').join(', ');

function refuse(seconds: number | undefined): void {
  if (seconds === undefined) return;
  throw new DomainError('too_many_requests', 'too_many_attempts', 'Too many attempts. Try again later.', {
    headers: { 'Retry-After': String(seconds) },
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/index.js';
import { type Batch, batchesOf, type Count } from './usage-counts.js';
import { UsageWriter } from './usage-writer.js';

const LOOK_EVERY_MS = 1_000;
const FLUSH_EVERY_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** So many different keys are written at once, without waiting for their time. */
const MANY_KEYS = 10_000;
/** Beyond that, while the database fails, what is new is not counted any more. */
const MOST_KEYS = 50_000;
const LAST_ATTEMPTS = 3;

/**
 * Counts API calls in memory, and adds the counts to the daily rows every few seconds and at the end. A crash loses
 * those seconds. What cannot be written stays, and is tried again later and later; it is never added twice.
 */
@Injectable()
export class UsageMeter implements OnApplicationBootstrap {
  private readonly logger = new Logger('Usage');
  private counts = new Map<string, Count>();
  /** What has been taken out of the counts and is being written; next come those that follow. */
  private sealed: Batch[] = [];
  private turn: Promise<void> = Promise.resolve();
  private isFlushing = false;
  private timer: NodeJS.Timeout | undefined;
  private nextAt = 0;
  private failures = 0;
  private lost = 0;

  constructor(
    private readonly database: Database,
    private readonly writer: UsageWriter,
  ) {}

  onApplicationBootstrap(): void {
    this.nextAt = performance.now() + FLUSH_EVERY_MS;
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Counts a call under its key, at a time. `calls`: 0 for what a counted call needed besides. */
  count(key: string, now: number, calls = 1): void {
    const known = this.counts.get(key);
    if (known) {
      known.calls += calls;
      known.lastAt = now;
    } else if (this.counts.size < MOST_KEYS) this.counts.set(key, { calls, lastAt: now });
    else this.lost += calls;
  }

  /** How many keys wait for being written, beside those that are just being written. */
  get waiting(): number {
    return this.counts.size;
  }

  /** Writes everything that was counted before. Throws where the database fails; nothing is lost by that. */
  flush(): Promise<void> {
    const next = this.turn.then(() => this.writeAll());
    this.turn = next.catch(() => undefined);
    return next;
  }

  /**
   * {@link flush} for whoever is about to read, as well as it can be done; not in a transaction, whose rollback would
   * take the counts with it.
   */
  async settle(): Promise<void> {
    if (!this.database.inTransaction) await this.flush().catch((error: unknown) => this.logger.warn(String(error)));
  }

  /** From now on it writes only when it is asked to. */
  async pause(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  /** Writes the last counts, once no call can come any more. */
  async close(): Promise<void> {
    await this.pause();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.flush();
      } catch (error) {
        if (attempt === LAST_ATTEMPTS) return this.logger.error(`Usage could not be written: ${String(error)}`);
        await sleep(attempt * 100);
      }
    }
  }

  private look(): void {
    const isDue = performance.now() >= this.nextAt || (this.counts.size >= MANY_KEYS && this.failures === 0);
    if (!isDue || this.isFlushing) return;
    this.isFlushing = true;
    void this.flush()
      .then(
        () => this.succeeded(),
        (error: unknown) => this.failed(error),
      )
      .finally(() => (this.isFlushing = false));
  }

  private succeeded(): void {
    this.failures = 0;
    this.nextAt = performance.now() + FLUSH_EVERY_MS;
    if (this.lost > 0) this.logger.warn(`${this.lost} calls were not counted: too many keys could not be written.`);
    this.lost = 0;
  }

  private failed(error: unknown): void {
    const pause = Math.min(FLUSH_EVERY_MS * 2 ** ++this.failures, LONGEST_PAUSE_MS);
    this.nextAt = performance.now() + pause;
    this.logger.warn(`Usage could not be written, the next attempt is in ${pause / 1_000} s: ${String(error)}`);
  }

  /** What failed before goes first, so that memory holds no more than it and one more round of counts. */
  private async writeAll(): Promise<void> {
    await this.writeSealed();
    if (this.counts.size === 0) return;
    this.sealed = batchesOf(this.counts);
    this.counts = new Map();
    await this.writeSealed();
  }

  private async writeSealed(): Promise<void> {
    for (let batch = this.sealed.at(0); batch; batch = this.sealed.at(0)) {
      await this.writer.write(batch);
      this.sealed.shift();
    }
  }
}

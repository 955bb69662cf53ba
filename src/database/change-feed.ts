import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

const POLL_EVERY_MS = 250;
const LOOK_BACK_MS = 15_000;
/** Without a successful poll for this long, cached facts are not to be trusted. */
const STALE_AFTER_MS = 1_000;

export type FeedListener = (entry: string) => void;

/** Tells other processes to poll at once; Redis, where configured. Losing it costs 250 ms, nothing else. */
export interface FeedHint {
  publish(): void;
  onHint(poll: () => void): void;
}

/**
 * How every process learns of changes that bear on access. `publish` belongs into the transaction that makes the
 * change: the row commits with it, this process hears of it right after, the others within a poll.
 */
@Injectable()
export class ChangeFeed {
  private readonly listeners = new Set<FeedListener>();
  private readonly seen = new Map<number, number>();
  private lastPoll = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private hint: FeedHint | undefined;

  constructor(private readonly database: Database) {}

  listen(listener: FeedListener): void {
    this.listeners.add(listener);
  }

  /** Announces a change of `entries`, in the caller's transaction. */
  async publish(...entries: string[]): Promise<void> {
    const { now } = this.database.dialect;
    const rows = entries.map(() => `(?, ${now})`).join(', ');
    await this.database.execute(`INSERT INTO change_feed (entry, created_at) VALUES ${rows}`, entries);
    this.database.afterCommit(() => {
      for (const entry of entries) this.tell(entry);
      this.hint?.publish();
    });
  }

  /** Whether facts in memory may be older than a second; then callers answer from the database. */
  private get isStale(): boolean {
    return performance.now() - this.lastPoll > STALE_AFTER_MS;
  }

  /** An open transaction sees its own uncommitted rows, which nobody else may be told of, and must see no older ones. */
  get mustReadDatabase(): boolean {
    return this.isStale || this.database.inTransaction;
  }

  async start(hint?: FeedHint): Promise<void> {
    this.hint = hint;
    await this.poll();
    hint?.onHint(() => void this.poll());
    this.timer = setInterval(() => void this.poll(), POLL_EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  /** Reads what is new. A failing database makes the facts stale; it never ends the process. */
  poll(): Promise<void> {
    this.polling ??= this.readNews()
      .catch(() => undefined)
      .finally(() => {
        this.polling = undefined;
      });
    return this.polling;
  }

  private async readNews(): Promise<void> {
    const startedAt = performance.now();
    const rows = await this.database.detached(() =>
      this.database.query<{ id: number; entry: string }>(
        `SELECT id, entry FROM change_feed WHERE created_at > ${this.database.dialect.now} - ${LOOK_BACK_MS} ORDER BY id`,
      ),
    );
    for (const { id, entry } of rows) {
      if (!this.seen.has(id)) this.tell(entry);
      this.seen.set(id, startedAt);
    }
    this.forgetOld(startedAt);
    this.lastPoll = startedAt;
  }

  private forgetOld(now: number): void {
    for (const [id, at] of this.seen) if (now - at > 2 * LOOK_BACK_MS) this.seen.delete(id);
  }

  private tell(entry: string): void {
    for (const listener of this.listeners) listener(entry);
  }
}

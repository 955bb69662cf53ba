import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from './change-feed.js';

interface Kept<T> {
  readonly facts: T;
  readonly entries: readonly string[];
  /** The local change counter when loading began. */
  readonly asOf: number;
}

const MAX_STAMPS = 100_000;

/** Which entries changed, and when, counted in changes heard by this process. */
export class ChangeStamps {
  private changes = 0;
  private floor = 0;
  private readonly stamps = new Map<string, number>();

  /** `max`: how many entries are remembered; beyond that everything older counts as changed. */
  constructor(
    readonly feed: ChangeFeed,
    private readonly max = MAX_STAMPS,
  ) {
    feed.listen((entry) => this.stamp(entry));
  }

  get now(): number {
    return this.changes;
  }

  /** Whether anything in `entries` changed after `asOf`. */
  changedSince(asOf: number, entries: readonly string[]): boolean {
    if (asOf < this.floor) return true;
    for (const entry of entries) {
      const stamp = this.stamps.get(entry);
      if (stamp !== undefined && stamp > asOf) return true;
    }
    return false;
  }

  private stamp(entry: string): void {
    if (this.stamps.size >= this.max) {
      this.stamps.clear();
      this.floor = this.changes;
    }
    this.stamps.set(entry, ++this.changes);
  }
}

/**
 * Facts kept in memory until the feed names one of the entries they were read from. What was being loaded when the
 * change came is not kept either. While the feed is stale every call reads the database.
 */
export class FactCache<T extends object | null> {
  private readonly kept: LRUCache<string, Kept<T>>;
  private readonly misses: LRUCache<string, Kept<T>>;
  private readonly loading = new Map<string, Promise<T>>();

  /** `isMiss`: facts of what does not exist. Anybody can ask for those, so they have a small room of their own. */
  constructor(
    private readonly stamps: ChangeStamps,
    max: number,
    private readonly isMiss: (facts: T) => boolean = () => false,
  ) {
    this.kept = new LRUCache({ max });
    this.misses = new LRUCache({ max: Math.ceil(max / 20) });
  }

  /** The facts if they are in memory and good: the hot path, without a promise. */
  peek(key: string): T | undefined {
    if (this.stamps.feed.mustReadDatabase) return undefined;
    const kept = this.kept.get(key) ?? this.misses.get(key);
    if (!kept) return undefined;
    if (this.stamps.changedSince(kept.asOf, kept.entries)) {
      this.kept.delete(key);
      this.misses.delete(key);
      return undefined;
    }
    return kept.facts;
  }

  /** The facts, loaded where memory has none; `entries` are what they depend on. */
  async get(key: string, entries: readonly string[], load: () => Promise<T>): Promise<T> {
    const facts = this.peek(key);
    if (facts !== undefined) return facts;
    if (this.stamps.feed.mustReadDatabase) return load();
    const asOf = this.stamps.now;
    const flight = `${key}@${asOf}`;
    const running = this.loading.get(flight);
    if (running) return running;
    const promise = load();
    this.loading.set(flight, promise);
    try {
      const loaded = await promise;
      (this.isMiss(loaded) ? this.misses : this.kept).set(key, { facts: loaded, entries, asOf });
      return loaded;
    } finally {
      this.loading.delete(flight);
    }
  }
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangeFeed, ChangeStamps, FactCache } from '../../src/database/index.js';
import { startApp, type TestApp } from '../support/start-app.js';

interface Fact {
  readonly version: number;
}

let app: TestApp;
let feed: ChangeFeed;
let cache: FactCache<Fact | null>;
let loads: number;

beforeAll(async () => {
  app = await startApp();
  feed = new ChangeFeed(app.database);
});
beforeEach(async () => {
  await feed.poll();
  cache = new FactCache(new ChangeStamps(feed), 3);
  loads = 0;
});
afterAll(() => app.close());

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** Loads the next version. */
const load = async (): Promise<Fact> => ({ version: ++loads });

const get = (key = 'a', entries = ['test:a']): Promise<Fact | null> => cache.get(key, entries, load);

/** A loader that ends when it is told to. */
function slowLoad(): { load: () => Promise<Fact>; end(version: number): void } {
  let end!: (fact: Fact) => void;
  const loaded = new Promise<Fact>((resolve) => (end = resolve));
  return { load: () => loaded, end: (version) => end({ version }) };
}

describe('cached facts', () => {
  it('are loaded once, also by many at a time, and then known without a promise', async () => {
    expect(cache.peek('a')).toBeUndefined();
    expect(await Promise.all([get(), get(), get()])).toEqual(Array(3).fill({ version: 1 }));
    expect(await get()).toEqual({ version: 1 });
    expect(cache.peek('a')).toEqual({ version: 1 });
  });

  it('are loaded again when one of their entries changed, and no other', async () => {
    await get('a', ['test:a', 'test:shared']);
    await get('b', ['test:b', 'test:shared']);
    await feed.publish('test:b');
    expect(cache.peek('b')).toBeUndefined();
    expect(cache.peek('a')).toEqual({ version: 1 });
    expect(await get('b', ['test:b', 'test:shared'])).toEqual({ version: 3 });
    await feed.publish('test:shared');
    expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, undefined]);
  });

  it('are not kept when their entry changed while they were loaded', async () => {
    const slow = slowLoad();
    const before = cache.get('a', ['test:a'], slow.load);
    await feed.publish('test:a');
    slow.end(100);
    expect(await before).toEqual({ version: 100 });
    expect(cache.peek('a')).toBeUndefined();
    expect(await get()).toEqual({ version: 1 });
  });

  it('are not those of a load that began before the change, for whoever asks after it', async () => {
    const slow = slowLoad();
    const before = cache.get('a', ['test:a'], slow.load);
    await feed.publish('test:a');
    expect(await get()).toEqual({ version: 1 });
    slow.end(100);
    expect(await before).toEqual({ version: 100 });
    expect(await get()).not.toEqual({ version: 100 });
  });

  it('are kept when something else changed meanwhile', async () => {
    const slow = slowLoad();
    const before = cache.get('a', ['test:a'], slow.load);
    await feed.publish('test:other');
    slow.end(100);
    await before;
    expect(cache.peek('a')).toEqual({ version: 100 });
  });

  it('that could not be loaded are asked for again', async () => {
    const failing = (): Promise<never> => Promise.reject(new Error('the database is away'));
    await expect(cache.get('a', ['test:a'], failing)).rejects.toThrow('away');
    expect(await get()).toEqual({ version: 1 });
  });

  it('may be that there are none', async () => {
    const none = async (): Promise<null> => {
      loads++;
      return null;
    };
    expect(await cache.get('a', ['test:a'], none)).toBeNull();
    expect(await cache.get('a', ['test:a'], none)).toBeNull();
    expect(loads).toBe(1);
  });

  it('are pushed out by none of the lookups of what does not exist, which are known for a while', async () => {
    cache = new FactCache<Fact | null>(new ChangeStamps(feed), 3, (fact) => fact === null);
    const none = async (): Promise<null> => null;
    await get('a');
    for (const key of ['x', 'y', 'z', 'last']) await cache.get(key, [`test:${key}`], none);
    expect(cache.peek('a')).toEqual({ version: 1 });
    expect(cache.peek('last')).toBeNull();
    await feed.publish('test:last');
    expect(await get('last', ['test:last'])).toEqual({ version: 2 });
  });

  it('are neither used nor kept inside of a transaction, which sees its own changes', async () => {
    await get();
    await app.database.transaction(async () => {
      expect(cache.peek('a')).toBeUndefined();
      expect(await get()).toEqual({ version: 2 });
    });
    expect(cache.peek('a')).toEqual({ version: 1 });
  });

  it('are neither used nor kept while the feed was not heard for a second', async () => {
    await get();
    for (let turn = 0; turn < 500 && !feed.mustReadDatabase; turn++) await pause();
    expect(feed.mustReadDatabase).toBe(true);
    expect(cache.peek('a')).toBeUndefined();
    expect([await get(), await get()]).toEqual([{ version: 2 }, { version: 3 }]);
    await feed.poll();
    expect(cache.peek('a')).toEqual({ version: 1 });
  });

  it('are as many as there is room for, the latest used', async () => {
    for (const key of ['a', 'b', 'c', 'a', 'd']) await get(key, [`test:${key}`]);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.peek(key)?.version)).toEqual([1, undefined, 3, 4]);
  });

  it('are all forgotten rather than trusted when more changed than can be remembered', async () => {
    await get('kept', ['test:kept']);
    const entries = Array.from({ length: 100_001 }, (_, at) => `test:many:${at}`);
    for (let at = 0; at < entries.length; at += 500) await feed.publish(...entries.slice(at, at + 500));
    await feed.poll();
    expect(feed.mustReadDatabase).toBe(false);
    expect(cache.peek('kept')).toBeUndefined();
    const { version } = (await get('kept', ['test:kept'])) as Fact;
    expect(cache.peek('kept')).toEqual({ version });
  });
});

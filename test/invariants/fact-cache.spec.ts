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

const getAsItIs = (key = 'a', entries = ['test:a']): Promise<Fact | null> => cache.get(key, entries, load);

/** Hears the feed just before, so that memory is trusted however slow the machine is. */
async function get(key = 'a', entries = ['test:a']): Promise<Fact | null> {
  await feed.poll();
  return getAsItIs(key, entries);
}

/** What is in memory, with the feed just heard. */
async function known(key: string): Promise<Fact | null | undefined> {
  await feed.poll();
  return cache.peek(key);
}

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
    expect(await known('a')).toEqual({ version: 1 });
  });

  it('are loaded again when one of their entries changed, and no other', async () => {
    await get('a', ['test:a', 'test:shared']);
    await get('b', ['test:b', 'test:shared']);
    await feed.publish('test:b');
    expect(cache.peek('b')).toBeUndefined();
    expect(await known('a')).toEqual({ version: 1 });
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
    await feed.poll();
    const before = cache.get('a', ['test:a'], slow.load);
    await feed.publish('test:other');
    await feed.poll();
    slow.end(100);
    await before;
    expect(await known('a')).toEqual({ version: 100 });
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
    for (let time = 0; time < 2; time++) {
      await feed.poll();
      expect(await cache.get('a', ['test:a'], none)).toBeNull();
    }
    expect(loads).toBe(1);
  });

  it('are pushed out by none of the lookups of what does not exist, which are known for a while', async () => {
    cache = new FactCache<Fact | null>(new ChangeStamps(feed), 3, (fact) => fact === null);
    const none = async (): Promise<null> => null;
    await get('a');
    for (const key of ['x', 'y', 'z', 'last']) {
      await feed.poll();
      await cache.get(key, [`test:${key}`], none);
    }
    expect(await known('a')).toEqual({ version: 1 });
    expect(await known('last')).toBeNull();
    await feed.publish('test:last');
    expect(await get('last', ['test:last'])).toEqual({ version: 2 });
  });

  it('are neither used nor kept inside of a transaction, which sees its own changes', async () => {
    await get();
    await app.database.transaction(async () => {
      expect(cache.peek('a')).toBeUndefined();
      expect(await getAsItIs()).toEqual({ version: 2 });
    });
    expect(await known('a')).toEqual({ version: 1 });
  });

  it('are neither used nor kept while the feed was not heard for a second', async () => {
    await get();
    for (let turn = 0; turn < 500 && !feed.mustReadDatabase; turn++) await pause();
    expect(feed.mustReadDatabase).toBe(true);
    expect(cache.peek('a')).toBeUndefined();
    expect([await getAsItIs(), await getAsItIs()]).toEqual([{ version: 2 }, { version: 3 }]);
    expect(await known('a')).toEqual({ version: 1 });
  });

  it('are as many as there is room for, the latest used', async () => {
    for (const key of ['a', 'b', 'c', 'a', 'd']) await get(key, [`test:${key}`]);
    await feed.poll();
    expect(['a', 'b', 'c', 'd'].map((key) => cache.peek(key)?.version)).toEqual([1, undefined, 3, 4]);
  });

  it('are all forgotten rather than trusted when more changed than can be remembered', async () => {
    const room = 10;
    cache = new FactCache(new ChangeStamps(feed, room), 3);
    await get('kept', ['test:kept']);
    await feed.poll();
    await feed.publish(...Array.from({ length: room }, (_, at) => `test:many:${at}`));
    // No poll here: it would bring what others published, and that takes room too.
    expect(cache.peek('kept')).toEqual({ version: 1 });
    await feed.publish('test:one-too-many');
    expect(await known('kept')).toBeUndefined();
    expect(feed.mustReadDatabase).toBe(false);
    const { version } = (await get('kept', ['test:kept'])) as Fact;
    expect(await known('kept')).toEqual({ version });
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeFeed, type Database } from '../../src/database/index.js';
import { call } from '../support/http.js';
import { managementToken } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let database: Database;

beforeAll(async () => {
  app = await startApp();
  ({ database } = app);
});
afterAll(() => app.close());

/** What another process would hear, poll by poll. */
async function listener(): Promise<{ feed: ChangeFeed; heard(): Promise<string[]> }> {
  const feed = new ChangeFeed(database);
  const news: string[] = [];
  await feed.poll();
  feed.listen((entry) => news.push(entry));
  const heard = async (): Promise<string[]> => {
    await feed.poll();
    return news.splice(0);
  };
  return { feed, heard };
}

/** A row of a writer that took its number early and commits only now. */
const commitLate = (id: number, entry: string, secondsAgo: number): Promise<number> =>
  database.execute(`INSERT INTO change_feed (id, entry, created_at) VALUES (?, ?, ${database.dialect.now} - ?)`, [
    id,
    entry,
    secondsAgo * 1_000,
  ]);

describe('the change feed', () => {
  it('tells another process each change once, in the order of their numbers', async () => {
    const { heard } = await listener();
    const publisher = new ChangeFeed(database);
    await publisher.publish('test:1');
    await publisher.publish('test:2', 'test:3');
    expect(await heard()).toEqual(['test:1', 'test:2', 'test:3']);
    expect(await heard()).toEqual([]);
    await publisher.publish('test:1');
    expect(await heard()).toEqual(['test:1']);
  });

  it('tells its own process at once, but only after the commit', async () => {
    const feed = new ChangeFeed(database);
    const news: string[] = [];
    feed.listen((entry) => news.push(entry));
    await database.transaction(async () => {
      await feed.publish('test:own');
      expect(news).toEqual([]);
    });
    expect(news).toEqual(['test:own']);
  });

  it('tells nobody of what was rolled back', async () => {
    const { feed, heard } = await listener();
    const other = await listener();
    const failing = database.transaction(async () => {
      await feed.publish('test:undone');
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect([await heard(), await other.heard()]).toEqual([[], []]);
  });

  it('misses no change that committed later than one with a greater number', async () => {
    const { heard } = await listener();
    await commitLate(1_000_002, 'test:early', 0);
    expect(await heard()).toEqual(['test:early']);
    await commitLate(1_000_001, 'test:late', 4.9);
    expect(await heard()).toEqual(['test:late']);
    await commitLate(1_000_000, 'test:latest', 12);
    expect(await heard()).toEqual(['test:latest']);
    expect(await heard()).toEqual([]);
  });

  it('hears of both, when one transaction publishes first and commits last', async () => {
    const { heard } = await listener();
    const publisher = new ChangeFeed(database);
    const steps = { published: signal(), goOn: signal() };
    const slow = database.transaction(async () => {
      await publisher.publish('test:slow');
      steps.published.give();
      await steps.goOn.given;
    });
    await steps.published.given;
    const quick = database.transaction(() => publisher.publish('test:quick'));
    // The embedded engine lets the second wait for the first.
    if (database.dialect.engine === 'mysql') {
      await quick;
      expect(await heard()).toEqual(['test:quick']);
    }
    steps.goOn.give();
    await Promise.all([slow, quick]);
    expect(await heard()).toContain('test:slow');
  });

  it('is read once where two ask for it at a time', async () => {
    const { feed } = await listener();
    const first = feed.poll();
    expect(feed.poll()).toBe(first);
    await first;
    expect(feed.poll()).not.toBe(first);
  });

  it('lets nobody trust their memory before it was read for the first time, inside of transactions, and when stopped', async () => {
    const feed = new ChangeFeed(database);
    expect(feed.mustReadDatabase).toBe(true);
    await feed.start();
    await feed.poll();
    expect(feed.mustReadDatabase).toBe(false);
    await database.transaction(async () => expect(feed.mustReadDatabase).toBe(true));
    await feed.stop();
    await untilStale(feed);
    await feed.poll();
    expect(feed.mustReadDatabase).toBe(false);
  });

  it('lives through a poll that fails, and hears what it missed', async () => {
    const { feed, heard } = await listener();
    await database.execute('ALTER TABLE change_feed RENAME TO change_feed_away');
    try {
      await expect(feed.poll()).resolves.toBeUndefined();
    } finally {
      await database.execute('ALTER TABLE change_feed_away RENAME TO change_feed');
    }
    await new ChangeFeed(database).publish('test:missed');
    expect(await heard()).toEqual(['test:missed']);
  });
});

describe('a process that cannot hear of changes', () => {
  let feed: ChangeFeed;
  const read = async (): Promise<number> => {
    const { tower } = app.demo.projects;
    const token = await tokenOfMember();
    return (await call(`${app.url}/rest/v1.0/projects/${tower.id}/rfis`, token)).status;
  };
  /** Changes the truth and tells nobody, as if another process had and its news had not come yet. */
  const setLevel = (level: string): Promise<number> =>
    database.execute('UPDATE project_members SET levels = ? WHERE project_id = ? AND principal_id = ?', [
      JSON.stringify({ 'project.rfis': level }),
      app.demo.projects.tower.id,
      app.demo.users.member.id,
    ]);

  let token: string | undefined;
  const tokenOfMember = async (): Promise<string> =>
    (token ??= await managementToken(app, app.demo.users.member, 'tools:admin', [app.demo.companies.main.id]));

  afterEach(() => feed.start());

  it('answers from memory for a second, and then from the database', async () => {
    feed = app.app.get(ChangeFeed);
    await tokenOfMember();
    await feed.poll();
    expect(await read()).toBe(200);
    await setLevel('none');
    await feed.poll();
    expect(await read()).toBe(200);
    await feed.stop();
    await untilStale(feed);
    expect(await read()).toBe(403);
    await setLevel('read_only');
    expect(await read()).toBe(200);
    await setLevel('none');
    expect(await read()).toBe(403);
  });
});

/** Waits until memory is not trusted any more: a second after the last poll. */
async function untilStale(feed: ChangeFeed): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!feed.mustReadDatabase) {
    if (performance.now() > deadline) throw new Error('What was heard five seconds ago is still trusted.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A promise and what fulfils it. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

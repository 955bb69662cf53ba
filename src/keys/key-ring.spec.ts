import { sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ChangeFeed,
  ChangeFeed1760000000100,
  ChangeFeedEntry,
  createDataSource,
  Database,
  Entry,
} from '../database/index.js';
import { loadConfiguration } from '../shared/index.js';
import { KEY_PURPOSES } from './key.js';
import { KeyRing } from './key-ring.js';
import { WrongMasterKeyError } from './keys.errors.js';
import { SealedKeys1760000000200 } from './keys.migration.js';
import { loadMasterKeys, MasterKeys } from './master-keys.js';
import { SealedKey } from './sealed-key.entity.js';

describe('KeyRing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'));
  const configuration = loadConfiguration({ NODE_ENV: 'test', DATA_DIR: folder });
  const database = new Database(
    createDataSource(configuration.database, {
      entities: [ChangeFeedEntry, SealedKey],
      migrations: [ChangeFeed1760000000100, SealedKeys1760000000200],
    }),
  );
  let feed: ChangeFeed;
  let rings: KeyRing[] = [];

  /** A ring as another process would have it. */
  async function aRing(masterKeys = loadMasterKeys(configuration)): Promise<KeyRing> {
    const ring = new KeyRing(database, feed, masterKeys);
    rings.push(ring);
    await ring.start();
    return ring;
  }

  beforeAll(async () => {
    await database.connect();
    await database.dataSource.runMigrations();
  });
  beforeEach(async () => {
    await database.execute('DELETE FROM sealed_keys');
    feed = new ChangeFeed(database);
  });
  afterEach(async () => {
    for (const ring of rings) await ring.beforeApplicationShutdown();
    rings = [];
  });
  afterAll(async () => {
    await database.dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  it('agrees on the first keys among processes that start together', async () => {
    const started = await Promise.all([aRing(), aRing(), aRing()]);
    expect(new Set(started.map((ring) => ring.hash('x'))).size).toBe(1);
    expect(new Set(started.map((ring) => ring.signingKey().id)).size).toBe(1);
  });

  it('keeps the master key readable for its owner only', async () => {
    await aRing();
    expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);
  });

  it('refuses to start with another master key', async () => {
    await aRing();
    await expect(aRing(new MasterKeys([Buffer.alloc(32, 7)]))).rejects.toThrow(WrongMasterKeyError);
  });

  it('opens with a previous master key, and without it once everything is sealed anew', async () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const hash = (await aRing(new MasterKeys([old]))).hash('x');
    const both = await aRing(new MasterKeys([fresh, old]));
    expect(both.hash('x')).toBe(hash);
    expect(await both.reseal()).toBe(KEY_PURPOSES.length);
    expect((await aRing(new MasterKeys([fresh]))).hash('x')).toBe(hash);
  });

  it('reads under a new key at once, in every process, and writes under it only when it is active', async () => {
    const [ring, other] = [await aRing(), await aRing()];
    const before = ring.writing('pepper').id;
    const id = await ring.rotate('pepper', { activateInMs: 400 });
    await other.load();
    expect([ring, other].map((one) => one.find('pepper', id)?.id)).toEqual([id, id]);
    expect([ring, other].map((one) => one.writing('pepper').id)).toEqual([before, before]);
    await sleep(500);
    expect([ring, other].map((one) => one.writing('pepper').id)).toEqual([id, id]);
  });

  it('hashes under the present pepper first and finds what an older one hashed', async () => {
    const ring = await aRing();
    const old = ring.hash('secret');
    await ring.rotate('pepper', { activateInMs: 0 });
    expect(ring.hash('secret')).not.toBe(old);
    expect(ring.hashes('secret')).toEqual([ring.hash('secret'), old]);
    expect(old).toHaveLength(43);
  });

  it('retires an old key but never the one that writes', async () => {
    const ring = await aRing();
    const old = ring.writing('csrf').id;
    const mac = ring.mac('csrf', 'x');
    await expect(ring.retire('csrf', old)).rejects.toMatchObject({ code: 'key_in_use' });
    await ring.rotate('csrf', { activateInMs: 0 });
    expect(ring.verifiesMac('csrf', 'x', mac)).toBe(true);
    await ring.retire('csrf', old);
    expect(ring.find('csrf', old)).toBeUndefined();
    expect(ring.verifiesMac('csrf', 'x', mac)).toBe(false);
  });

  it('opens what it sealed in its place alone, until the key is retired', async () => {
    const ring = await aRing();
    const old = ring.writing('webhook').id;
    const sealed = ring.seal('webhook', Buffer.from('secret'), 'here');
    await ring.rotate('webhook', { activateInMs: 0 });
    expect(ring.open('webhook', sealed, 'here')?.toString()).toBe('secret');
    expect(ring.open('webhook', sealed, 'there')).toBeUndefined();
    expect(ring.open('csrf', sealed, 'here')).toBeUndefined();
    expect(ring.open('webhook', 'anything', 'here')).toBeUndefined();
    await ring.retire('webhook', old);
    expect(ring.open('webhook', sealed, 'here')).toBeUndefined();
  });

  it.each([
    ['ES256', 'signing'],
    ['RS256', 'signing_rs256'],
  ] as const)('publishes a signing key of %s before it signs', async (alg, purpose) => {
    const ring = await aRing();
    const present = ring.signingKey(alg);
    const id = await ring.rotate(purpose);
    const published = ring.signingKeys().filter((pair) => pair.alg === alg);
    expect(published.map((pair) => pair.id)).toEqual([id, present.id]);
    expect(ring.signingKey(alg).id).toBe(present.id);
    const signature = sign('sha256', Buffer.from('x'), present.privateKey);
    expect(verify('sha256', Buffer.from('x'), present.publicKey, signature)).toBe(true);
  });

  it('keeps the key of subjects for ever, in every process', async () => {
    const [ring, other] = [await aRing(), await aRing()];
    const [key] = ring.readable('subject');
    await expect(ring.rotate('subject', { activateInMs: 0 })).rejects.toMatchObject({ code: 'key_is_permanent' });
    await expect(ring.retire('subject', key.id)).rejects.toMatchObject({ code: 'key_is_permanent' });
    expect(other.mac('subject', 'x')).toBe(ring.mac('subject', 'x'));
    expect(ring.readable('subject')).toHaveLength(1);
  });

  it('tells the other processes', async () => {
    const heard: string[] = [];
    feed.listen((entry) => heard.push(entry));
    await (await aRing()).rotate('audit');
    expect(heard).toEqual([Entry.keys]);
  });
});

import { createHmac } from 'node:crypto';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { type ChangeFeed, type Database, Entry } from '../database/index.js';
import { equalInConstantTime, seal, unseal } from '../shared/index.js';
import {
  type Key,
  KEY_PURPOSES,
  type KeyPurpose,
  SIGNING_ALGORITHMS,
  SIGNING_PURPOSES,
  type SigningAlgorithm,
  type SigningKey,
  signingKeyOf,
} from './key.js';
import { KeyStore } from './key-store.js';
import type { MasterKeys } from './master-keys.js';

/** Long enough for every process to have loaded a new key before anybody writes under it. */
const ACTIVATE_IN_MS = 60_000;
/** Below {@link ACTIVATE_IN_MS}, so that a process that missed the feed still knows a key before it writes. */
const RELOAD_EVERY_MS = 30_000;

interface Ring {
  /** Newest first. */
  readonly readable: readonly Key[];
  readonly writing: Key;
}

/** All keys of the system, opened, in memory: what hashes, seals and signs asks here and never waits. */
export class KeyRing implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly store: KeyStore;
  private keys: readonly Key[] = [];
  private rings = new Map<KeyPurpose, Ring>();
  private pairs = new Map<string, SigningKey>();
  /** Database clock minus ours: keys begin and end by the database's clock. */
  private clockOffset = 0;
  private nextChangeAt = 0;
  private reloading: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    masterKeys: MasterKeys,
  ) {
    this.store = new KeyStore(database, masterKeys);
  }

  /** Opens the ring: creates first keys, reads all, follows changes. Throws {@link WrongMasterKeyError}. */
  async start(): Promise<void> {
    await this.store.createMissing();
    await this.load();
    this.feed.listen((entry) => {
      if (entry === Entry.keys) this.reload();
    });
    this.timer = setInterval(() => this.reload(), RELOAD_EVERY_MS);
    this.timer.unref();
  }

  /** Reads the keys anew. */
  async load(): Promise<void> {
    const asked = Date.now();
    const { keys, now } = await this.store.read();
    // Rather ahead by the time that the answer took than behind: what was ended is over here at once.
    this.clockOffset = now - asked;
    this.keys = keys;
    this.pairs = this.pairsOf(keys);
    this.arrange();
  }

  /** The key to write under. */
  writing(purpose: KeyPurpose): Key {
    return this.ring(purpose).writing;
  }

  /** Every key that may have written something still good, newest first; among them those that do not write yet. */
  readable(purpose: KeyPurpose): readonly Key[] {
    return this.ring(purpose).readable;
  }

  find(purpose: KeyPurpose, id: string): Key | undefined {
    return this.ring(purpose).readable.find((key) => key.id === id);
  }

  /** The keyed hash under which a secret is stored: HMAC-SHA-256, 43 characters of base64url. */
  hash(text: string): string {
    return hmac(this.writing('pepper'), text);
  }

  /** All hashes under which a secret may be stored, the present one first. */
  hashes(text: string): string[] {
    const { writing, readable } = this.ring('pepper');
    return [writing, ...readable.filter((key) => key !== writing)].map((key) => hmac(key, text));
  }

  /** A message authentication code: HMAC-SHA-256, 43 characters of base64url. Begin `text` with what it is for. */
  mac(purpose: KeyPurpose, text: string): string {
    return hmac(this.writing(purpose), text);
  }

  /** Whether {@link mac} made `mac` of `text`, under any readable key; in constant time. */
  verifiesMac(purpose: KeyPurpose, text: string, mac: string): boolean {
    return this.readable(purpose).some((key) => equalInConstantTime(hmac(key, text), mac));
  }

  /** Seals what has to be read again, under the present key; `context` binds it to its place. */
  seal(purpose: KeyPurpose, plain: Buffer, context: string): string {
    const key = this.writing(purpose);
    return `${key.id}.${seal(key.secret, plain, context)}`;
  }

  /** What {@link seal} sealed; undefined where its key was retired, or anything differs. */
  open(purpose: KeyPurpose, sealed: string, context: string): Buffer | undefined {
    const [id, text = ''] = sealed.split('.');
    const key = this.find(purpose, id);
    return key && unseal(key.secret, text, context);
  }

  /** Every key pair to publish, newest first: also those that will sign soon, so that verifiers know them in time. */
  signingKeys(): SigningKey[] {
    return SIGNING_ALGORITHMS.flatMap((alg) => this.readable(SIGNING_PURPOSES[alg]).map((key) => this.pair(key)));
  }

  /** The key pair that signs at present. */
  signingKey(alg: SigningAlgorithm = 'ES256'): SigningKey {
    return this.pair(this.writing(SIGNING_PURPOSES[alg]));
  }

  /** Creates a key that writes from `activateInMs` on, when every process has it; returns its id. */
  async rotate(purpose: KeyPurpose, { activateInMs = ACTIVATE_IN_MS } = {}): Promise<string> {
    return this.changing(() => this.store.create(purpose, activateInMs));
  }

  /** Ends the use of an old key at once. What was written under it is lost. Throws 404, 409 `key_in_use` or `key_is_permanent`. */
  async retire(purpose: KeyPurpose, id: string): Promise<void> {
    await this.changing(() => this.store.retire(purpose, id));
  }

  /** Moves all keys under the first master key; returns how many. */
  async reseal(): Promise<number> {
    return this.database.transaction(() => this.store.reseal());
  }

  /** A reading that began is let finish while there is still a connection. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.reloading;
  }

  /** The database's clock, without asking it: by it rows begin and end. */
  now(): number {
    return Date.now() + this.clockOffset;
  }

  private async changing<T>(change: () => Promise<T>): Promise<T> {
    const result = await this.database.transaction(async () => {
      const changed = await change();
      await this.feed.publish(Entry.keys);
      return changed;
    });
    if (!this.database.inTransaction) await this.reloading;
    return result;
  }

  /** Serialized, so that a slow read cannot overwrite a later one; a failed one leaves what is known. */
  private reload(): void {
    this.reloading = this.reloading
      .then(() => this.database.detached(() => this.load()))
      .catch((error: unknown) => this.logger.error(`The keys could not be read again: ${String(error)}`));
  }

  private ring(purpose: KeyPurpose): Ring {
    if (this.now() >= this.nextChangeAt) this.arrange();
    const ring = this.rings.get(purpose);
    if (!ring) throw new Error(`There is no active key for "${purpose}".`);
    return ring;
  }

  /** Sorts the keys into rings as of now, and notes when a key begins or ends next. */
  private arrange(): void {
    const now = this.now();
    const good = this.keys.filter((key) => key.retiresAt === null || key.retiresAt > now);
    this.rings = new Map();
    for (const purpose of KEY_PURPOSES) {
      const readable = good.filter((key) => key.purpose === purpose);
      const writing = readable.find((key) => key.activatesAt <= now);
      if (writing) this.rings.set(purpose, { readable, writing });
    }
    const moments = good.flatMap((key) => [key.activatesAt, key.retiresAt ?? Infinity]);
    this.nextChangeAt = Math.min(Infinity, ...moments.filter((moment) => moment > now));
  }

  /** Opening a key costs something: what was open stays so. */
  private pairsOf(keys: readonly Key[]): Map<string, SigningKey> {
    const pairs = new Map<string, SigningKey>();
    for (const key of keys) {
      const pair = this.pairs.get(key.id) ?? signingKeyOf(key);
      if (pair) pairs.set(key.id, pair);
    }
    return pairs;
  }

  private pair(key: Key): SigningKey {
    const pair = this.pairs.get(key.id);
    if (!pair) throw new Error(`"${key.id}" is no signing key.`);
    return pair;
  }
}

const hmac = (key: Key, text: string): string => createHmac('sha256', key.secret).update(text).digest('base64url');

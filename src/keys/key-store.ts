import { createHash } from 'node:crypto';
import { type Database } from '../database/index.js';
import { base62, conflict, notFound, randomBase62 } from '../shared/index.js';
import { isPermanent, type Key, KEY_PURPOSES, type KeyPurpose, newKeyMaterial } from './key.js';
import { WrongMasterKeyError } from './keys.errors.js';
import type { MasterKeys } from './master-keys.js';

const ID_LENGTH = 8;

interface Row {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly sealed: string;
  readonly activates_at: number;
  readonly retires_at: number | null;
  readonly now: number;
}

/** What the table held, and the database's clock at that moment. */
export interface KeysRead {
  readonly keys: readonly Key[];
  readonly now: number;
}

/** Keys at rest: creates, seals, opens and retires them. */
export class KeyStore {
  constructor(
    private readonly database: Database,
    private readonly masterKeys: MasterKeys,
  ) {}

  /** All keys that are not retired, newest first. Throws {@link WrongMasterKeyError}. */
  async read(): Promise<KeysRead> {
    const { now } = this.database.dialect;
    const rows = await this.database.query<Row>(
      `SELECT id, purpose, sealed, activates_at, retires_at, ${now} AS now FROM sealed_keys` +
        ` WHERE retires_at IS NULL OR retires_at > ${now} ORDER BY activates_at DESC, id DESC`,
    );
    return { keys: rows.map((row) => this.opened(row)), now: rows.length > 0 ? Number(rows[0].now) : Date.now() };
  }

  /** Creates the first key of each purpose that has none. Its id is fixed, so that processes starting together agree. */
  async createMissing(): Promise<void> {
    const rows = await this.database.query<{ purpose: string }>('SELECT DISTINCT purpose FROM sealed_keys');
    const present = new Set(rows.map((row) => row.purpose));
    for (const purpose of KEY_PURPOSES) if (!present.has(purpose)) await this.insert(purpose, firstIdOf(purpose), 0);
  }

  /** Creates a key that writes from `activateInMs` on; returns its id. Throws 409 `key_is_permanent`. */
  async create(purpose: KeyPurpose, activateInMs: number): Promise<string> {
    refusePermanent(purpose);
    const id = randomBase62(ID_LENGTH);
    await this.insert(purpose, id, activateInMs);
    return id;
  }

  /**
   * Ends the use of a key. Throws `not_found`, 409 `key_in_use` for the only or newest active key of its purpose, or
   * `key_is_permanent`.
   */
  async retire(purpose: KeyPurpose, id: string): Promise<void> {
    refusePermanent(purpose);
    const { keys, now } = await this.read();
    const ofPurpose = keys.filter((key) => key.purpose === purpose);
    if (!ofPurpose.some((key) => key.id === id)) throw notFound();
    if (ofPurpose.find((key) => key.activatesAt <= now)?.id === id) {
      throw conflict('key_in_use', 'This key writes at present. Rotate it and wait until its successor is active.');
    }
    await this.database.execute(`UPDATE sealed_keys SET retires_at = ${this.database.dialect.now} WHERE id = ?`, [id]);
  }

  /** Seals every key under the first master key, so that the others can be thrown away; returns how many changed. */
  async reseal(): Promise<number> {
    const rows = await this.database.query<Row>('SELECT id, purpose, sealed FROM sealed_keys');
    let changed = 0;
    for (const row of rows) {
      const sealed = this.masterKeys.seal(this.opened(row).secret, contextOf(row.purpose, row.id));
      const values = [sealed, row.id, row.sealed];
      changed += await this.database.execute('UPDATE sealed_keys SET sealed = ? WHERE id = ? AND sealed = ?', values);
    }
    return changed;
  }

  private async insert(purpose: KeyPurpose, id: string, activateInMs: number): Promise<void> {
    const { insertIgnore, now } = this.database.dialect;
    const sealed = this.masterKeys.seal(await newKeyMaterial(purpose), contextOf(purpose, id));
    await this.database.execute(
      `${insertIgnore} INTO sealed_keys (id, purpose, sealed, created_at, activates_at) VALUES (?, ?, ?, ${now}, ${now} + ?)`,
      [id, purpose, sealed, activateInMs],
    );
  }

  private opened(row: Row): Key {
    const secret = this.masterKeys.open(row.sealed, contextOf(row.purpose, row.id));
    if (!secret) throw new WrongMasterKeyError(row.id);
    const retiresAt = row.retires_at === null ? null : Number(row.retires_at);
    return { id: row.id, purpose: row.purpose, secret, activatesAt: Number(row.activates_at), retiresAt };
  }
}

function refusePermanent(purpose: KeyPurpose): void {
  if (!isPermanent(purpose)) return;
  throw conflict(
    'key_is_permanent',
    `The key for "${purpose}" stays for ever: others know people by what it gives out.`,
  );
}

/** Binds sealed bytes to their row, so that rows cannot be swapped. */
const contextOf = (purpose: string, id: string): string => `key:${purpose}:${id}`;

const firstIdOf = (purpose: KeyPurpose): string =>
  base62(createHash('sha256').update(`first key: ${purpose}`).digest().subarray(0, 5), ID_LENGTH);

import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { PrincipalFactsPort, type PrincipalFacts } from '../access/index.js';
import { ChangeFeed, ChangeStamps, Database, Entry, FactCache } from '../database/index.js';
import { Principal, type PrincipalKind } from './principal.entity.js';

const CACHED_PRINCIPALS = 50_000;

/** Users and service accounts as what requests run as. */
@Injectable()
export class Principals extends PrincipalFactsPort {
  private readonly cache: FactCache<PrincipalFacts | null>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    stamps: ChangeStamps,
  ) {
    super();
    this.cache = new FactCache(stamps, CACHED_PRINCIPALS);
  }

  /** What is known in memory: the facts, null for an id known not to exist, undefined where nothing is known. */
  peek(id: number): PrincipalFacts | null | undefined {
    return this.cache.peek(String(id));
  }

  /** The facts, from memory or the database; undefined if there is no such principal. */
  async load(id: number): Promise<PrincipalFacts | undefined> {
    return (await this.principal(id)) ?? undefined;
  }

  override principal(id: number): Promise<PrincipalFacts | null> {
    return this.cache.get(String(id), [Entry.principal(id)], () => this.read(id));
  }

  /** Which of these principals are people and which service accounts, in one statement. */
  async kindsOf(ids: readonly number[]): Promise<Map<number, PrincipalKind>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.repository(Principal).findBy({ id: In([...ids]) });
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  }

  /** Creates the principal of a service account, in the caller's transaction; returns its id. */
  createServiceAccount(name: string): Promise<number> {
    return this.create('service_account', name);
  }

  /** @internal The row alone; for a login use {@link Users}. */
  async create(kind: PrincipalKind, name: string): Promise<number> {
    const createdAt = await this.database.now();
    const row = { kind, name, enabled: true, epoch: 0, createdAt };
    const result = await this.database.repository(Principal).insert(row);
    return Number(result.identifiers[0].id);
  }

  async rename(id: number, name: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.execute('UPDATE principals SET name = ? WHERE id = ?', [name, id]);
      await this.feed.publish(Entry.principal(id));
    });
  }

  /**
   * Switches a principal on or off; returns whether that changed anything. A change ends every token and session,
   * also when it is switched on: what was ended stays ended.
   */
  async setEnabled(id: number, enabled: boolean): Promise<boolean> {
    return this.database.transaction(async () => {
      const changed = await this.database.execute(
        'UPDATE principals SET enabled = ?, epoch = epoch + 1 WHERE id = ? AND enabled <> ?',
        [Number(enabled), id, Number(enabled)],
      );
      if (changed > 0) await this.feed.publish(Entry.principal(id));
      return changed > 0;
    });
  }

  private async read(id: number): Promise<PrincipalFacts | null> {
    const row = await this.database.repository(Principal).findOneBy({ id });
    if (!row) return null;
    return { id, kind: row.kind, name: row.name, enabled: row.enabled, epoch: row.epoch };
  }
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { type Dialect, dialectOf } from './dialect.js';
import { EmbeddedGate } from './embedded-gate.js';
import { commitWithin, inTurn, MAX_TRANSACTION_MS, tooContended, type TransactionOptions } from './transaction.js';
import { Turns } from './turns.js';

const MAX_ATTEMPTS = 8;

interface OpenTransaction {
  readonly manager: EntityManager;
  readonly afterCommit: (() => void)[];
  /** What needs to be done but once in it. */
  readonly done: Set<string>;
  isOpen: boolean;
}

/** Text, numbers, null: what both engines bind alike. */
export type SqlValue = string | number | boolean | null;

/**
 * The one door to the database. Inside `transaction(work)` every call of the same asynchronous flow joins that
 * transaction, however deep; outside, each statement stands alone.
 */
@Injectable()
export class Database {
  readonly dialect: Dialect;
  /** Statements sent since start, for the tests that count what a request costs. */
  statements = 0;
  private readonly open = new AsyncLocalStorage<OpenTransaction>();
  /** What detached work began in. */
  private readonly left = new AsyncLocalStorage<OpenTransaction | undefined>();
  private readonly gate: EmbeddedGate | undefined;
  private readonly turns = new Turns();

  constructor(readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    if (this.dialect.engine === 'embedded') this.gate = new EmbeddedGate();
  }

  /** Connects and sets what both engines must agree on. */
  async connect(): Promise<void> {
    await this.dataSource.initialize();
    if (this.gate) this.guardTheOneConnection(this.gate);
    else await this.prepareConnections();
    this.countStatements();
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Rows of a SELECT. Write `?` for parameters. */
  query<T = Record<string, unknown>>(sql: string, parameters: readonly SqlValue[] = []): Promise<T[]> {
    return this.manager.query<T[]>(sql, [...parameters]);
  }

  /** Runs an INSERT, UPDATE or DELETE; the number of rows it touched decides who was first. */
  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const runner = this.manager.queryRunner ?? this.dataSource.createQueryRunner();
    const ours = runner !== this.manager.queryRunner && !this.gate;
    try {
      const result = (await runner.query(sql, [...parameters], true)) as { affected?: number };
      return result.affected ?? 0;
    } finally {
      if (ours) await runner.release();
    }
  }

  /** The database's clock, epoch milliseconds. */
  async now(): Promise<number> {
    const [row] = await this.query<{ now: number }>(`SELECT ${this.dialect.now} AS now`);
    return Number(row.now);
  }

  /**
   * Runs `work` in a transaction, joining the one that is open. It is run again on a deadlock, so it must touch
   * nothing but the database; what must happen once it is durable goes to {@link afterCommit}.
   */
  async transaction<T>(work: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    if (this.open.getStore()) return work();
    this.refuseWaitingForItself();
    return this.turns.run(options.readsLock, () => this.attempts(work, options));
  }

  /**
   * Runs `work` outside of the open transaction, for what must survive its rollback. Refused on the embedded engine
   * while that transaction is open: its one connection would never come free.
   */
  detached<T>(work: () => Promise<T>): Promise<T> {
    return this.left.run(this.open.getStore() ?? this.left.getStore(), () => this.open.exit(work));
  }

  /** Calls `task` once the open transaction is durable, or at once outside of any. */
  afterCommit(task: () => void): void {
    const transaction = this.open.getStore();
    if (transaction) transaction.afterCommit.push(task);
    else task();
  }

  /** Whether the open transaction is asked this for the first time: what holds until its end is done once. */
  isFirst(name: string): boolean {
    const transaction = this.open.getStore();
    if (!transaction) throw new Error(`"${name}" holds in a transaction only.`);
    const isFirst = !transaction.done.has(name);
    transaction.done.add(name);
    return isFirst;
  }

  get inTransaction(): boolean {
    return this.open.getStore() !== undefined;
  }

  private get manager(): EntityManager {
    return this.open.getStore()?.manager ?? this.dataSource.manager;
  }

  /** A deadlock is worth many attempts; who waited in vain for a lock has waited long. */
  private async attempts<T>(work: () => Promise<T>, options: TransactionOptions): Promise<T> {
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, options);
      } catch (error) {
        if (!this.dialect.isRetryable(error)) throw error;
        const isLate = performance.now() - started > MAX_TRANSACTION_MS;
        if (attempt >= MAX_ATTEMPTS || isLate) throw tooContended(error);
        await sleep(Math.random() * 10 * attempt);
      }
    }
  }

  private async attempt<T>(work: () => Promise<T>, { readsLock }: TransactionOptions): Promise<T> {
    const leave = await this.gate?.enter();
    const runner = this.dataSource.createQueryRunner();
    // The embedded engine runs one transaction at a time anyway.
    const turn = this.gate ? undefined : readsLock;
    const transaction: OpenTransaction = { manager: runner.manager, afterCommit: [], done: new Set(), isOpen: true };
    try {
      const result = await this.open.run(transaction, () =>
        inTurn(runner, turn, () => commitWithin(runner, work, turn === undefined ? undefined : 'SERIALIZABLE')),
      );
      for (const task of transaction.afterCommit) task();
      return result;
    } finally {
      transaction.isOpen = false;
      if (!this.gate) await runner.release();
      leave?.();
    }
  }

  private guardTheOneConnection(gate: EmbeddedGate): void {
    const runner = this.dataSource.createQueryRunner();
    const query = runner.query.bind(runner);
    const guarded = async (...args: Parameters<typeof query>): Promise<unknown> => {
      if (!this.inTransaction) {
        this.refuseWaitingForItself();
        if (!gate.isFree) return gate.inLine(() => query(...args));
      }
      return query(...args);
    };
    runner.query = guarded as typeof runner.query;
  }

  private refuseWaitingForItself(): void {
    if (!this.gate || !this.left.getStore()?.isOpen) return;
    throw new Error('On the embedded engine, work detached from an open transaction would wait for itself.');
  }

  private async prepareConnections(): Promise<void> {
    const isolation = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';
    const settings =
      "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO'," +
      " time_zone = '+00:00', innodb_lock_wait_timeout = 4";
    const { pool } = this.dataSource.driver as unknown as { pool: MysqlPool };
    pool.on('connection', (connection) => {
      connection.query(isolation);
      connection.query(settings);
    });
    // The connection that initializing opened, before anybody listened.
    for (const sql of [isolation, settings]) await this.dataSource.query(sql);
  }

  private countStatements(): void {
    const { logger } = this.dataSource;
    const logQuery = logger.logQuery.bind(logger);
    logger.logQuery = (...args): void => {
      this.statements++;
      logQuery(...args);
    };
  }
}

interface MysqlPool {
  on(event: 'connection', listener: (connection: { query(sql: string): unknown }) => unknown): unknown;
}

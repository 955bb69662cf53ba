import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/index.js';
import { RETENTION_RULES, type RetentionRule } from './retention.rules.js';

const EVERY_MS = 10 * 60_000;
const BATCH = 1_000;

/** Rows deleted, by table. */
export type Deleted = Readonly<Record<string, number>>;

/**
 * Deletes what has run out, in small batches, so that no statement holds many rows. Processes may do it at the same
 * time: what one deleted is not there for the others.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.run());
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Deletes everything that has run out, and tells how much. */
  async sweep(batch = BATCH): Promise<Deleted> {
    const deleted: Record<string, number> = {};
    for (const rule of RETENTION_RULES) deleted[rule.table] = await this.clear(rule, batch);
    return deleted;
  }

  private async run(): Promise<void> {
    try {
      const deleted = Object.entries(await this.sweep()).filter(([, count]) => count > 0);
      if (deleted.length === 0) return;
      this.logger.log(`Deleted ${deleted.map(([table, count]) => `${count} of ${table}`).join(', ')}`);
    } catch (error) {
      this.logger.error(`Expired rows could not be deleted: ${String(error)}`);
    }
  }

  private async clear(rule: RetentionRule, batch: number): Promise<number> {
    let total = 0;
    while (!this.isStopping) {
      const { found, deleted } = await this.clearBatch(rule, batch);
      total += deleted;
      if (found < batch) break;
    }
    return total;
  }

  /** The condition is asked again on deletion: a throttle may have begun a new window meanwhile. */
  private async clearBatch({ table, key, column, keepMs, only }: RetentionRule, batch: number): Promise<Batch> {
    const isOne = only ? `${only.column} = '${only.value}' AND ` : '';
    const isOver = `${isOne}${column} <= ${this.database.dialect.now} - ${keepMs}`;
    const rows = await this.database.query<{ id: string | number }>(
      `SELECT ${key} AS id FROM ${table} WHERE ${isOver} ORDER BY ${column} LIMIT ${batch}`,
    );
    if (rows.length === 0) return { found: 0, deleted: 0 };
    const ids = rows.map(({ id }) => id);
    const marks = ids.map(() => '?').join(', ');
    const sql = `DELETE FROM ${table} WHERE ${key} IN (${marks}) AND ${isOver}`;
    const deleted = await this.database.transaction(() => this.database.execute(sql, ids));
    return { found: rows.length, deleted };
  }
}

interface Batch {
  readonly found: number;
  readonly deleted: number;
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { type Batch, rowsOf, TOTAL_COLUMNS, USAGE_COLUMNS, type Values } from './usage-counts.js';

/** Adds counts to the daily rows. */
@Injectable()
export class UsageWriter {
  constructor(private readonly database: Database) {}

  /**
   * Writes a batch, once: whoever never heard that it was committed may write it again. Two processes that count the
   * same add up in one row.
   */
  write(batch: Batch): Promise<void> {
    const { usage, totals } = rowsOf(batch);
    return this.database.transaction(async () => {
      const { insertIgnore, now } = this.database.dialect;
      const claim = `${insertIgnore} INTO usage_batches (id, written_at) VALUES (?, ${now})`;
      if ((await this.database.execute(claim, [batch.id])) === 0) return;
      await this.add('api_usage', USAGE_COLUMNS, ['last_at', 'used_at'], usage);
      await this.add('usage_totals', TOTAL_COLUMNS, ['last_at'], totals);
    });
  }

  /** `latest`: the columns that keep the greater value; calls add up. */
  private async add(table: string, columns: string, latest: readonly string[], rows: readonly Values[]): Promise<void> {
    if (rows.length === 0) return;
    const { dialect } = this.database;
    const marks = rows.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
    const changes = [
      `calls = ${table}.calls + ${dialect.inserted('calls')}`,
      ...latest.map((name) => `${name} = ${dialect.greatest}(${table}.${name}, ${dialect.inserted(name)})`),
    ];
    const sql = `INSERT INTO ${table} (${columns}) VALUES ${marks}${dialect.onDuplicate('id')}${changes.join(', ')}`;
    await this.database.execute(sql, rows.flat());
  }
}

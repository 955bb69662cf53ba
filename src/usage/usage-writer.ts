import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { type Batch, USAGE_COLUMNS, usageOf, type Values } from './usage-counts.js';
import { SUBJECT_COLUMNS, subjectsOf } from './usage-subjects.js';
import { TOTAL_COLUMNS, totalsOf } from './usage-totals.js';

/** Adds counts to the daily rows, and to what is kept beside them for reports. */
@Injectable()
export class UsageWriter {
  constructor(private readonly database: Database) {}

  /**
   * Writes a batch, once: whoever never heard that it was committed may write it again. Two processes that count the
   * same add up in one row.
   */
  write(batch: Batch): Promise<void> {
    const usage = usageOf(batch);
    const [totals, subjects] = [totalsOf(usage), subjectsOf(usage)];
    return this.database.transaction(async () => {
      const { insertIgnore, now } = this.database.dialect;
      const claim = `${insertIgnore} INTO usage_batches (id, written_at) VALUES (?, ${now})`;
      if ((await this.database.execute(claim, [batch.id])) === 0) return;
      await this.add('api_usage', USAGE_COLUMNS, { calls: 'sum', last_at: 'latest', used_at: 'latest' }, usage);
      await this.add('usage_totals', TOTAL_COLUMNS, { calls: 'sum', last_at: 'latest' }, totals);
      await this.add('usage_subjects', SUBJECT_COLUMNS, { own_days: 'bits', next_days: 'bits' }, subjects);
    });
  }

  /** `joined`: what becomes of the columns of a row that is there already. */
  private async add(
    table: string,
    columns: string,
    joined: Readonly<Record<string, Join>>,
    rows: readonly Values[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const { dialect } = this.database;
    const marks = rows.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
    const join = { sum: plus, latest: greatestBy(dialect.greatest), bits: or };
    const changes = Object.entries(joined).map(
      ([name, how]) => `${name} = ${join[how](`${table}.${name}`, dialect.inserted(name))}`,
    );
    const sql = `INSERT INTO ${table} (${columns}) VALUES ${marks}${dialect.onDuplicate('id')}${changes.join(', ')}`;
    await this.database.execute(sql, rows.flat());
  }
}

/** Calls add up, of times the latest stays, of days all that either has. */
type Join = 'sum' | 'latest' | 'bits';

const plus = (kept: string, added: string): string => `${kept} + ${added}`;
const or = (kept: string, added: string): string => `${kept} | ${added}`;
const greatestBy =
  (greatest: string) =>
  (kept: string, added: string): string =>
    `${greatest}(${kept}, ${added})`;

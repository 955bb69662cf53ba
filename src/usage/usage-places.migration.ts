import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an engine writes a number with so many digits, joins texts, and divides whole numbers. */
interface Engine {
  readonly digits: (column: string, length: number) => string;
  readonly joined: (...parts: readonly string[]) => string;
  readonly dividedBy: string;
}

const MYSQL: Engine = {
  digits: (column, length) => `LPAD(${column}, ${length}, '0')`,
  joined: (...parts) => `CONCAT(${parts.join(', ')})`,
  dividedBy: 'DIV',
};

const EMBEDDED: Engine = {
  digits: (column, length) => `printf('%0${length}d', ${column})`,
  joined: (...parts) => parts.join(' || '),
  dividedBy: '/',
};

const DAY_MS = 86_400_000;

/** Gives rows of reports ids by which those that are read together lie together (`row-ids.ts`). */
export class UsagePlaces1760000003200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { digits, joined, dividedBy } = runner.connection.options.type === 'better-sqlite3' ? EMBEDDED : MYSQL;
    const place = [digits('COALESCE(company_id, 0)', 10), 'SUBSTR(scope, 1, 3)'];
    const dayOf = (column: string) => digits(`${column} ${dividedBy} ${DAY_MS}`, 5);
    const subject = digits('subject_id', 12);
    // What was counted under a digest stays: a row that is counted again today stands beside it, and both add up.
    const total = joined(...place, subject, dayOf('day'), 'SUBSTR(id, 9, 10)');
    await runner.query(`UPDATE usage_totals SET id = ${total}`);
    const marks = joined(...place, digits('app_id', 10), dayOf('starts_at'), subject);
    await runner.query(`UPDATE usage_subjects SET id = ${marks}`);
  }

  /** Ids tell no more than that rows differ: whatever wrote them reads these as well. */
  async down(): Promise<void> {}
}

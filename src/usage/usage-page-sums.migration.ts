import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const NAME = 'ix_usage_totals_subject';
const BEFORE = ['company_id', 'scope', 'subject_id', 'day'];
const SUMMED = ['app_id', 'status', 'calls', 'last_at'];

/** A page of a report by project or person is added up from an index alone, in which its rows are neighbours. */
export class UsagePageSums1760000003200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await replace(runner, [...BEFORE, ...SUMMED]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, BEFORE);
  }
}

async function replace(runner: QueryRunner, columnNames: string[]): Promise<void> {
  await runner.dropIndex('usage_totals', NAME);
  await runner.createIndex('usage_totals', new TableIndex({ name: NAME, columnNames }));
}

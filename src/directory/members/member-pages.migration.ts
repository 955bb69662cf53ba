import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const BY_AGE = new TableIndex({ name: 'ix_members_company', columnNames: ['company_id', 'id'] });

/** A page of a large directory is found from an index alone. */
export class MemberPages1760000002840 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('members', BY_AGE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('members', BY_AGE);
  }
}

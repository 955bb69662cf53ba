import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, id, text, time } from './migration-columns.js';

export class ChangeFeed1760000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'change_feed', {
      columns: { id: id(runner), entry: text(120), created_at: time() },
      indices: { ix_change_feed_created_at: ['created_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'change_feed');
  }
}

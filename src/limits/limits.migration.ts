import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, primary, ref, text, time } from '../database/index.js';

export class Throttles1760000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'throttles', {
      columns: { bucket: primary(text(64)), failures: ref(), window_ends_at: time() },
      indices: { ix_throttles_window_ends_at: ['window_ends_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'throttles');
  }
}

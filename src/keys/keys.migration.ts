import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, longText, optional, primary, text, time } from '../database/index.js';

/** The table is not called `keys` because MySQL reserves that word. */
export class SealedKeys1760000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'sealed_keys', {
      columns: {
        id: primary(text(8)),
        purpose: text(24),
        sealed: longText(),
        created_at: time(),
        activates_at: time(),
        retires_at: optional(time()),
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'sealed_keys');
  }
}

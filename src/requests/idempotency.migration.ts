import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, longText, optional, primary, text, time } from '../database/index.js';

export class Idempotency1760000000850 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'idempotency_records', {
      columns: {
        id: primary(text(43)),
        fingerprint: text(43),
        attempt: text(22),
        lease_ends_at: time(),
        answer: optional(longText()),
        expires_at: time(),
      },
      indices: { ix_idempotency_records_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'idempotency_records');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, primary, ref, text, time } from '../../database/index.js';

export class EmailConfirmations1760000003300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'email_confirmations', {
      columns: { user_id: primary(ref()), hash: text(43), expires_at: time() },
      unique: { ux_email_confirmations_hash: ['hash'] },
      indices: { ix_email_confirmations_expires_at: ['expires_at'] },
      references: { user_id: 'users.principal_id' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'email_confirmations');
  }
}

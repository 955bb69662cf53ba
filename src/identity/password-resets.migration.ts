import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, primary, ref, text, time } from '../database/index.js';

export class PasswordResets1760000002820 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'password_resets', {
      columns: { user_id: primary(ref()), hash: text(43), expires_at: time() },
      unique: { ux_password_resets_hash: ['hash'] },
      indices: { ix_password_resets_expires_at: ['expires_at'] },
      references: { user_id: 'users.principal_id' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'password_resets');
  }
}

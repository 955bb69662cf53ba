import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, optional, time } from '../../database/index.js';

/** When what a waiting sign-in has proven was proven: the session that it becomes is no younger. */
export class PendingAges1760000002970 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'pending_sign_ins', { authenticated_at: optional(time()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'pending_sign_ins', 'authenticated_at');
  }
}

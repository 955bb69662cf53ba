import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, optional, time } from '../database/index.js';

/** Whether a mailbox was proven, for who has to know; nothing is known of accounts from before. */
export class VerifiedEmails1760000002930 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'users', { email_verified_at: optional(time()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'users', 'email_verified_at');
  }
}

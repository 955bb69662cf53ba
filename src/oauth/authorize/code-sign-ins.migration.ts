import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, longText, optional } from '../../database/index.js';

/** What an ID token will tell of the sign-in at the time of the authorization. */
export class CodeSignIns1760000002920 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'authorization_codes', { sign_in: optional(longText()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'authorization_codes', 'sign_in');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, longText, optional } from '../database/index.js';

/** What ID tokens tell of the sign-in, in the row that a refresh reads anyway. */
export class FamilySignIns1760000002910 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'refresh_families', { sign_in: optional(longText()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'refresh_families', 'sign_in');
  }
}

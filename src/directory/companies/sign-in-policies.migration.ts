import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, text } from '../../database/index.js';

/** What a company demands of people's sign-ins. */
export class SignInPolicies1760000002950 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'companies', { second_factor: { ...text(16), default: "'optional'" } });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'companies', 'second_factor');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, optional, ref, time } from '../../database/index.js';

/** Whether the DNS still says what once proved a domain. */
export class DomainChecks1760000002980 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'email_domains', {
      checked_at: optional(time()),
      missing_since: optional(time()),
      missed_checks: { ...ref(), default: 0 },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'email_domains', 'missed_checks', 'missing_since', 'checked_at');
  }
}

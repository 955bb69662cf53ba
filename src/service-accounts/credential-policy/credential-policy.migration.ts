import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, flag, optional, primary, ref, time } from '../../database/index.js';

/** What companies demand of the credentials of their service accounts. */
export class CredentialPolicies1760000002710 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'credential_policies', {
      columns: {
        company_id: primary(ref()),
        max_secret_age_days: optional(ref()),
        allow_secrets: flag(),
        set_by: ref(),
        set_at: time(),
      },
      references: { company_id: 'companies', set_by: 'principals' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'credential_policies');
  }
}

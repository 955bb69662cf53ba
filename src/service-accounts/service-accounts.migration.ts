import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, longText, primary, ref, text, time } from '../database/index.js';

export class ServiceAccounts1760000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'service_accounts', {
      columns: {
        principal_id: primary(ref()),
        company_id: ref(),
        client_row_id: ref(),
        client_id: text(64),
        name: text(100),
        description: longText(),
        contact_email: text(254),
        status: text(20),
        created_by: ref(),
        created_at: time(),
        updated_at: time(),
      },
      indices: { ix_service_accounts_company: ['company_id'] },
      references: {
        principal_id: 'principals',
        company_id: 'companies',
        client_row_id: 'clients',
        created_by: 'principals',
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'service_accounts');
  }
}

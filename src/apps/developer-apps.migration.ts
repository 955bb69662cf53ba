import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import {
  addColumns,
  createTable,
  dropColumns,
  dropTables,
  flag,
  id,
  longText,
  optional,
  ref,
  text,
  time,
} from '../database/index.js';

const ONE_COMPANY = new TableIndex({
  name: 'ux_apps_sandbox_company',
  columnNames: ['sandbox_company_id'],
  isUnique: true,
});

/** Teams, sandbox companies, withdrawn versions and the marketplace. Apps that are there already get no sandbox. */
export class DeveloperApps1760000002500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'apps', { sandbox_company_id: optional(ref()), marketplace: { ...flag(), default: 0 } });
    await addColumns(runner, 'app_versions', {
      withdrawn_at: optional(time()),
      withdrawal_reason: optional(longText()),
    });
    // No foreign key: companies are never deleted, and the embedded engine cannot take one back from a table with rows.
    await runner.createIndex('apps', ONE_COMPANY);
    await createTable(runner, 'app_invitations', {
      columns: {
        id: id(runner),
        app_id: ref(),
        email: text(254),
        email_key: text(254),
        role: text(20),
        invited_by: ref(),
        created_at: time(),
        expires_at: time(),
      },
      unique: { ux_app_invitations_app_email: ['app_id', 'email_key'] },
      indices: { ix_app_invitations_email: ['email_key'], ix_app_invitations_expires: ['expires_at'] },
      references: { app_id: 'apps', invited_by: 'users.principal_id' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'app_invitations');
    await dropColumns(runner, 'app_versions', 'withdrawal_reason', 'withdrawn_at');
    await runner.dropIndex('apps', ONE_COMPANY);
    await dropColumns(runner, 'apps', 'marketplace', 'sandbox_company_id');
  }
}

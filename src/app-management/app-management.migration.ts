import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, flag, id, longText, optional, primary, ref, text, time } from '../database/index.js';

export class AppManagement1760000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'app_installations', {
      columns: {
        id: id(runner),
        app_id: ref(),
        company_id: ref(),
        version_id: ref(),
        status: text(20),
        approved_permissions: longText(),
        principal_id: optional(ref()),
        permitted_mode: text(20),
        bind_users: flag(),
        installed_for: optional(ref()),
        installed_by: ref(),
        installed_at: time(),
        uninstalled_at: optional(time()),
        uninstalled_by: optional(ref()),
      },
      unique: { ux_app_installations_company_app: ['company_id', 'app_id'] },
      indices: {
        ix_app_installations_app: ['app_id'],
        ix_app_installations_principal: ['principal_id'],
      },
      references: {
        app_id: 'apps',
        company_id: 'companies',
        version_id: 'app_versions',
        principal_id: 'principals',
        installed_for: 'principals',
        installed_by: 'principals',
        uninstalled_by: 'principals',
      },
    });
    await createTable(runner, 'permitted_projects', {
      columns: { installation_id: primary(ref()), project_id: primary(ref()) },
      references: { installation_id: 'app_installations', project_id: 'projects' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'permitted_projects', 'app_installations');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  createTable,
  dropColumns,
  dropTables,
  flag,
  id,
  longText,
  primary,
  ref,
  text,
  time,
} from '../../database/index.js';

/** How companies configure installed apps, and whether project members may. */
export class AppConfigurations1760000002700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'companies', { allow_project_configurations: { ...flag(), default: 1 } });
    await createTable(runner, 'app_configurations', {
      columns: {
        id: id(runner),
        company_id: ref(),
        installation_id: ref(),
        title: text(200),
        reach: text(20),
        field_values: longText(),
        created_by: ref(),
        created_at: time(),
        updated_by: ref(),
        updated_at: time(),
      },
      indices: {
        ix_app_configurations_company: ['company_id', 'id'],
        ix_app_configurations_installation: ['installation_id'],
      },
      references: {
        company_id: 'companies',
        installation_id: 'app_installations',
        created_by: 'principals',
        updated_by: 'principals',
      },
    });
    await createTable(runner, 'app_configuration_projects', {
      columns: { configuration_id: primary(ref()), project_id: primary(ref()) },
      indices: { ix_app_configuration_projects_project: ['project_id'] },
      references: { configuration_id: 'app_configurations', project_id: 'projects' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'app_configuration_projects', 'app_configurations');
    await dropColumns(runner, 'companies', 'allow_project_configurations');
  }
}

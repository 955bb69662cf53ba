import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, id, longText, optional, primary, ref, text, time } from '../database/index.js';

export class Apps1760000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'apps', {
      columns: {
        id: id(runner),
        uid: text(36),
        name: text(200),
        description: longText(),
        publisher: text(200),
        website: optional(text(500)),
        status: text(20),
        created_by: ref(),
        created_at: time(),
        updated_at: time(),
      },
      unique: { ux_apps_uid: ['uid'] },
      references: { created_by: 'principals' },
    });
    await createTable(runner, 'app_collaborators', {
      columns: { app_id: primary(ref()), user_id: primary(ref()), role: text(20) },
      indices: { ix_app_collaborators_user: ['user_id'] },
      references: { app_id: 'apps', user_id: 'users.principal_id' },
    });
    await this.createVersions(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'app_versions', 'app_collaborators', 'apps');
  }

  private createVersions(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'app_versions', {
      columns: {
        id: id(runner),
        app_id: ref(),
        version: text(32),
        major: ref(),
        minor: ref(),
        patch: ref(),
        status: text(20),
        manifest: longText(),
        release_notes: optional(longText()),
        sandbox_key: optional(text(36)),
        production_key: optional(text(36)),
        created_at: time(),
        promoted_at: optional(time()),
      },
      unique: {
        ux_app_versions_version: ['app_id', 'version'],
        ux_app_versions_sandbox_key: ['sandbox_key'],
        ux_app_versions_production_key: ['production_key'],
      },
      references: { app_id: 'apps' },
    });
  }
}

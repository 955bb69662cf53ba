import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import {
  addColumns,
  counter,
  createTable,
  dropColumns,
  dropTables,
  flag,
  id,
  longText,
  optional,
  primary,
  ref,
  text,
  time,
} from '../database/index.js';

const INSTALLATIONS = 'app_installations';
const ONE_PER_COMPANY = new TableIndex({
  name: 'ux_app_installations_company_app',
  columnNames: ['company_id', 'app_id'],
  isUnique: true,
});
const ONE_PER_SLOT = new TableIndex({
  name: 'ux_app_installations_company_app_slot',
  columnNames: ['company_id', 'app_id', 'slot'],
  isUnique: true,
});

const ADDED = {
  slot: counter(),
  previous_version_id: optional(ref()),
  previous_approved: optional(longText()),
  suspended_at: optional(time()),
  suspended_by: optional(ref()),
  upgraded_at: optional(time()),
  upgraded_by: optional(ref()),
};

/** Installations for single members, suspension, upgrades, wishes to install, and what a company lets in. */
export class AppLifecycle1760000002600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, INSTALLATIONS, ADDED);
    // The new one first: MySQL keeps no foreign key without an index that begins with its column.
    await runner.createIndex(INSTALLATIONS, ONE_PER_SLOT);
    await runner.dropIndex(INSTALLATIONS, ONE_PER_COMPANY);
    await this.createRequests(runner);
    await createTable(runner, 'app_policies', {
      columns: {
        company_id: primary(ref()),
        app_id: primary(ref()),
        policy: text(20),
        reason: text(500),
        set_by: ref(),
        set_at: time(),
      },
      references: { company_id: 'companies', app_id: 'apps', set_by: 'principals' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'app_policies', 'installation_requests');
    await runner.query(`DELETE FROM permitted_projects WHERE installation_id IN
      (SELECT id FROM ${INSTALLATIONS} WHERE slot <> 0)`);
    await runner.query(`DELETE FROM ${INSTALLATIONS} WHERE slot <> 0`);
    await runner.createIndex(INSTALLATIONS, ONE_PER_COMPANY);
    await runner.dropIndex(INSTALLATIONS, ONE_PER_SLOT);
    await dropColumns(runner, INSTALLATIONS, ...Object.keys(ADDED));
  }

  private createRequests(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'installation_requests', {
      columns: {
        id: id(runner),
        company_id: ref(),
        app_id: ref(),
        version_id: ref(),
        kind: text(20),
        requester_id: ref(),
        implicit: flag(),
        notes: text(2_000),
        project_ids: longText(),
        status: text(20),
        slot: ref(),
        created_at: time(),
        expires_at: time(),
        answered_at: optional(time()),
        answered_by: optional(ref()),
        answer_notes: optional(text(2_000)),
      },
      unique: { ux_installation_requests_pending: ['company_id', 'app_id', 'requester_id', 'kind', 'slot'] },
      indices: {
        ix_installation_requests_status: ['company_id', 'status', 'id'],
        ix_installation_requests_requester: ['company_id', 'requester_id', 'status'],
      },
      references: {
        company_id: 'companies',
        app_id: 'apps',
        version_id: 'app_versions',
        requester_id: 'principals',
        answered_by: 'principals',
      },
    });
  }
}

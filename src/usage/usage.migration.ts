import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, optional, primary, ref, text, time } from '../database/index.js';

/** No foreign keys: what was counted is history, and one missing row must not keep a batch from being written. */
export class Usage1760000002400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'api_usage', {
      columns: {
        id: primary(text(40)),
        day: time(),
        client_id: text(64),
        app_id: optional(ref()),
        company_id: optional(ref()),
        principal_id: optional(ref()),
        project_id: optional(ref()),
        route: text(200),
        status: ref(),
        denial: text(40),
        tool: text(80),
        level: text(20),
        calls: ref(),
        last_at: time(),
        used_at: optional(time()),
      },
      indices: {
        ix_api_usage_day: ['day'],
        ix_api_usage_company: ['company_id', 'day'],
        ix_api_usage_app: ['app_id', 'day'],
        ix_api_usage_company_app: ['company_id', 'app_id', 'used_at'],
        ix_api_usage_company_principal: ['company_id', 'principal_id', 'app_id', 'used_at'],
      },
    });
    await this.createTotals(runner);
    await this.createSubjects(runner);
    await createTable(runner, 'usage_batches', {
      columns: { id: primary(text(36)), written_at: time() },
      indices: { ix_usage_batches_written: ['written_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'usage_batches', 'usage_subjects', 'usage_totals', 'api_usage');
  }

  private createTotals(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'usage_totals', {
      columns: {
        id: primary(text(40)),
        day: time(),
        scope: text(20),
        client_id: text(64),
        app_id: optional(ref()),
        company_id: optional(ref()),
        subject_id: ref(),
        route: text(200),
        status: ref(),
        denial: text(40),
        calls: ref(),
        last_at: time(),
      },
      indices: {
        ix_usage_totals_day: ['day'],
        ix_usage_totals_company: ['company_id', 'scope', 'day'],
        ix_usage_totals_subject: ['company_id', 'scope', 'subject_id', 'day'],
        ix_usage_totals_app: ['app_id', 'scope', 'day'],
      },
    });
  }

  private createSubjects(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'usage_subjects', {
      columns: {
        id: primary(text(40)),
        starts_at: time(),
        scope: text(20),
        company_id: ref(),
        app_id: ref(),
        subject_id: ref(),
        own_days: ref(),
        next_days: ref(),
      },
      indices: {
        ix_usage_subjects_starts_at: ['starts_at'],
        ix_usage_subjects_company: [
          'company_id',
          'scope',
          'app_id',
          'starts_at',
          'subject_id',
          'own_days',
          'next_days',
        ],
      },
    });
  }
}

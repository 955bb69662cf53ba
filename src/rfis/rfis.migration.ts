import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, id, longText, optional, ref, text, time } from '../database/index.js';

export class Rfis1760000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'rfis', {
      columns: {
        id: id(runner),
        project_id: ref(),
        number: ref(),
        subject: text(200),
        question: longText(),
        status: text(20),
        assignee_id: optional(ref()),
        created_by: ref(),
        created_at: time(),
        updated_at: time(),
      },
      unique: { ux_rfis_project_number: ['project_id', 'number'] },
      references: { project_id: 'projects', assignee_id: 'principals', created_by: 'principals' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'rfis');
  }
}

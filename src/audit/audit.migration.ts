import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, id, longText, optional, ref, text, time } from '../database/index.js';

/** `before` is a reserved word of MySQL, hence the names of the two states. */
export class AuditEvents1760000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'audit_events', {
      columns: {
        id: id(runner),
        company_id: optional(ref()),
        actor_id: optional(ref()),
        client_id: optional(text(64)),
        action: text(80),
        subject_type: text(40),
        subject_id: text(64),
        before_state: optional(longText()),
        after_state: optional(longText()),
        address: text(64),
        request_id: text(64),
        created_at: time(),
        mac: text(43),
      },
      indices: { ix_audit_events_company: ['company_id', 'id'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'audit_events');
  }
}

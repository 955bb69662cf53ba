import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { createTable, dropTables, primary, ref, text, time } from '../database/index.js';

/** What the lists of events are narrowed by; newest first is the end of each. */
const INDICES = {
  ix_audit_events_time: ['company_id', 'created_at'],
  ix_audit_events_actor: ['company_id', 'actor_id', 'created_at'],
  ix_audit_events_client: ['company_id', 'client_id', 'created_at'],
  ix_audit_events_action: ['company_id', 'action', 'created_at'],
  ix_audit_events_subject: ['company_id', 'subject_id', 'created_at'],
  ix_audit_events_type: ['company_id', 'subject_type', 'created_at'],
  ix_audit_events_request: ['company_id', 'request_id', 'created_at'],
};

/** The hash chains over the audit trail. The events that are there already are sealed by the program. */
export class AuditSealing1760000002300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'audit_seals', {
      columns: { event_id: primary(ref()), chain: ref(), position: ref(), hash: text(43), sealed_at: time() },
      unique: { ux_audit_seals_chain_position: ['chain', 'position'] },
    });
    await createTable(runner, 'audit_chains', {
      columns: { chain: primary(ref()), length: ref(), hash: text(43) },
    });
    await createTable(runner, 'audit_sealing', {
      columns: {
        id: primary(ref()),
        holder: text(22),
        lease_ends_at: time(),
        sealed_to: ref(),
        seen_to: ref(),
        seen_at: time(),
      },
    });
    for (const [name, columnNames] of Object.entries(INDICES)) {
      await runner.createIndex('audit_events', new TableIndex({ name, columnNames }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(INDICES)) await runner.dropIndex('audit_events', name);
    await dropTables(runner, 'audit_sealing', 'audit_chains', 'audit_seals');
  }
}

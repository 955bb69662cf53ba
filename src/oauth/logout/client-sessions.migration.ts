import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, optional, primary, ref, text, time } from '../../database/index.js';

/** Which clients a browser session signed its person into: the outbox of back-channel logout. */
export class ClientSessions1760000002955 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'client_sessions', {
      columns: {
        id: primary(text(22)),
        session_id: text(22),
        client_row_id: ref(),
        user_id: ref(),
        attempts: ref(),
        next_attempt_at: optional(time()),
        expires_at: time(),
      },
      unique: { ux_client_sessions_session_client: ['session_id', 'client_row_id'] },
      indices: {
        ix_client_sessions_user: ['user_id'],
        ix_client_sessions_next_attempt_at: ['next_attempt_at'],
        ix_client_sessions_expires_at: ['expires_at'],
      },
      references: { client_row_id: 'clients' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'client_sessions');
  }
}

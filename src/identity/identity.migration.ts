import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, flag, id, optional, primary, ref, text, time } from '../database/index.js';

export class Identity1760000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'principals', {
      columns: { id: id(runner), kind: text(24), name: text(200), enabled: flag(), epoch: ref(), created_at: time() },
    });
    await createTable(runner, 'users', {
      columns: {
        principal_id: primary(ref()),
        email: text(254),
        email_key: text(254),
        password_hash: optional(text(200)),
        locale: optional(text(8)),
      },
      unique: { ux_users_email_key: ['email_key'] },
      references: { principal_id: 'principals' },
    });
    await createTable(runner, 'sessions', sessions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'sessions', 'users', 'principals');
  }
}

const sessions = {
  columns: {
    id: primary(text(22)),
    hash: text(43),
    user_id: ref(),
    created_at: time(),
    last_seen_at: time(),
    expires_at: time(),
    authenticated_at: time(),
    address: text(64),
    user_agent: text(255),
    principal_epoch: ref(),
  },
  unique: { ux_sessions_hash: ['hash'] },
  indices: { ix_sessions_user: ['user_id'], ix_sessions_expires_at: ['expires_at'] },
  references: { user_id: 'users.principal_id' },
};

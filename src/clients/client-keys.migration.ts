import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, longText, optional, primary, ref, text, time } from '../database/index.js';

/** Keys with which clients authenticate, and the assertions that they have used. */
export class ClientKeys1760000002720 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'client_keys', {
      columns: {
        id: primary(text(22)),
        client_row_id: ref(),
        thumbprint: text(43),
        alg: text(10),
        jwk: longText(),
        created_at: time(),
        expires_at: optional(time()),
        revoked_at: optional(time()),
        last_used_at: optional(time()),
      },
      indices: { ix_client_keys_client: ['client_row_id'], ix_client_keys_expires_at: ['expires_at'] },
      references: { client_row_id: 'clients' },
    });
    await createTable(runner, 'used_assertions', {
      columns: { id: primary(text(43)), expires_at: time() },
      indices: { ix_used_assertions_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'used_assertions', 'client_keys');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, longText, optional, primary, ref, text, time } from '../database/index.js';

export class OAuth1760000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'authorization_codes', {
      columns: {
        hash: primary(text(43)),
        client_row_id: ref(),
        user_id: ref(),
        grant_id: text(22),
        redirect_uri: longText(),
        code_challenge: optional(text(43)),
        scopes: longText(),
        companies: longText(),
        expires_at: time(),
        consumed_at: optional(time()),
        family_id: optional(text(22)),
      },
      indices: { ix_authorization_codes_expires_at: ['expires_at'] },
    });
    await createTable(runner, 'authorization_requests', {
      columns: {
        id: primary(text(22)),
        browser_hash: text(43),
        request: longText(),
        created_at: time(),
        expires_at: time(),
      },
      indices: { ix_authorization_requests_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'authorization_requests', 'authorization_codes');
  }
}

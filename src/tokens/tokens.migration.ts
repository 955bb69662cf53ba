import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, id, longText, optional, primary, ref, text, time } from '../database/index.js';

export class Tokens1760000000800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'grants', {
      columns: {
        id: primary(text(22)),
        user_id: ref(),
        client_row_id: ref(),
        slot: text(22),
        scopes: longText(),
        created_at: time(),
        updated_at: time(),
        revoked_at: optional(time()),
      },
      unique: { ux_grants_user_client_slot: ['user_id', 'client_row_id', 'slot'] },
      references: { user_id: 'principals', client_row_id: 'clients' },
    });
    await createTable(runner, 'grant_companies', {
      columns: { grant_id: primary(text(22)), company_id: primary(ref()) },
      indices: { ix_grant_companies_company: ['company_id'] },
      references: { grant_id: 'grants', company_id: 'companies' },
    });
    await createTable(runner, 'refresh_families', {
      columns: {
        id: primary(text(22)),
        grant_id: text(22),
        user_id: ref(),
        client_row_id: ref(),
        scopes: longText(),
        companies: longText(),
        generation: ref(),
        token_hash: optional(text(43)),
        previous_hash: optional(text(43)),
        rotated_at: optional(time()),
        sealed_response: optional(longText()),
        created_at: time(),
        revoked_at: optional(time()),
      },
      indices: { ix_refresh_families_grant: ['grant_id'] },
      references: { grant_id: 'grants' },
    });
    await createTable(runner, 'revocations', {
      columns: { id: id(runner), kind: text(10), ref: text(22), expires_at: time() },
      unique: { ux_revocations_kind_ref: ['kind', 'ref'] },
      indices: { ix_revocations_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'revocations', 'refresh_families', 'grant_companies', 'grants');
  }
}

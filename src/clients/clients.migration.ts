import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, flag, id, longText, optional, primary, ref, text, time } from '../database/index.js';

export class Clients1760000000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'clients', {
      columns: {
        id: id(runner),
        client_id: text(64),
        name: text(200),
        kind: text(20),
        type: text(20),
        app_id: optional(ref()),
        company_id: optional(ref()),
        principal_id: optional(ref()),
        environment: optional(text(20)),
        profile: text(20),
        grant_types: longText(),
        redirect_uris: longText(),
        allowed_origins: longText(),
        default_scopes: longText(),
        extra_scopes: longText(),
        enabled: flag(),
        epoch: ref(),
        access_token_ttl: ref(),
        refresh_idle_ttl: optional(ref()),
        grace_seconds: ref(),
        created_at: time(),
      },
      unique: { ux_clients_client_id: ['client_id'] },
      indices: { ix_clients_app_id: ['app_id'] },
      references: { principal_id: 'principals' },
    });
    await createSecrets(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'client_origins', 'client_secrets', 'clients');
  }
}

async function createSecrets(runner: QueryRunner): Promise<void> {
  await createTable(runner, 'client_secrets', {
    columns: {
      id: primary(text(22)),
      client_row_id: ref(),
      hash: text(43),
      hint: text(4),
      created_at: time(),
      expires_at: optional(time()),
      revoked_at: optional(time()),
      last_used_at: optional(time()),
    },
    indices: { ix_client_secrets_client: ['client_row_id'] },
    references: { client_row_id: 'clients' },
  });
  await createTable(runner, 'client_origins', {
    columns: { origin: primary(text(255)), client_row_id: primary(ref()) },
    indices: { ix_client_origins_client: ['client_row_id'] },
    references: { client_row_id: 'clients' },
  });
}

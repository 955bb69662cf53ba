import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CONSOLE_CLIENT_ID } from './access/index.js';

/** The client of the docs page; every installation has it. */
export const SWAGGER_CLIENT_ID = 'gatehouse-docs';

/** Below the issuer, which differs between installations: redirect URIs of first-party clients are paths. */
export const DOCS_REDIRECT_PATH = '/docs/oauth2-redirect.html';

const ROW = {
  client_id: SWAGGER_CLIENT_ID,
  name: 'Gatehouse API documentation',
  kind: 'first_party',
  type: 'public',
  profile: 'compatible',
  grant_types: '["authorization_code"]',
  redirect_uris: JSON.stringify([DOCS_REDIRECT_PATH]),
  allowed_origins: '[]',
  default_scopes: 'tools:admin',
  extra_scopes: '',
  enabled: 1,
  epoch: 0,
  access_token_ttl: 5_400,
  grace_seconds: 10,
} as const;

/** First-party clients are made by migration, never over HTTP (domain.md). */
export class FirstPartyClients1760000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await insert(runner, ROW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM clients WHERE client_id = ?', [SWAGGER_CLIENT_ID]);
  }
}

/**
 * The console, as which the pages act for whoever is signed in. It can ask for no token: it has no grant type, and no
 * redirect URI to come back to.
 */
export class ConsoleClient1760000003100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const none = { grant_types: '[]', redirect_uris: '[]', default_scopes: '' };
    await insert(runner, { ...ROW, ...none, client_id: CONSOLE_CLIENT_ID, name: 'Gatehouse console' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM clients WHERE client_id = ?', [CONSOLE_CLIENT_ID]);
  }
}

async function insert(runner: QueryRunner, row: Readonly<Record<string, string | number>>): Promise<void> {
  const columns = [...Object.keys(row), 'created_at'];
  const marks = columns.map(() => '?').join(', ');
  const sql = `INSERT INTO clients (${columns.join(', ')}) VALUES (${marks})`;
  await runner.query(sql, [...Object.values(row), Date.now()]);
}

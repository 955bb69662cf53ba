import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, longText, optional } from '../database/index.js';

/** Where people go after they signed out, and where a client hears of it. */
export class ClientLogout1760000002940 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = { post_logout_redirect_uris: optional(longText()), backchannel_logout_uri: optional(longText()) };
    await addColumns(runner, 'clients', columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'clients', 'post_logout_redirect_uris', 'backchannel_logout_uri');
  }
}

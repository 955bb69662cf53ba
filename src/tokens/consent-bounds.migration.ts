import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, counter, longText, optional } from '../database/index.js';

/** What each company was consented to, and which epochs a family belongs to. */
export class ConsentBounds1760000002100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'grant_companies', { scopes: optional(longText()) });
    await addColumns(runner, 'refresh_families', { principal_epoch: counter(), client_epoch: counter() });
    await runner.query(
      `UPDATE refresh_families SET
       principal_epoch = (SELECT p.epoch FROM principals p WHERE p.id = refresh_families.user_id),
       client_epoch = (SELECT c.epoch FROM clients c WHERE c.id = refresh_families.client_row_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('refresh_families', ['principal_epoch', 'client_epoch']);
    await runner.dropColumn('grant_companies', 'scopes');
  }
}

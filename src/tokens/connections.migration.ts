import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, longText, optional, text } from '../database/index.js';

/** Tells one connection of a company from the next; what there is belongs to the unnamed one. */
export class Connections1760000002350 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'grant_companies', { connection: optional(text(22)) });
    await addColumns(runner, 'refresh_families', { connections: optional(longText()) });
    await addColumns(runner, 'authorization_codes', { connections: optional(longText()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('authorization_codes', 'connections');
    await runner.dropColumn('refresh_families', 'connections');
    await runner.dropColumn('grant_companies', 'connection');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, text } from '../database/index.js';

/** How whoever is signed in proved who they are: for ID tokens, and for what asks for a second factor. */
export class SessionMethods1760000002830 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'sessions', { amr: { ...text(80), default: "''" } });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'sessions', 'amr');
  }
}

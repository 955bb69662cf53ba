import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, text } from '../database/index.js';

/** What a client wants its ID tokens signed with. */
export class IdTokenAlgorithm1760000002900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'clients', { signed_response_alg: { ...text(10), default: "'ES256'" } });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'clients', 'signed_response_alg');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, counter } from '../../database/index.js';

/** Which epochs of its person and its client a code belongs to. Codes live for minutes: the present ones end. */
export class CodeEpochs1760000002200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM authorization_codes WHERE consumed_at IS NULL');
    await addColumns(runner, 'authorization_codes', { principal_epoch: counter(), client_epoch: counter() });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('authorization_codes', ['principal_epoch', 'client_epoch']);
  }
}

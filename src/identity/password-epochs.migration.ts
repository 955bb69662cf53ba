import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, ref } from '../database/index.js';

/** So that a sign-in with the old password, checked before and begun after it was changed, opens nothing. */
export class PasswordEpochs1760000002835 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'users', { password_epoch: { ...ref(), default: 0 } });
    await addColumns(runner, 'sessions', { password_epoch: { ...ref(), default: 0 } });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'sessions', 'password_epoch');
    await dropColumns(runner, 'users', 'password_epoch');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, longText, primary, ref, text, time } from '../database/index.js';

export class Mails1760000002800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'mails', {
      columns: {
        id: primary(text(22)),
        kind: text(40),
        sealed: longText(),
        attempts: ref(),
        next_attempt_at: time(),
        created_at: time(),
        expires_at: time(),
      },
      indices: { ix_mails_next_attempt_at: ['next_attempt_at'], ix_mails_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'mails');
  }
}

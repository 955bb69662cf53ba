import type { MigrationInterface, QueryRunner } from 'typeorm';
import { longText, narrowText, optional, widenText } from './database/index.js';

const STATES = {
  table: 'audit_events',
  columns: { before_state: optional(longText()), after_state: optional(longText()) },
};
const MANIFESTS = { table: 'app_versions', columns: { manifest: longText() } };

/** A legal body of 64 KiB can take several times as much as JSON, and an event repeats it with more beside it. */
export class WideColumns1760000002360 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const columns of [STATES, MANIFESTS]) await widenText(runner, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const columns of [MANIFESTS, STATES]) await narrowText(runner, columns);
  }
}

import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const BY_END = new TableIndex({ name: 'ix_webhooks_state_updated', columnNames: ['state', 'updated_at'] });

/** Deleted webhooks are found by their age, so that they are not kept for ever. */
export class WebhookEndings1760000002850 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('webhooks', BY_END);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('webhooks', BY_END);
  }
}

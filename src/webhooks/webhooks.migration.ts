import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  counter,
  createTable,
  dropTables,
  id,
  longText,
  optional,
  primary,
  ref,
  text,
  time,
} from '../database/index.js';

/**
 * What is told to whom. Deliveries and attempts refer to their webhook without a foreign key: its check would hold the
 * row of the webhook, which the dispatcher claims, for as long as the transaction of a change is open.
 */
export class Webhooks1760000002450 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createEndpoints(runner);
    await createTable(runner, 'webhook_deliveries', {
      columns: {
        id: id(runner),
        webhook_id: ref(),
        message_id: text(26),
        event_type: text(60),
        payload: longText(),
        status: text(20),
        attempts: counter(),
        next_attempt_at: optional(time()),
        created_at: time(),
        finished_at: optional(time()),
      },
      indices: {
        ix_webhook_deliveries_due: ['status', 'next_attempt_at', 'webhook_id'],
        ix_webhook_deliveries_webhook: ['webhook_id', 'status', 'id'],
        ix_webhook_deliveries_created_at: ['created_at'],
      },
    });
    await createTable(runner, 'webhook_attempts', {
      columns: {
        id: id(runner),
        delivery_id: ref(),
        attempted_at: time(),
        duration_ms: ref(),
        response_status: optional(ref()),
        failure: optional(text(40)),
      },
      indices: {
        ix_webhook_attempts_delivery: ['delivery_id'],
        ix_webhook_attempts_attempted_at: ['attempted_at'],
      },
    });
    await createTable(runner, 'webhook_notices', {
      columns: { id: primary(text(64)), noticed_at: time() },
      indices: { ix_webhook_notices_noticed_at: ['noticed_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['webhook_notices', 'webhook_attempts', 'webhook_deliveries', 'webhook_secrets', 'webhooks'];
    await dropTables(runner, ...tables);
  }
}

async function createEndpoints(runner: QueryRunner): Promise<void> {
  await createTable(runner, 'webhooks', {
    columns: {
      id: id(runner),
      company_id: optional(ref()),
      app_id: optional(ref()),
      url: longText(),
      event_types: longText(),
      description: text(500),
      state: text(20),
      disabled_reason: optional(text(20)),
      failing_since: optional(time()),
      claimed_by: { ...text(22), default: "''" },
      claimed_until: counter(),
      created_by: ref(),
      created_at: time(),
      updated_at: time(),
    },
    indices: { ix_webhooks_company: ['company_id', 'state'], ix_webhooks_app: ['app_id', 'state'] },
    references: { company_id: 'companies', app_id: 'apps', created_by: 'principals' },
  });
  await createTable(runner, 'webhook_secrets', {
    columns: {
      id: primary(text(22)),
      webhook_id: ref(),
      sealed: longText(),
      hint: text(4),
      created_at: time(),
      expires_at: optional(time()),
    },
    indices: {
      ix_webhook_secrets_webhook: ['webhook_id'],
      ix_webhook_secrets_expires_at: ['expires_at'],
    },
    references: { webhook_id: 'webhooks' },
  });
}

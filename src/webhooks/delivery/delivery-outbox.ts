import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { asTime, randomId } from '../../shared/index.js';
import { WebhookDelivery } from './delivery.entity.js';
import { WebhookWakeUp } from './wake-up.js';

/** What one webhook is to be told. */
export interface Message {
  readonly webhookId: number;
  readonly type: string;
  /** When it happened; default: now. */
  readonly at?: number;
  readonly data: object;
}

/** Writes what is to be delivered, in the caller's transaction: it is sent if and only if that is committed. */
@Injectable()
export class DeliveryOutbox {
  constructor(
    private readonly database: Database,
    private readonly wakeUp: WebhookWakeUp,
  ) {}

  async put(messages: readonly Message[]): Promise<WebhookDelivery[]> {
    const now = await this.database.now();
    const rows = messages.map(({ webhookId, type, at = now, data }) => ({
      webhookId,
      messageId: `msg_${randomId()}`,
      eventType: type,
      payload: JSON.stringify({ type, timestamp: asTime(at), data }),
      status: 'pending' as const,
      attempts: 0,
      nextAttemptAt: now,
      createdAt: now,
      finishedAt: null,
    }));
    const { identifiers } = await this.database.repository(WebhookDelivery).insert(rows.map((row) => ({ ...row })));
    this.database.afterCommit(() => this.wakeUp.ring());
    return rows.map((row, at) => ({ ...row, id: Number(identifiers[at].id) }));
  }

  /** What is there already, at once and with all attempts anew; in the caller's transaction. */
  async again(deliveryId: number): Promise<void> {
    await this.database.execute(
      `UPDATE webhook_deliveries SET status = 'pending', attempts = 0, finished_at = NULL,
       next_attempt_at = ${this.database.dialect.now} WHERE id = ?`,
      [deliveryId],
    );
    this.database.afterCommit(() => this.wakeUp.ring());
  }
}

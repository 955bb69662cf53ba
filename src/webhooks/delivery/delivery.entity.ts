import { Entity, Index } from 'typeorm';
import { IdColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event for one webhook, written with the change that it tells of. */
@Entity('webhook_deliveries')
@Index('ix_webhook_deliveries_due', ['status', 'nextAttemptAt', 'webhookId'])
@Index('ix_webhook_deliveries_webhook', ['webhookId', 'status', 'id'])
@Index('ix_webhook_deliveries_created_at', ['createdAt'])
export class WebhookDelivery {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'webhook_id' })
  webhookId: number;

  /** The header `webhook-id`: the same in every attempt, so that a receiver knows what it has. */
  @TextColumn(26, { name: 'message_id' })
  messageId: string;

  @TextColumn(60, { name: 'event_type' })
  eventType: string;

  /** The body, byte for byte, since it is signed. */
  @LongTextColumn()
  payload: string;

  @TextColumn(20)
  status: DeliveryStatus;

  /** Attempts since it was written or sent again by hand. */
  @RefColumn({ default: 0 })
  attempts: number;

  @TimeColumn({ name: 'next_attempt_at', nullable: true })
  nextAttemptAt: number | null;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'finished_at', nullable: true })
  finishedAt: number | null;
}

/** What came of one request. No body is kept: a receiver's answer is nothing to show to who chose its address. */
@Entity('webhook_attempts')
@Index('ix_webhook_attempts_delivery', ['deliveryId'])
@Index('ix_webhook_attempts_attempted_at', ['attemptedAt'])
export class WebhookAttempt {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'delivery_id' })
  deliveryId: number;

  @TimeColumn({ name: 'attempted_at' })
  attemptedAt: number;

  @RefColumn({ name: 'duration_ms' })
  durationMs: number;

  /** Null where there was no answer. */
  @RefColumn({ name: 'response_status', nullable: true })
  responseStatus: number | null;

  /** Why there was none. */
  @TextColumn(40, { nullable: true })
  failure: string | null;
}

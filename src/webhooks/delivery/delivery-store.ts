import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { type DeliveryStatus, WebhookAttempt, WebhookDelivery } from './delivery.entity.js';

/** A delivery with all that was tried. */
export interface TriedDelivery {
  readonly delivery: WebhookDelivery;
  /** Newest first. */
  readonly attempts: readonly WebhookAttempt[];
}

const MOST_ATTEMPTS_SHOWN = 50;

/** The rows of deliveries, as their owners ask for them. */
@Injectable()
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  /** Newest first, with the last attempt of each. */
  async list(webhookId: number, query: PageQuery, status?: DeliveryStatus): Promise<Paged<TriedDelivery>> {
    const where = { webhookId, ...(status ? { status } : {}) };
    const window = { where, order: { id: 'DESC' as const }, ...pageWindow(query) };
    const [rows, total] = await this.rows.findAndCount(window);
    const attempts = await this.lastAttempts(rows.map(({ id }) => id));
    const items = rows.map((delivery) => ({
      delivery,
      attempts: attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
    }));
    return new Paged(items, total, query);
  }

  /** Throws not_found, also for the delivery of another webhook. */
  async get(webhookId: number, id: number): Promise<TriedDelivery> {
    const delivery = await this.rows.findOneBy({ webhookId, id });
    if (!delivery) throw notFound();
    const attempts = await this.database
      .repository(WebhookAttempt)
      .find({ where: { deliveryId: id }, order: { id: 'DESC' }, take: MOST_ATTEMPTS_SHOWN });
    return { delivery, attempts };
  }

  countPending(webhookId: number): Promise<number> {
    return this.rows.countBy({ webhookId, status: 'pending' });
  }

  /** In the caller's transaction. */
  async cancelPending(webhookId: number): Promise<void> {
    await this.database.execute(
      `UPDATE webhook_deliveries SET status = 'cancelled', next_attempt_at = NULL,
       finished_at = ${this.database.dialect.now} WHERE webhook_id = ? AND status = 'pending'`,
      [webhookId],
    );
  }

  private async lastAttempts(ids: readonly number[]): Promise<WebhookAttempt[]> {
    if (ids.length === 0) return [];
    const marks = ids.map(() => '?').join(', ');
    const last = await this.database.query<{ id: number | string }>(
      `SELECT MAX(id) AS id FROM webhook_attempts WHERE delivery_id IN (${marks}) GROUP BY delivery_id`,
      ids,
    );
    return this.database.repository(WebhookAttempt).findBy({ id: In(last.map(({ id }) => Number(id))) });
  }

  private get rows() {
    return this.database.repository(WebhookDelivery);
  }
}

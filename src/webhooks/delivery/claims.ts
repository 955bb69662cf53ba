import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { randomId } from '../../shared/index.js';

/** Longer than one request may wait and last: whoever was killed is not waited for any longer. */
const LEASE_MS = 30_000;

/** Webhooks that one person added and that are sent to at a time by one process. */
export const MOST_OF_ONE_PARTY = 8;

/** A company, or an app that was not blocked or deleted meanwhile. */
const OF_LIVING_OWNER =
  'JOIN webhooks w ON w.id = d.webhook_id AND (w.app_id IS NULL OR EXISTS' +
  " (SELECT 1 FROM apps a WHERE a.id = w.app_id AND a.status = 'active'))";

/** A delivery that is to be sent now. */
export interface DueDelivery {
  readonly id: number;
  readonly webhookId: number;
  readonly messageId: string;
  readonly payload: string;
  readonly attempts: number;
  /** When it was to be sent: another time, once it is to be sent again. */
  readonly dueAt: number;
  readonly url: string;
  /** Who added the webhook. */
  readonly party: number;
}

export interface DueWebhook {
  readonly webhookId: number;
  readonly party: number;
}

interface Row {
  readonly id: number | string;
  readonly message_id: string;
  readonly payload: string;
  readonly attempts: number | string;
  readonly next_attempt_at: number | string;
  readonly url: string;
  readonly created_by: number | string;
}

/** Which process sends to which webhook: one at a time, by the database's clock alone. */
@Injectable()
export class Claims {
  private readonly holder = randomId();

  constructor(private readonly database: Database) {}

  /**
   * The webhooks that something is due for and nobody else sends to: of everybody who added some, first the one that
   * has waited longest, then the second, so that nobody's many are in the way of others.
   */
  async due(most: number): Promise<DueWebhook[]> {
    const { now } = this.database.dialect;
    const rows = await this.database.query<{ webhook_id: number | string; party: number | string }>(
      `SELECT webhook_id, party FROM (
         SELECT d.webhook_id, w.created_by AS party, MIN(d.next_attempt_at) AS due_at,
           ROW_NUMBER() OVER (PARTITION BY w.created_by ORDER BY MIN(d.next_attempt_at)) AS place
         FROM webhook_deliveries d ${OF_LIVING_OWNER}
         WHERE d.status = 'pending' AND d.next_attempt_at <= ${now} AND w.state = 'active' AND w.claimed_until <= ${now}
         GROUP BY d.webhook_id, w.created_by) AS waiting
       WHERE place <= ${MOST_OF_ONE_PARTY} ORDER BY place, due_at LIMIT ${most}`,
    );
    return rows.map(({ webhook_id, party }) => ({ webhookId: Number(webhook_id), party: Number(party) }));
  }

  /** False where another process was first. */
  claim(webhookId: number): Promise<boolean> {
    return this.hold(webhookId, `claimed_until <= ${this.database.dialect.now}`, []);
  }

  /** Before each request: whoever lost the claim meanwhile finds that out before it sends. */
  renew(webhookId: number): Promise<boolean> {
    return this.hold(webhookId, `claimed_by = ? AND claimed_until > ${this.database.dialect.now}`, [this.holder]);
  }

  async release(webhookId: number): Promise<void> {
    await this.database.execute('UPDATE webhooks SET claimed_until = 0 WHERE id = ? AND claimed_by = ?', [
      webhookId,
      this.holder,
    ]);
  }

  /** What has waited longest; undefined where nothing is due. */
  async next(webhookId: number): Promise<DueDelivery | undefined> {
    const [row] = await this.database.query<Row>(
      `SELECT d.id, d.message_id, d.payload, d.attempts, d.next_attempt_at, w.url, w.created_by FROM webhook_deliveries d
       ${OF_LIVING_OWNER} WHERE d.webhook_id = ? AND d.status = 'pending'
       AND d.next_attempt_at <= ${this.database.dialect.now} AND w.state = 'active'
       ORDER BY d.next_attempt_at, d.id LIMIT 1`,
      [webhookId],
    );
    if (!row) return undefined;
    const { message_id: messageId, payload, url } = row;
    const numbers = { id: Number(row.id), attempts: Number(row.attempts), dueAt: Number(row.next_attempt_at) };
    return { ...numbers, webhookId, messageId, payload, url, party: Number(row.created_by) };
  }

  private async hold(webhookId: number, condition: string, parameters: readonly string[]): Promise<boolean> {
    const held = await this.database.execute(
      `UPDATE webhooks SET claimed_by = ?, claimed_until = ${this.database.dialect.now} + ${LEASE_MS}
       WHERE id = ? AND state = 'active' AND ${condition}`,
      [this.holder, webhookId, ...parameters],
    );
    return held === 1;
  }
}

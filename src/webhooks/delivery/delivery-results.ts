import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import type { OutboundFailure } from '../../outbound/index.js';
import { type DisabledReason, Webhook } from '../endpoints/webhook.entity.js';
import type { DueDelivery } from './claims.js';
import { DeliveryStore } from './delivery-store.js';
import { delayAfter } from './retry-schedule.js';

/** What came of an attempt. */
export interface Outcome {
  readonly durationMs: number;
  readonly status: number | null;
  readonly failure: OutboundFailure | 'no_secret' | null;
  readonly retryAfter?: number;
}

const GONE = 410;
/** Nothing was delivered for so long, and one delivery has used up its attempts. */
const PATIENCE_MS = 5 * 24 * 3_600_000;
/** What else waits for a receiver that fails need not be tried one by one at once. */
const PAUSE_MS = 60_000;

export const isDelivered = ({ status }: Outcome): boolean => status !== null && status >= 200 && status < 300;

/** Keeps what came of attempts, each in one transaction. */
@Injectable()
export class DeliveryResults {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryStore,
    private readonly audit: AuditTrail,
  ) {}

  /** What was cancelled, or sent again by hand, while the request was on its way stays so. */
  keep(delivery: DueDelivery, outcome: Outcome): Promise<void> {
    return this.database.transaction(async () => {
      await this.note(delivery, outcome);
      if (isDelivered(outcome)) await this.succeeded(delivery);
      else await this.failed(delivery, outcome);
    });
  }

  /** Nothing was sent, since too much goes to this host already: it is shown, but no attempt was used up. */
  postpone(delivery: DueDelivery, outcome: Outcome): Promise<void> {
    return this.database.transaction(async () => {
      await this.note(delivery, outcome);
      await this.pause(delivery.webhookId, 5_000);
    });
  }

  private async note({ id }: DueDelivery, { durationMs, status, failure }: Outcome): Promise<void> {
    await this.database.execute(
      'INSERT INTO webhook_attempts (delivery_id, attempted_at, duration_ms, response_status, failure)' +
        ` VALUES (?, ${this.database.dialect.now}, ?, ?, ?)`,
      [id, durationMs, status, failure],
    );
  }

  private async succeeded({ id, webhookId, dueAt }: DueDelivery): Promise<void> {
    await this.database.execute(
      `UPDATE webhook_deliveries SET status = 'delivered', attempts = attempts + 1, next_attempt_at = NULL,
       finished_at = ${this.database.dialect.now} WHERE id = ? AND status = 'pending' AND next_attempt_at = ?`,
      [id, dueAt],
    );
    const isWell = 'UPDATE webhooks SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL';
    await this.database.execute(isWell, [webhookId]);
  }

  private async failed({ id, webhookId, attempts, dueAt }: DueDelivery, outcome: Outcome): Promise<void> {
    const delay = delayAfter(attempts + 1, outcome.retryAfter);
    const { now } = this.database.dialect;
    const next =
      delay === undefined
        ? `status = 'failed', next_attempt_at = NULL, finished_at = ${now}`
        : `next_attempt_at = ${now} + ${delay}`;
    await this.database.execute(
      `UPDATE webhook_deliveries SET ${next}, attempts = attempts + 1 
       WHERE id = ? AND status = 'pending' AND next_attempt_at = ?`,
      [id, dueAt],
    );
    await this.database.execute(`UPDATE webhooks SET failing_since = COALESCE(failing_since, ${now}) WHERE id = ?`, [
      webhookId,
    ]);
    if (outcome.status === GONE) await this.disable(webhookId, 'gone');
    else if (delay === undefined) await this.disableIfHopeless(webhookId);
    else await this.pause(webhookId, Math.min(delay, PAUSE_MS));
  }

  private async pause(webhookId: number, ms: number): Promise<void> {
    const until = `${this.database.dialect.now} + ${ms}`;
    await this.database.execute(
      `UPDATE webhook_deliveries SET next_attempt_at = ${until}
       WHERE webhook_id = ? AND status = 'pending' AND next_attempt_at < ${until}`,
      [webhookId],
    );
  }

  private async disableIfHopeless(webhookId: number): Promise<void> {
    const [row] = await this.database.query<{ is_over: number | string }>(
      `SELECT CASE WHEN failing_since <= ${this.database.dialect.now} - ${PATIENCE_MS} THEN 1 ELSE 0 END AS is_over
       FROM webhooks WHERE id = ?`,
      [webhookId],
    );
    if (Number(row.is_over) === 1) await this.disable(webhookId, 'failing');
  }

  /** Once; what is left to send is cancelled, and can be sent again by hand. */
  private async disable(webhookId: number, reason: DisabledReason): Promise<void> {
    const webhooks = this.database.repository(Webhook);
    const { affected } = await webhooks.update(
      { id: webhookId, state: 'active' },
      { state: 'disabled', disabledReason: reason, updatedAt: await this.database.now() },
    );
    if (!affected) return;
    await this.deliveries.cancelPending(webhookId);
    const { companyId, appId } = await webhooks.findOneByOrFail({ id: webhookId });
    await this.audit.record({
      action: 'webhook.disabled',
      subjectType: 'webhook',
      subjectId: webhookId,
      companyId,
      actorId: null,
      clientId: null,
      after: { reason, ...(appId === null ? {} : { app_id: appId }) },
    });
  }
}

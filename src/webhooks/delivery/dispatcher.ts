import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OutboxLookout } from '../../database/index.js';
import { Claims, MOST_OF_ONE_PARTY } from './claims.js';
import { DeliveryResults, isDelivered } from './delivery-results.js';
import { WebhookWakeUp } from './wake-up.js';
import { WebhookSender } from './webhook-sender.js';

/** Webhooks that are sent to at a time by one process. */
const MOST_AT_ONCE = 64;
/** Deliveries to one webhook before it is another one's turn. */
const MOST_IN_A_ROW = 20;
/** The same for a receiver that takes its time. */
const LONGEST_ROUND_MS = 5_000;

/**
 * Delivers what is due: at once what was committed in this process, and once a second whatever else there is. One
 * request at a time goes to a webhook, by whichever process claimed it, so that a slow receiver holds up itself alone.
 * Whoever is killed before it noted the answer leaves the delivery due, and it is sent again under the same id.
 */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly running = new Map<number, { readonly party: number; readonly ended: Promise<void> }>();
  private readonly lookout = new OutboxLookout(
    () => this.begin(),
    (error) => this.logger.error(`Webhooks could not be delivered: ${String(error)}`),
  );

  constructor(
    private readonly claims: Claims,
    private readonly sender: WebhookSender,
    private readonly results: DeliveryResults,
    private readonly wakeUp: WebhookWakeUp,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Servers alone: a command may run where no receiver can be reached. */
  onApplicationBootstrap(): void {
    if (!this.http.httpAdapter) return;
    this.lookout.start(this.wakeUp);
  }

  /** Before the database is closed: what is on its way is let end, nothing new begins. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.lookout.stop();
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  private async begin(): Promise<void> {
    if (this.running.size >= MOST_AT_ONCE) return;
    for (const { webhookId, party } of await this.claims.due(MOST_AT_ONCE - this.running.size)) {
      if (this.running.has(webhookId) || this.runningOf(party) >= MOST_OF_ONE_PARTY) continue;
      const ended = this.round(webhookId)
        .catch((error: unknown) => this.lookout.complain(error))
        .finally(() => this.running.delete(webhookId));
      this.running.set(webhookId, { party, ended });
    }
  }

  private runningOf(party: number): number {
    return [...this.running.values()].filter((one) => one.party === party).length;
  }

  private async round(webhookId: number): Promise<void> {
    if (this.lookout.isStopping || !(await this.claims.claim(webhookId))) return;
    const until = performance.now() + LONGEST_ROUND_MS;
    let delivered = 0;
    const goesOn = (): boolean => delivered < MOST_IN_A_ROW && performance.now() < until && !this.lookout.isStopping;
    while (goesOn() && (await this.deliverNext(webhookId))) delivered++;
    // Not where that failed: what was sent and could not be noted is not sent again until the claim has run out.
    await this.claims.release(webhookId);
    // What was committed since the last one was claimed by this round, and found by nobody.
    if (delivered > 0) this.lookout.look();
  }

  /** Whether it makes sense to go on with this webhook. */
  private async deliverNext(webhookId: number): Promise<boolean> {
    const delivery = await this.claims.next(webhookId);
    if (!delivery || !(await this.claims.renew(webhookId))) return false;
    const outcome = await this.sender.send(delivery);
    if (outcome.failure === 'host_busy') await this.results.postpone(delivery, outcome);
    else await this.results.keep(delivery, outcome);
    return isDelivered(outcome);
  }
}

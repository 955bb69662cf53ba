import { Injectable } from '@nestjs/common';
import type { Paged, PageQuery } from '../../shared/index.js';
import { type Owner, WebhookOwners } from '../endpoints/webhook-owners.js';
import { Webhooks } from '../endpoints/webhooks.js';
import { PING } from '../events/event-types.js';
import { tooManyPending, webhookInactive } from '../webhooks.errors.js';
import type { DeliveryStatus } from './delivery.entity.js';
import { DeliveryOutbox } from './delivery-outbox.js';
import { DeliveryStore, type TriedDelivery } from './delivery-store.js';

/** Nobody makes a queue by hand. */
const MOST_PENDING = 100;

/** What an owner may see and do about deliveries. */
@Injectable()
export class OwnedDeliveries {
  constructor(
    private readonly owners: WebhookOwners,
    private readonly webhooks: Webhooks,
    private readonly store: DeliveryStore,
    private readonly outbox: DeliveryOutbox,
  ) {}

  async list(
    owner: Owner,
    webhookId: number,
    query: PageQuery,
    status?: DeliveryStatus,
  ): Promise<Paged<TriedDelivery>> {
    await this.owners.look(owner);
    await this.webhooks.find(owner, webhookId);
    return this.store.list(webhookId, query, status);
  }

  /** Throws not_found, also for the delivery of another webhook. */
  async get(owner: Owner, webhookId: number, id: number): Promise<TriedDelivery> {
    await this.owners.look(owner);
    await this.webhooks.find(owner, webhookId);
    return this.store.get(webhookId, id);
  }

  /** A test event. Throws webhook_inactive, too_many_pending. */
  ping(owner: Owner, webhookId: number): Promise<TriedDelivery> {
    return this.owners.change(owner, async () => {
      await this.requireActive(owner, webhookId);
      const message = { webhookId, type: PING, data: { webhook: { id: webhookId } } };
      const [delivery] = await this.outbox.put([message]);
      return { delivery, attempts: [] };
    });
  }

  /** Sends a delivery once more, under the id that it had. Throws not_found, webhook_inactive, too_many_pending. */
  resend(owner: Owner, webhookId: number, id: number): Promise<TriedDelivery> {
    return this.owners.change(owner, async () => {
      await this.requireActive(owner, webhookId);
      await this.store.get(webhookId, id);
      await this.outbox.again(id);
      return this.store.get(webhookId, id);
    });
  }

  private async requireActive(owner: Owner, webhookId: number): Promise<void> {
    const { state } = await this.webhooks.find(owner, webhookId);
    if (state !== 'active') throw webhookInactive();
    if ((await this.store.countPending(webhookId)) >= MOST_PENDING) throw tooManyPending(MOST_PENDING);
  }
}

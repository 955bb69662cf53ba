import { Injectable } from '@nestjs/common';
import { type AuditedFacts, ChangeObserver } from '../../audit/index.js';
import { DeliveryOutbox } from '../delivery/delivery-outbox.js';
import { dataFor, EventDataReader } from './event-data.js';
import type { EventType } from './event-types.js';
import { isHeardBy, type Subscriber, Subscribers } from './subscribers.js';
import { eventTypesOf } from './told-changes.js';

/** Turns changes of the trail into what is to be delivered, in their transaction. */
@Injectable()
export class WebhookOutbox extends ChangeObserver {
  constructor(
    private readonly subscribers: Subscribers,
    private readonly data: EventDataReader,
    private readonly outbox: DeliveryOutbox,
  ) {
    super();
  }

  override async recorded(facts: AuditedFacts): Promise<void> {
    const types = eventTypesOf(facts);
    if (types.length === 0) return;
    const subscribers = await this.subscribers.of(facts);
    for (const type of types) {
      const hearing = subscribers.filter((one) => isHeardBy(one, type, facts));
      if (hearing.length > 0) await this.tell(type, facts, hearing);
    }
  }

  private async tell(type: EventType, facts: AuditedFacts, hearing: readonly Subscriber[]): Promise<void> {
    const data = await this.data.of(type, facts);
    if (!data) return;
    const at = facts.createdAt;
    await this.outbox.put(
      hearing.map(({ webhookId, audience }) => ({ webhookId, type, at, data: dataFor(audience, data) })),
    );
  }
}

import { Module } from '@nestjs/common';
import { AppManagementModule } from '../app-management/index.js';
import { AppsModule } from '../apps/index.js';
import { AppDeliveriesController } from './delivery/app-deliveries.controller.js';
import { Claims } from './delivery/claims.js';
import { CompanyDeliveriesController } from './delivery/company-deliveries.controller.js';
import { DeliveryOutbox } from './delivery/delivery-outbox.js';
import { DeliveryResults } from './delivery/delivery-results.js';
import { DeliveryStore } from './delivery/delivery-store.js';
import { WebhookDispatcher } from './delivery/dispatcher.js';
import { OwnedDeliveries } from './delivery/owned-deliveries.js';
import { WebhookWakeUp } from './delivery/wake-up.js';
import { WebhookSender } from './delivery/webhook-sender.js';
import { AppWebhooksController } from './endpoints/app-webhooks.controller.js';
import { CompanyWebhooksController } from './endpoints/company-webhooks.controller.js';
import { WebhookOwners } from './endpoints/webhook-owners.js';
import { WebhookSecrets } from './endpoints/webhook-secrets.js';
import { Webhooks } from './endpoints/webhooks.js';
import { EventDataReader } from './events/event-data.js';
import { ExpiringSecrets } from './events/expiring-secrets.js';
import { Reminders } from './events/reminders.js';
import { Subscribers } from './events/subscribers.js';
import { WebhookOutbox } from './events/webhook-outbox.js';

/** Tells companies and developers of what happens: written with the change, signed, delivered at least once. */
@Module({
  imports: [AppsModule, AppManagementModule],
  controllers: [CompanyWebhooksController, CompanyDeliveriesController, AppWebhooksController, AppDeliveriesController],
  providers: [
    Claims,
    DeliveryOutbox,
    DeliveryResults,
    DeliveryStore,
    EventDataReader,
    ExpiringSecrets,
    OwnedDeliveries,
    Reminders,
    Subscribers,
    WebhookWakeUp,
    WebhookDispatcher,
    WebhookOutbox,
    WebhookOwners,
    Webhooks,
    WebhookSecrets,
    WebhookSender,
  ],
  exports: [OwnedDeliveries, WebhookOutbox, Webhooks],
})
export class WebhooksModule {}

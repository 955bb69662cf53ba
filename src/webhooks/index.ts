export {
  DeliveriesQuery,
  deliveryBody,
  type DeliveryItem,
  deliveryItem,
  type DeliveryShape,
} from './delivery/deliveries.schemas.js';
export { OwnedDeliveries } from './delivery/owned-deliveries.js';
export { companyOwner } from './endpoints/webhook-owners.js';
export { Webhooks } from './endpoints/webhooks.js';
export {
  ChangeCompanyWebhook,
  changeOf,
  NewCompanyWebhook,
  RotateBody,
  type WebhookBody,
  webhookBody,
  wishOf,
} from './endpoints/webhooks.schemas.js';
export { COMPANY_EVENTS, PING } from './events/event-types.js';
export * from './delivery/delivery.entity.js';
export { WebhookDispatcher } from './delivery/dispatcher.js';
export * from './endpoints/webhook-secret.entity.js';
export { endingOf } from './endpoints/webhook-secrets.js';
export * from './endpoints/webhook.entity.js';
export { Reminders } from './events/reminders.js';
export * from './events/webhook-notice.entity.js';
export { WebhookOutbox } from './events/webhook-outbox.js';
export * from './webhook-endings.migration.js';
export * from './webhooks.migration.js';
export * from './webhooks.module.js';

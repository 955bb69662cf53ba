export * from './delivery/delivery.entity.js';
export { WebhookDispatcher } from './delivery/dispatcher.js';
export * from './endpoints/webhook-secret.entity.js';
export * from './endpoints/webhook.entity.js';
export { Reminders } from './events/reminders.js';
export * from './events/webhook-notice.entity.js';
export { WebhookOutbox } from './events/webhook-outbox.js';
export * from './webhooks.migration.js';
export * from './webhooks.module.js';

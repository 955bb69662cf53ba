/** What can be heard of, and by whom: people's wishes are nothing that developers hear of (ADR 20). */
export const COMPANY_EVENTS = [
  'app.installed',
  'app.uninstalled',
  'app.suspended',
  'app.resumed',
  'app.upgraded',
  'app.permissions_changed',
  'installation_request.created',
  'installation_request.answered',
  'secret.expiring',
  'grant.revoked',
] as const;

export type EventType = (typeof COMPANY_EVENTS)[number];

export const APP_EVENTS = COMPANY_EVENTS.filter((type) => !type.startsWith('installation_request.'));

/** Sent on demand to try a webhook out; nobody subscribes to it. */
export const PING = 'webhook.ping';

/** Whether a webhook wants to hear of an event. */
export const hears = (subscribed: readonly string[], type: EventType): boolean =>
  subscribed.includes('*') || subscribed.includes(type);

import type { TargetRefusal } from '../outbound/index.js';
import { conflict, DomainError } from '../shared/index.js';

const REFUSALS: Readonly<Record<TargetRefusal, string>> = {
  invalid_url: 'must be an absolute address in ASCII of at most 2,000 characters, without a fragment',
  https_required: 'must begin with https://',
  url_has_credentials: 'must not have a user name or a password in it',
  port_not_allowed: 'must have port 443 or one from 1024 on that is not known for another protocol',
  address_not_allowed: 'must lead into the public internet',
};

/** Nothing is sent there: told by looking at the address alone. */
export const targetRefused = (reason: TargetRefusal): DomainError =>
  new DomainError('invalid', 'webhook_target_refused', `Nothing is sent to this address: it ${REFUSALS[reason]}.`, {
    fields: { url: [REFUSALS[reason]] },
    extensions: { reason },
  });

export const tooManyWebhooks = (most: number): DomainError =>
  conflict('too_many_webhooks', `There can be at most ${most} webhooks here: delete one first.`);

/** Nothing is sent where nobody wants it at present. */
export const webhookInactive = (): DomainError =>
  conflict('webhook_inactive', 'The webhook is not active: set "active" to true first.');

export const tooManySecrets = (most: number): DomainError =>
  conflict(
    'too_many_webhook_secrets',
    `At most ${most} secrets overlap: wait until one ends, or end them now with an overlap of 0.`,
  );

export const tooManyPending = (most: number): DomainError =>
  conflict('too_many_pending', `At most ${most} deliveries of a webhook wait at a time when asked for by hand.`);

import { formField } from '../../identity/index.js';
import { DomainError } from '../../shared/index.js';
import { formValues } from '../shell/form-values.js';

/** What stands in the form of a webhook. */
export interface WebhookForm {
  readonly url: string;
  readonly description: string;
  readonly hearsAll: boolean;
  readonly eventTypes: readonly string[];
}

/** What is wrong with it, by field; of the address, why. */
export interface WebhookFaults {
  readonly url?: string;
  readonly event_types?: true;
  readonly description?: true;
}

export function webhookFormIn(body: unknown): WebhookForm {
  return {
    url: (formField(body, 'url') ?? '').trim(),
    description: formField(body, 'description') ?? '',
    hearsAll: formField(body, 'hears') === 'all',
    eventTypes: formValues(body, 'event_types'),
  };
}

/** As the API takes it, which refuses "everything" together with single events. */
export const wishIn = ({ url, description, hearsAll, eventTypes }: WebhookForm): object => ({
  url,
  description,
  event_types: hearsAll ? ['*', ...eventTypes] : eventTypes,
});

/** The faults that a refusal tells; undefined where it tells of none. */
export function webhookFaults(error: unknown): WebhookFaults | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const { code, options } = error;
  if (code === 'webhook_target_refused') return { url: String(options.extensions?.reason) };
  if (code !== 'invalid_fields') return undefined;
  const names = Object.keys(options.fields ?? {});
  const isWrong = (field: string): boolean => names.some((name) => name === field || name.startsWith(`${field}.`));
  return {
    ...(isWrong('url') && { url: 'invalid_url' }),
    ...(isWrong('event_types') && { event_types: true as const }),
    ...(isWrong('description') && { description: true as const }),
  };
}

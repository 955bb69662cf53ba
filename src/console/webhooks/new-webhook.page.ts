import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { EventChoice } from './webhook-choices.js';
import type { WebhookFaults, WebhookForm } from './webhook-forms.js';
import { WEBHOOK_FORM_TEXTS } from './webhook-texts.js';

export interface NewWebhookPageData extends Framed {
  readonly form: WebhookForm;
  readonly faults: WebhookFaults;
  readonly failure: (reason: string) => string;
  readonly events: readonly EventChoice[];
  readonly once: string;
  readonly base: string;
}

export const NEW_WEBHOOK_PAGE = definePage<NewWebhookPageData>()(new URL('./new-webhook.eta', import.meta.url), {
  en: {
    ...WEBHOOK_FORM_TEXTS.en,
    list: 'Webhooks',
    title: 'Add a webhook',
    lead: 'What is sent is signed as Standard Webhooks say. The secret with which the receiver checks that is shown once.',
    create: 'Add and show the secret',
  },
  es: {
    ...WEBHOOK_FORM_TEXTS.es,
    list: 'Webhooks',
    title: 'Añadir un webhook',
    lead: 'Lo que se envía va firmado según Standard Webhooks. El secreto con que el receptor lo comprueba se muestra una vez.',
    create: 'Añadir y mostrar el secreto',
  },
});

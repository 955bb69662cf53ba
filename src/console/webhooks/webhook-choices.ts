import type { Locale } from '../../shared/index.js';
import { COMPANY_EVENTS } from '../../webhooks/index.js';
import type { WebhookForm } from './webhook-forms.js';
import { eventWords } from './webhook-words.js';

export interface EventChoice {
  readonly type: string;
  readonly label: string;
  readonly isChosen: boolean;
}

/** The events among which a form lets choose. */
export const eventChoices = ({ eventTypes }: WebhookForm, locale: Locale): EventChoice[] =>
  COMPANY_EVENTS.map((type) => ({ type, label: eventWords(type, locale), isChosen: eventTypes.includes(type) }));

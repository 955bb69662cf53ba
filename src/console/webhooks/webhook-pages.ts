import { Injectable } from '@nestjs/common';
import { parseOrRefuse } from '../../shared/index.js';
import {
  companyOwner,
  DeliveriesQuery,
  deliveryItem,
  endingOf,
  OwnedDeliveries,
  type WebhookBody,
  webhookBody,
  Webhooks,
} from '../../webhooks/index.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { requireSeen, seenMark } from '../shell/form-values.js';
import { MadeSecrets } from '../shell/made-secrets.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { eventChoices } from './webhook-choices.js';
import type { WebhookFaults, WebhookForm } from './webhook-forms.js';
import { WEBHOOK_PAGE } from './webhook.page.js';
import { eventWords, failureWords } from './webhook-words.js';

const PER_PAGE = 25;

/** Draws the page of a webhook: as it is, or with its form as it was refused. */
@Injectable()
export class WebhookPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly webhooks: Webhooks,
    private readonly deliveries: OwnedDeliveries,
    private readonly secrets: MadeSecrets,
  ) {}

  /** Throws not_found. */
  async show(visit: Visit, id: number, refused?: { readonly form: WebhookForm; readonly faults: WebhookFaults }) {
    const { access, locale, request } = visit;
    const owner = companyOwner(access);
    const webhook = webhookBody(await this.webhooks.get(owner, id));
    const { done: _, ...given } = request.query as Record<string, string>;
    const { status, ...query } = parseOrRefuse(DeliveriesQuery, { ...(refused ? {} : given), per_page: PER_PAGE });
    const page = await this.deliveries.list(owner, id, query, status);
    const form = refused?.form ?? formOf(webhook);
    const data = {
      webhook,
      secrets: webhook.secret_hints.map((secret) => ({ ...secret, ending: endingOf(secret) })),
      form,
      faults: refused?.faults ?? {},
      failure: (reason: string) => failureWords(reason, locale),
      events: eventChoices(form, locale),
      deliveries: page.items.map(deliveryItem).map((one) => ({
        ...one,
        event: eventWords(one.event_type, locale),
        failure: one.last_attempt?.failure ? failureWords(one.last_attempt.failure, locale) : null,
      })),
      pager: pagerOf(page, request.url, locale),
      status: status ?? null,
      seen: seenMark(demandOf(webhook)),
      once: this.secrets.mark(),
      list: sectionPath(access.companyId, 'webhooks'),
      base: `${sectionPath(access.companyId, 'webhooks')}/${id}`,
    };
    await this.pages.show(visit, WEBHOOK_PAGE, data, { section: 'webhooks', status: refused ? 422 : 200 });
  }

  /** Throws not_found, precondition_failed. Under the lock of the company. */
  async requireSeen({ access, request }: Visit, id: number): Promise<void> {
    requireSeen(request.body, demandOf(webhookBody(await this.webhooks.get(companyOwner(access), id))));
  }
}

const formOf = ({ url, description, event_types: types }: WebhookBody): WebhookForm => ({
  url,
  description,
  hearsAll: types.includes('*'),
  eventTypes: types.filter((type) => type !== '*'),
});

/** What the form changes; what deliveries do to the webhook meanwhile does not matter. */
const demandOf = ({ url, description, event_types }: WebhookBody): object => ({ url, description, event_types });

import { definePage } from '../../shared/index.js';
import type { WebhookBody } from '../../webhooks/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface WebhooksPageData extends Framed {
  readonly webhooks: readonly WebhookBody[];
  readonly pager: Pager | null;
  readonly base: string;
}

export const WEBHOOKS_PAGE = definePage<WebhooksPageData>()(new URL('./webhooks.eta', import.meta.url), {
  en: {
    title: 'Webhooks',
    lead: 'Programs of yours that are told at once of what happens to apps and secrets in this company.',
    create: 'Add a webhook',
    none: 'Nobody is told of anything yet.',
    active: 'Active',
    paused: 'Paused',
    gone: 'Stopped: the receiver said that it is gone',
    failing: 'Stopped: nothing arrived for five days',
    struggling: 'Failing since {when}',
    all: 'Hears of everything',
    some: 'Kinds of events: {count}',
  },
  es: {
    title: 'Webhooks',
    lead: 'Programas suyos que se enteran de inmediato de lo que ocurre con aplicaciones y secretos en esta empresa.',
    create: 'Añadir un webhook',
    none: 'Todavía no se avisa a nadie de nada.',
    active: 'Activo',
    paused: 'En pausa',
    gone: 'Detenido: el receptor dijo que ya no existe',
    failing: 'Detenido: no llegó nada durante cinco días',
    struggling: 'Falla desde {when}',
    all: 'Se entera de todo',
    some: 'Tipos de eventos: {count}',
  },
});

import type { z } from 'zod';
import { definePage } from '../../shared/index.js';
import type { DeliveryItem, WebhookBody } from '../../webhooks/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { EventChoice } from './webhook-choices.js';
import type { WebhookFaults, WebhookForm } from './webhook-forms.js';
import { WEBHOOK_FORM_TEXTS } from './webhook-texts.js';

/** A delivery in the list, in words. */
export type DeliveryLine = z.input<typeof DeliveryItem> & { readonly event: string; readonly failure: string | null };

export interface WebhookPageData extends Framed {
  readonly webhook: WebhookBody;
  /** With its last characters. */
  readonly secrets: readonly (WebhookBody['secret_hints'][number] & { readonly ending: string })[];
  readonly form: WebhookForm;
  readonly faults: WebhookFaults;
  readonly failure: (reason: string) => string;
  readonly events: readonly EventChoice[];
  readonly deliveries: readonly DeliveryLine[];
  readonly pager: Pager | null;
  readonly status: string | null;
  readonly seen: string;
  readonly once: string;
  readonly list: string;
  readonly base: string;
}

export const WEBHOOK_PAGE = definePage<WebhookPageData>()(new URL('./webhook.eta', import.meta.url), {
  en: {
    ...WEBHOOK_FORM_TEXTS.en,
    title: 'Webhook to {host}',
    list: 'Webhooks',
    active: 'Active',
    paused: 'Paused',
    gone: 'Stopped: the receiver said that it is gone',
    failing: 'Stopped: nothing arrived for five days',
    struggling: 'Failing since {when}',
    settings: 'Where and what',
    save: 'Save',
    deliveries: 'Deliveries of the last 30 days',
    filter: 'Show',
    all: 'All',
    pending: 'Waiting',
    delivered: 'Arrived',
    failed: 'Given up',
    cancelled: 'Cancelled',
    only_pending: 'Waiting',
    only_delivered: 'Arrived',
    only_failed: 'Given up',
    only_cancelled: 'Cancelled',
    none: 'Nothing was sent yet.',
    refresh: 'Look again',
    event: 'Event',
    outcome: 'What came of it',
    when: 'When',
    answer: 'Answer {status}',
    again: 'Next attempt {when}',
    ping: 'Send a test',
    secrets: 'Secrets',
    hint: 'Last characters: {hint}',
    since: 'Created {day}',
    until: 'Until {when}',
    newest: 'In use',
    rotate: 'Create a new secret',
    rotateText:
      'Until the older ones end, deliveries are signed with all of them, so that you can change over in peace.',
    overlap: 'The older secrets end',
    overlap0: 'Now',
    overlap3600: 'In an hour',
    overlap86400: 'In a day',
    overlap604800: 'In a week',
    rotateSubmit: 'Create and show it',
    control: 'Stop or remove it',
    pause: 'Pause',
    pauseText: 'Nothing is sent, and what happens meanwhile is not kept for later.',
    resume: 'Start again',
    resumeText: 'What happens from now on is sent.',
    delete: 'Delete …',
    deleteText: 'For good, with its secrets. You are asked once more.',
    deleteEnds:
      'Nothing is sent there any more, not even what waits now, and its secrets are gone. It cannot be taken back.',
    deleteSure: 'Delete for good',
  },
  es: {
    ...WEBHOOK_FORM_TEXTS.es,
    title: 'Webhook a {host}',
    list: 'Webhooks',
    active: 'Activo',
    paused: 'En pausa',
    gone: 'Detenido: el receptor dijo que ya no existe',
    failing: 'Detenido: no llegó nada durante cinco días',
    struggling: 'Falla desde {when}',
    settings: 'Adónde y qué',
    save: 'Guardar',
    deliveries: 'Envíos de los últimos 30 días',
    filter: 'Mostrar',
    all: 'Todos',
    pending: 'En espera',
    delivered: 'Llegó',
    failed: 'Abandonado',
    cancelled: 'Cancelado',
    only_pending: 'En espera',
    only_delivered: 'Llegados',
    only_failed: 'Abandonados',
    only_cancelled: 'Cancelados',
    none: 'Aún no se envió nada.',
    refresh: 'Mirar de nuevo',
    event: 'Evento',
    outcome: 'Qué resultó',
    when: 'Cuándo',
    answer: 'Respuesta {status}',
    again: 'Próximo intento {when}',
    ping: 'Enviar una prueba',
    secrets: 'Secretos',
    hint: 'Últimos caracteres: {hint}',
    since: 'Creado el {day}',
    until: 'Hasta {when}',
    newest: 'En uso',
    rotate: 'Crear un secreto nuevo',
    rotateText: 'Hasta que terminen los anteriores, los envíos se firman con todos, para cambiar con calma.',
    overlap: 'Los secretos anteriores terminan',
    overlap0: 'Ahora',
    overlap3600: 'En una hora',
    overlap86400: 'En un día',
    overlap604800: 'En una semana',
    rotateSubmit: 'Crear y mostrarlo',
    control: 'Detener o quitar',
    pause: 'Poner en pausa',
    pauseText: 'No se envía nada, y lo que ocurra entretanto no se guarda para después.',
    resume: 'Empezar de nuevo',
    resumeText: 'Se envía lo que ocurra desde ahora.',
    delete: 'Eliminar …',
    deleteText: 'Para siempre, con sus secretos. Se le pregunta una vez más.',
    deleteEnds:
      'Ya no se envía nada allí, tampoco lo que espera ahora, y sus secretos desaparecen. No se puede deshacer.',
    deleteSure: 'Eliminar para siempre',
  },
});

import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface WebhookSecretPageData extends Framed {
  readonly url: string;
  readonly secret: string;
  readonly base: string;
}

export const WEBHOOK_SECRET_PAGE = definePage<WebhookSecretPageData>()(
  new URL('./webhook-secret.eta', import.meta.url),
  {
    en: {
      title: 'The secret of a webhook',
      once: 'Copy it now: it is shown this once, and never again. Not on reload, not on the way back.',
      url: 'Address',
      secret: 'Secret',
      hint: 'A click selects the whole line. Give it to the receiver, which checks every signature with it.',
      next: 'I have copied it: go on',
    },
    es: {
      title: 'El secreto de un webhook',
      once: 'Cópielo ahora: se muestra esta única vez y nunca más. Ni al recargar ni al volver atrás.',
      url: 'Dirección',
      secret: 'Secreto',
      hint: 'Un clic selecciona toda la línea. Déselo al receptor, que comprueba con él cada firma.',
      next: 'Ya lo copié: continuar',
    },
  },
);

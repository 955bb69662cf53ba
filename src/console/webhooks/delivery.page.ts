import type { z } from 'zod';
import { definePage } from '../../shared/index.js';
import type { DeliveryShape } from '../../webhooks/index.js';
import type { Framed } from '../shell/exchange.js';

type Delivery = z.input<typeof DeliveryShape>;

export interface DeliveryPageData extends Framed {
  readonly delivery: Delivery;
  readonly event: string;
  readonly tried: Delivery['tried'];
  readonly base: string;
}

export const DELIVERY_PAGE = definePage<DeliveryPageData>()(new URL('./delivery.eta', import.meta.url), {
  en: {
    back: 'Webhook',
    pending: 'Waiting',
    delivered: 'Arrived',
    failed: 'Given up',
    cancelled: 'Cancelled',
    message: 'Message number',
    created: 'Written',
    next: 'Next attempt',
    attempts: 'Attempts',
    noAttempts: 'It was not tried yet.',
    answer: 'Answer {status}',
    took: '{count} ms',
    payload: 'What is sent',
    resend: 'Send it again',
    resendText: 'At once, under the same number: a receiver that has it already knows that.',
  },
  es: {
    back: 'Webhook',
    pending: 'En espera',
    delivered: 'Llegó',
    failed: 'Abandonado',
    cancelled: 'Cancelado',
    message: 'Número de mensaje',
    created: 'Escrito',
    next: 'Próximo intento',
    attempts: 'Intentos',
    noAttempts: 'Aún no se intentó.',
    answer: 'Respuesta {status}',
    took: '{count} ms',
    payload: 'Lo que se envía',
    resend: 'Enviarlo de nuevo',
    resendText: 'De inmediato, con el mismo número: un receptor que ya lo tenga lo sabrá.',
  },
});

import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface SecretPageData extends Framed {
  readonly name: string;
  readonly clientId: string;
  readonly secret: string;
  /** Whether it was made for an account that was there before. */
  readonly isRotated: boolean;
  /** When the last of the older secrets ends, ISO 8601; null where none works any more. */
  readonly olderEnds: string | null;
  readonly base: string;
}

export const SECRET_PAGE = definePage<SecretPageData>()(new URL('./secret.eta', import.meta.url), {
  en: {
    title: 'The secret of {name}',
    once: 'Copy it now: it is shown this once, and never again. Not on reload, not on the way back.',
    clientId: 'Client id',
    secret: 'Client secret',
    hint: 'A click selects the whole line. Keep it in a secret store, never in a chat or in source code.',
    older: 'The older secret works on until {end}.',
    back: 'I have copied it: back to the account',
    next: 'I have copied it: set what it may do',
  },
  es: {
    title: 'El secreto de {name}',
    once: 'Cópielo ahora: se muestra esta única vez y nunca más. Ni al recargar ni al volver atrás.',
    clientId: 'Identificador de cliente',
    secret: 'Secreto de cliente',
    hint: 'Un clic selecciona toda la línea. Guárdelo en un almacén de secretos, nunca en un chat ni en el código.',
    older: 'El secreto anterior sigue sirviendo hasta el {end}.',
    back: 'Ya lo copié: volver a la cuenta',
    next: 'Ya lo copié: fijar qué puede hacer',
  },
});

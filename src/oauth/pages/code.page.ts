import { definePage } from '../../shared/index.js';

/** The out-of-band page: the code for copying, or why there is none. */
export interface CodePageData {
  readonly code: string | null;
  readonly error: string | null;
}

export const CODE_PAGE = definePage<CodePageData>()(new URL('./code.eta', import.meta.url), {
  en: {
    title: 'Authorization code:',
    copy: 'Copy this code into the app that sent you here. It works once, for ten minutes.',
    denied: 'No access was given',
    close: 'The app was not connected. You can close this page.',
    reason: 'Reason',
  },
  es: {
    title: 'Código de autorización:',
    copy: 'Copie este código en la aplicación que lo envió aquí. Funciona una vez, durante diez minutos.',
    denied: 'No se concedió el acceso',
    close: 'La aplicación no se conectó. Puede cerrar esta página.',
    reason: 'Motivo',
  },
});

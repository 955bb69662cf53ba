import type { Locale } from '../../../shared/index.js';

/** What pages say that use passkeys. */
export const PASSKEY_TEXTS = {
  en: {
    usePasskey: 'Use a passkey',
    passkeyFailed: 'The passkey was not used. Try again, or choose another way.',
    passkeyUnsupported: 'This browser cannot use passkeys.',
    wrong_passkey: 'This passkey is not known here, or could not be verified. Try again, or choose another way.',
  },
  es: {
    usePasskey: 'Usar una llave de acceso',
    passkeyFailed: 'No se usó la llave de acceso. Inténtelo de nuevo o elija otra forma.',
    passkeyUnsupported: 'Este navegador no puede usar llaves de acceso.',
    wrong_passkey:
      'Esta llave de acceso no se conoce aquí o no se pudo comprobar. Inténtelo de nuevo o elija otra forma.',
  },
} satisfies Record<Locale, object>;

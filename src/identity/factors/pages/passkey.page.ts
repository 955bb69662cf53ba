import { definePage } from '../../../shared/index.js';
import { PASSKEY_TEXTS } from './passkey-texts.js';

export interface PasskeyPageData {
  readonly csrfToken: string;
  readonly returnTo: string;
  /** As the person wrote it. */
  readonly name: string;
  readonly problem?: 'wrong_passkey' | 'wrong_name';
}

export const PASSKEY_PAGE = definePage<PasskeyPageData>()(new URL('./passkey.eta', import.meta.url), {
  en: {
    title: 'Add a passkey',
    what: 'A passkey signs you in with your fingerprint, face or PIN, on this device or with a security key. It replaces the password, and cannot be given away to a false site.',
    name: 'Name, for you to recognize it',
    suggestion: 'Passkey',
    submit: 'Make a passkey',
    back: 'Back',
    wrong_name: 'The name must have a visible character, no control characters, and at most 80 characters.',
    ...PASSKEY_TEXTS.en,
    wrong_passkey:
      'The passkey could not be added: it is known already, or what the browser sent is not good any more.',
  },
  es: {
    title: 'Añadir una llave de acceso',
    what: 'Una llave de acceso inicia sesión con su huella, su cara o un PIN, en este dispositivo o con una llave de seguridad. Sustituye a la contraseña y no se puede entregar a un sitio falso.',
    name: 'Nombre, para que la reconozca',
    suggestion: 'Llave de acceso',
    submit: 'Crear una llave de acceso',
    back: 'Volver',
    wrong_name: 'El nombre debe tener un carácter visible, ningún carácter de control y como máximo 80 caracteres.',
    ...PASSKEY_TEXTS.es,
    wrong_passkey: 'No se pudo añadir la llave de acceso: ya se conoce, o lo que envió el navegador ya no es válido.',
  },
});

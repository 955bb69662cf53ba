import { definePage } from '../../../shared/index.js';

export interface TotpPageData {
  readonly csrfToken: string;
  readonly returnTo: string;
  /** The key, sealed. */
  readonly draft: string;
  /** As the person wrote it. */
  readonly name: string;
  /** A data URL of the QR code. */
  readonly picture: string;
  readonly key: string;
  readonly problem?: 'wrong_code' | 'wrong_name';
}

export const TOTP_PAGE = definePage<TotpPageData>()(new URL('./totp.eta', import.meta.url), {
  en: {
    title: 'Add an authenticator app',
    scan: 'Scan this picture with an authenticator app on your phone, or type the key into it.',
    picture: 'QR code with the key below',
    key: 'Key',
    code: 'Code that the app shows',
    name: 'Name, for you to recognize it',
    suggestion: 'Authenticator app',
    submit: 'Add',
    back: 'Back',
    wrong_code: 'This is not the code that the app shows now. Check the clock of your phone, and try the next one.',
    wrong_name: 'The name must have a visible character, no control characters, and at most 80 characters.',
  },
  es: {
    title: 'Añadir una aplicación de autenticación',
    scan: 'Escanee esta imagen con una aplicación de autenticación en su teléfono, o escriba la clave en ella.',
    picture: 'Código QR con la clave de abajo',
    key: 'Clave',
    code: 'Código que muestra la aplicación',
    name: 'Nombre, para que la reconozca',
    suggestion: 'Aplicación de autenticación',
    submit: 'Añadir',
    back: 'Volver',
    wrong_code: 'No es el código que muestra ahora la aplicación. Revise el reloj del teléfono y pruebe el siguiente.',
    wrong_name: 'El nombre debe tener un carácter visible, ningún carácter de control y como máximo 80 caracteres.',
  },
});

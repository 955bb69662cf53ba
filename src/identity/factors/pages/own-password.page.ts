import { definePage } from '../../../shared/index.js';
import type { PasswordFault } from '../../password-rules.js';
import { PASSWORD_TEXTS } from '../../pages/password-texts.js';

export interface OwnPasswordPageData {
  readonly csrfToken: string;
  readonly returnTo: string;
  readonly email: string;
  readonly problem?: PasswordFault | 'wrong_current' | 'throttled';
}

export const OWN_PASSWORD_PAGE = definePage<OwnPasswordPageData>()(new URL('./own-password.eta', import.meta.url), {
  en: {
    title: 'Change the password',
    what: 'Every other browser is signed out; connected apps stay connected.',
    email: 'E-mail',
    current: 'Present password',
    password: 'New password',
    submit: 'Change',
    back: 'Back',
    wrong_current: 'The present password is not right.',
    throttled: 'There were too many failed attempts. Wait a while, then try again.',
    ...PASSWORD_TEXTS.en,
  },
  es: {
    title: 'Cambiar la contraseña',
    what: 'Se cierran las demás sesiones; las aplicaciones conectadas siguen conectadas.',
    email: 'Correo electrónico',
    current: 'Contraseña actual',
    password: 'Nueva contraseña',
    submit: 'Cambiar',
    back: 'Volver',
    wrong_current: 'La contraseña actual no es correcta.',
    throttled: 'Hubo demasiados intentos fallidos. Espere un momento e inténtelo de nuevo.',
    ...PASSWORD_TEXTS.es,
  },
});

import type { Locale } from '../../shared/index.js';
import type { PasswordFault } from '../password-rules.js';

/** What the pages say where somebody chooses a password. */
export const PASSWORD_TEXTS = {
  en: {
    passwordRule: 'At least 8 characters; not your name or e-mail address, and no password that everybody knows.',
    wrong_password: 'The password must have at least 8 characters, and at most 1024 bytes.',
    common_password: 'This password is known from data breaches, and is tried first by everybody. Choose another one.',
    personal_password: 'The password must not contain your name or e-mail address.',
  },
  es: {
    passwordRule: 'Al menos 8 caracteres; ni su nombre ni su correo, ni una contraseña que todos conocen.',
    wrong_password: 'La contraseña debe tener al menos 8 caracteres y como máximo 1024 bytes.',
    common_password:
      'Esta contraseña se conoce por filtraciones de datos y es de las primeras que se prueban. Elija otra.',
    personal_password: 'La contraseña no debe contener su nombre ni su correo electrónico.',
  },
} satisfies Record<Locale, Record<PasswordFault | 'passwordRule', string>>;

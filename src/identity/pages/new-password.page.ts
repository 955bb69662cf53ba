import { definePage, type ErrorPageData, type Locale } from '../../shared/index.js';
import type { PasswordFault } from '../password-rules.js';
import { PASSWORD_TEXTS } from './password-texts.js';

export interface NewPasswordPageData {
  readonly token: string;
  readonly csrfToken: string;
  readonly email: string;
  readonly problem?: PasswordFault;
}

export const NEW_PASSWORD_PAGE = definePage<NewPasswordPageData>()(new URL('./new-password.eta', import.meta.url), {
  en: {
    title: 'Set a new password',
    what: 'For the account {email}. Every browser is signed out; connected apps stay connected.',
    email: 'E-mail',
    password: 'New password',
    submit: 'Set password',
    ...PASSWORD_TEXTS.en,
  },
  es: {
    title: 'Establecer una nueva contraseña',
    what: 'Para la cuenta {email}. Se cierran todas las sesiones; las aplicaciones conectadas siguen conectadas.',
    email: 'Correo electrónico',
    password: 'Nueva contraseña',
    submit: 'Guardar contraseña',
    ...PASSWORD_TEXTS.es,
  },
});

export const PASSWORD_CHANGED_PAGE = definePage()(new URL('./password-changed.eta', import.meta.url), {
  en: {
    title: 'Your password is changed',
    what: 'Every browser was signed out. Sign in with the new password.',
    signIn: 'Sign in',
  },
  es: {
    title: 'Su contraseña ha cambiado',
    what: 'Se cerraron todas las sesiones. Inicie sesión con la nueva contraseña.',
    signIn: 'Iniciar sesión',
  },
});

/** A link that opens nothing, whatever the reason. */
export const NEW_PASSWORD_GONE: Readonly<Record<Locale, Omit<ErrorPageData, 'requestId'>>> = {
  en: {
    title: 'This link does not work',
    happened: 'It was used already, ran out, was replaced by a newer one, or is not complete. Nothing was changed.',
    remedy: 'Use the link in the newest mail, or ask for another one.',
    link: { href: '/password-reset', label: 'Ask for another link' },
  },
  es: {
    title: 'Este enlace no funciona',
    happened: 'Ya se usó, caducó, fue sustituido por otro más reciente o no está completo. No se cambió nada.',
    remedy: 'Use el enlace del mensaje más reciente o pida otro.',
    link: { href: '/password-reset', label: 'Pedir otro enlace' },
  },
};

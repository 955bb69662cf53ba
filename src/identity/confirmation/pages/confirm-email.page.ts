import { definePage, type ErrorPageData, type Locale } from '../../../shared/index.js';

export interface ConfirmEmailPageData {
  readonly token: string;
  readonly email: string;
  readonly csrfToken: string;
}

export const CONFIRM_EMAIL_PAGE = definePage<ConfirmEmailPageData>()(new URL('./confirm-email.eta', import.meta.url), {
  en: {
    title: 'Confirm your e-mail address',
    what: 'Is {email} your address, and is this your account?',
    effect: 'Apps that may see your address learn that it is confirmed.',
    submit: 'Yes, confirm it',
    leave: 'No, leave it as it is',
  },
  es: {
    title: 'Confirme su dirección de correo',
    what: '¿Es {email} su dirección, y es esta su cuenta?',
    effect: 'Las aplicaciones que pueden ver su dirección sabrán que está confirmada.',
    submit: 'Sí, confirmarla',
    leave: 'No, dejarla como está',
  },
});

/** A link that opens nothing, whatever the reason. */
export const CONFIRM_EMAIL_GONE: Readonly<Record<Locale, Omit<ErrorPageData, 'requestId'>>> = {
  en: {
    title: 'This link does not work',
    happened:
      'It was used already, ran out, was replaced by a newer one, is not complete, or belongs to another account than ' +
      'the one that is signed in here. Nothing was changed.',
    remedy: 'Use the link in the newest mail, or ask for another one.',
    link: { href: '/account/security', label: 'Look at your account' },
  },
  es: {
    title: 'Este enlace no funciona',
    happened:
      'Ya se usó, caducó, fue sustituido por otro más reciente, no está completo o es de otra cuenta que la que tiene ' +
      'la sesión abierta aquí. No se cambió nada.',
    remedy: 'Use el enlace del mensaje más reciente o pida otro.',
    link: { href: '/account/security', label: 'Ver su cuenta' },
  },
};

import { definePage, type ErrorPageData, type Locale } from '../../shared/index.js';

export interface ConfirmationPageData {
  readonly token: string;
  readonly csrfToken: string;
  readonly company: string;
  readonly domain: string;
  readonly problem?: 'taken';
}

export const CONFIRMATION_PAGE = definePage<ConfirmationPageData>()(new URL('./confirmation.eta', import.meta.url), {
  en: {
    title: 'Confirm the domain {domain}',
    what: 'The company {company} says that it runs {domain}.',
    effect:
      'If you confirm, {company} decides how everybody with an address at {domain} signs in here, also to accounts that there are already.',
    who: 'Confirm only if you run this domain and know the company. Otherwise close this page: nothing happens.',
    submit: 'Confirm the domain',
    taken: 'Another company has proven this domain. It must remove the domain first. Nothing was changed.',
  },
  es: {
    title: 'Confirmar el dominio {domain}',
    what: 'La empresa {company} dice que administra {domain}.',
    effect:
      'Si confirma, {company} decide cómo inician sesión aquí todas las personas con una dirección en {domain}, también en las cuentas que ya existen.',
    who: 'Confirme solo si administra este dominio y conoce la empresa. Si no, cierre esta página: no ocurre nada.',
    submit: 'Confirmar el dominio',
    taken: 'Otra empresa ha probado este dominio. Debe quitarlo primero. No se cambió nada.',
  },
});

export const CONFIRMED_PAGE = definePage()(new URL('./confirmed.eta', import.meta.url), {
  en: { title: 'The domain is confirmed', what: 'The company can use its own sign-in now. You can close this page.' },
  es: {
    title: 'El dominio está confirmado',
    what: 'La empresa ya puede usar su propio inicio de sesión. Puede cerrar esta página.',
  },
});

/** A link that opens nothing, whatever the reason. */
export const CONFIRMATION_GONE: Readonly<Record<Locale, Omit<ErrorPageData, 'requestId'>>> = {
  en: {
    title: 'This link does not work',
    happened: 'It was used already, ran out, was replaced by a newer one, or is not complete. Nothing was changed.',
    remedy: 'Use the link in the newest mail, or let the company ask again.',
  },
  es: {
    title: 'Este enlace no funciona',
    happened: 'Ya se usó, caducó, fue sustituido por otro más reciente o no está completo. No se cambió nada.',
    remedy: 'Use el enlace del mensaje más reciente o deje que la empresa lo pida de nuevo.',
  },
};

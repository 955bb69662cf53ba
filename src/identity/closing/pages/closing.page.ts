import { definePage } from '../../../shared/index.js';

/** Why an account cannot close yet, with the names of what somebody else has to take over. */
export interface ClosingHindrance {
  readonly code: 'owns_apps' | 'last_administrator';
  readonly names: string;
}

export interface ClosingPageData {
  readonly csrfToken: string;
  readonly email: string;
  readonly problem?: ClosingHindrance | 'wrong_email';
}

export const CLOSING_PAGE = definePage<ClosingPageData>()(new URL('./closing.eta', import.meta.url), {
  en: {
    title: 'Close your account',
    what: 'This cannot be undone. When your account closes:',
    sessions: 'you are signed out of every browser;',
    companies: 'you leave every company, and administrators see what you leave behind;',
    apps: 'no app acts for you any more, and you leave the teams of apps;',
    history: 'records of what you did keep your name.',
    email: 'To confirm, write your e-mail: {email}',
    submit: 'Close the account',
    back: 'Keep it',
    wrong_email: 'That is not the e-mail of your account. Nothing was closed.',
    owns_apps: 'You own {names}. Give them to somebody else, or delete them, before you go.',
    last_administrator: 'You are the last administrator of {names}. Make somebody else administrator before you go.',
  },
  es: {
    title: 'Cerrar su cuenta',
    what: 'Esto no se puede deshacer. Al cerrarse su cuenta:',
    sessions: 'se cierran todas sus sesiones;',
    companies: 'deja todas las empresas, y sus administradores ven lo que deja;',
    apps: 'ninguna aplicación actúa ya por usted, y deja los equipos de aplicaciones;',
    history: 'los registros de lo que hizo conservan su nombre.',
    email: 'Para confirmar, escriba su correo: {email}',
    submit: 'Cerrar la cuenta',
    back: 'Conservarla',
    wrong_email: 'Ese no es el correo de su cuenta. No se cerró nada.',
    owns_apps: 'Usted es propietario de {names}. Entréguelas a otra persona o elimínelas antes de irse.',
    last_administrator: 'Usted es el último administrador de {names}. Nombre a otro antes de irse.',
  },
});

export const CLOSED_PAGE = definePage()(new URL('./closed.eta', import.meta.url), {
  en: { title: 'Your account is closed', what: 'You are signed out, and nobody can sign in as you any more.' },
  es: { title: 'Su cuenta está cerrada', what: 'Se cerró su sesión y ya nadie puede iniciar sesión como usted.' },
});

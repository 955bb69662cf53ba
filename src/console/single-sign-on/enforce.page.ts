import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { AdministratorChoice } from './provider-choices.js';
import type { ProviderView } from './provider-views.js';

export interface EnforcePageData extends Framed, ProviderView {
  /** Administrators with a password, and those without. */
  readonly administrators: readonly AdministratorChoice[];
  readonly without: readonly AdministratorChoice[];
  readonly isRefused: boolean;
  readonly base: string;
}

export interface ReviewPageData extends Framed, ProviderView {
  readonly helpers: readonly AdministratorChoice[];
  /** How many would be signed out, and in how many browsers. */
  readonly people: number;
  readonly browsers: number;
  /** Whether whoever looks at the page would be. */
  readonly endsOwn: boolean;
  readonly seen: string;
  readonly base: string;
}

export const ENFORCE_PAGE = definePage<EnforcePageData>()(new URL('./enforce.eta', import.meta.url), {
  en: {
    title: 'Enforce single sign-on',
    lead: 'People of the proven domains then sign in at {name} and nowhere else. Nothing changes before you have seen what it brings.',
    who: 'Who may use a password all the same?',
    whoText: 'Emergency administrators let the company in on the day that the provider fails. Name at least one.',
    whoWrong: 'Name at least one, and at most 20, who administer the company now and have a password.',
    without: 'Without a password, so they could not help:',
    review: 'See what will happen',
    cancel: 'Cancel',
  },
  es: {
    title: 'Hacer obligatorio el inicio de sesión único',
    lead: 'Las personas de los dominios probados inician sesión entonces en {name} y en ningún otro sitio. Nada cambia antes de que vea lo que supone.',
    who: '¿Quién puede usar una contraseña a pesar de todo?',
    whoText:
      'Los administradores de emergencia dejan entrar a la empresa el día en que falle el proveedor. Nombre al menos a uno.',
    whoWrong: 'Nombre al menos a uno, y a 20 como máximo, que administre ahora la empresa y tenga contraseña.',
    without: 'Sin contraseña, así que no podrían ayudar:',
    review: 'Ver lo que ocurrirá',
    cancel: 'Cancelar',
  },
});

export const REVIEW_PAGE = definePage<ReviewPageData>()(new URL('./review.eta', import.meta.url), {
  en: {
    title: 'What enforcing brings',
    back: 'Choose again',
    paused: 'The provider is paused: all this begins when you resume it.',
    endsOwn: 'You are signed out, too: you did not sign in at {name}, and you are not among those chosen.',
    whom: 'Whom it concerns',
    domains: 'Everybody with an address at {domains} signs in at {name} alone, whichever companies they belong to.',
    noDomains: 'Nobody yet: no domain is proven. It holds for each domain from the moment that it is.',
    out: 'Who is signed out at once',
    outNobody: 'Nobody at present.',
    outPeople: 'Who came in with a password or another way. People: {people}. Browsers: {browsers}.',
    outText: 'What they connected to apps stays. Their passwords do not count while single sign-on is enforced.',
    in: 'Who can still sign in with a password',
    inText: 'For as long as they administer the company. Nobody else of these domains.',
    enforce: 'Enforce it now',
    save: 'Save',
    cancel: 'Cancel',
  },
  es: {
    title: 'Lo que supone hacerlo obligatorio',
    back: 'Elegir de nuevo',
    paused: 'El proveedor está en pausa: todo esto empieza cuando lo reanude.',
    endsOwn: 'También se cierra su sesión: usted no entró por {name} y no está entre las personas elegidas.',
    whom: 'A quién afecta',
    domains:
      'Todas las personas con una dirección de {domains} inician sesión solo en {name}, sean de las empresas que sean.',
    noDomains: 'A nadie todavía: no hay ningún dominio probado. Rige para cada dominio desde que lo esté.',
    out: 'A quién se le cierra la sesión de inmediato',
    outNobody: 'A nadie por ahora.',
    outPeople: 'Quienes entraron con contraseña o de otro modo. Personas: {people}. Navegadores: {browsers}.',
    outText:
      'Lo que conectaron a aplicaciones se queda. Sus contraseñas no cuentan mientras el inicio de sesión único sea obligatorio.',
    in: 'Quién puede seguir entrando con contraseña',
    inText: 'Mientras administren la empresa. Nadie más de estos dominios.',
    enforce: 'Hacerlo obligatorio ahora',
    save: 'Guardar',
    cancel: 'Cancelar',
  },
});

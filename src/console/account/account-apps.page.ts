import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface AccountAppsPageData extends Framed {
  readonly apps: readonly {
    readonly id: string;
    readonly name: string;
    readonly permissions: readonly { readonly text: string; readonly isRisky: boolean }[];
    readonly companies: readonly string[];
    readonly since: number;
    readonly authorizedAt: number;
  }[];
  readonly pager: Pager | null;
}

export const ACCOUNT_APPS_PAGE = definePage<AccountAppsPageData>()(new URL('./account-apps.eta', import.meta.url), {
  en: {
    title: 'Connected apps',
    lead: 'These apps may act in your name. They never see your password, and may never do more than you.',
    missing: 'Do you miss one?',
    ask: 'Ask for an app in one of your companies',
    may: 'It may',
    risky: 'far-reaching',
    companies: 'In',
    noCompany: 'In no company',
    since: 'Connected {day}, last agreed to {when}',
    disconnect: 'Disconnect',
    effect: 'Disconnecting ends its access for you at once, in all companies.',
    none: 'No app may act in your name.',
  },
  es: {
    title: 'Aplicaciones conectadas',
    lead: 'Estas aplicaciones pueden actuar en su nombre. Nunca ven su contraseña y nunca pueden más que usted.',
    missing: '¿Le falta alguna?',
    ask: 'Pedir una aplicación en una de sus empresas',
    may: 'Puede',
    risky: 'de gran alcance',
    companies: 'En',
    noCompany: 'En ninguna empresa',
    since: 'Conectada el {day}, aceptada por última vez el {when}',
    disconnect: 'Desconectar',
    effect: 'Al desconectar, su acceso en nombre de usted termina de inmediato, en todas las empresas.',
    none: 'Ninguna aplicación puede actuar en su nombre.',
  },
});

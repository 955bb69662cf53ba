import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { MemberPlace } from './member-paths.js';
import type { OfferedApp } from './member-shelf.js';
import type { OwnApp } from './own-apps.js';
import { REACH_TEXTS } from './risk-texts.js';

export interface MemberAppsPageData extends Framed {
  readonly place: MemberPlace;
  readonly isSandbox: boolean;
  readonly own: readonly OwnApp[];
  readonly apps: readonly OfferedApp[];
  readonly pager: Pager | null;
  /** For those who install for the whole company. */
  readonly install: string | null;
}

export const MEMBER_APPS_PAGE = definePage<MemberAppsPageData>()(new URL('./member-apps.eta', import.meta.url), {
  en: {
    ...REACH_TEXTS.en,
    back: 'Connected apps',
    title: 'Apps for {company}',
    lead: 'Choose an app that you would like to use here. If you may not install it yourself, you ask the administrators for it.',
    lists: 'Lists',
    apps: 'Apps',
    requests: 'Your requests',
    manage: 'You may install apps for the whole company.',
    install: 'Install an app',
    own: 'Installed for you alone',
    since: 'since {day}',
    suspended: 'Suspended',
    uninstall: 'Uninstall',
    market: 'From the list',
    by: 'by {publisher}',
    look: 'Look at {app}',
    installed: 'Installed',
    installedText: 'Your company has it: connect it from the app itself.',
    mine: 'Installed for you',
    requested: 'You asked for it',
    requestedLink: 'See your requests',
    kept_out: 'Kept out',
    keptOutText: 'Your company decided against it.',
    reason: 'Reason',
    forOneself: 'You may install it for yourself',
    none: 'No app is listed.',
    sandboxNone:
      'Listed apps are for production companies. In a sandbox company, ask with the sandbox key of a version.',
    byKey: 'With a version key',
    key: 'Version key',
    keyHint: 'Its developer gives it to you. It looks like 7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55.',
    lookKey: 'Look at the app',
  },
  es: {
    ...REACH_TEXTS.es,
    back: 'Aplicaciones conectadas',
    title: 'Aplicaciones para {company}',
    lead: 'Elija una aplicación que quiera usar aquí. Si no puede instalarla usted, se la pide a los administradores.',
    lists: 'Listas',
    apps: 'Aplicaciones',
    requests: 'Sus solicitudes',
    manage: 'Puede instalar aplicaciones para toda la empresa.',
    install: 'Instalar una aplicación',
    own: 'Instaladas solo para usted',
    since: 'desde el {day}',
    suspended: 'Suspendida',
    uninstall: 'Desinstalar',
    market: 'De la lista',
    by: 'de {publisher}',
    look: 'Ver {app}',
    installed: 'Instalada',
    installedText: 'Su empresa la tiene: conéctela desde la propia aplicación.',
    mine: 'Instalada para usted',
    requested: 'Usted la pidió',
    requestedLink: 'Ver sus solicitudes',
    kept_out: 'Excluida',
    keptOutText: 'Su empresa decidió no permitirla.',
    reason: 'Motivo',
    forOneself: 'Puede instalarla para usted',
    none: 'No hay aplicaciones en la lista.',
    sandboxNone:
      'Las aplicaciones de la lista son para empresas de producción. En una empresa de pruebas, pídala con la clave de pruebas de una versión.',
    byKey: 'Con una clave de versión',
    key: 'Clave de versión',
    keyHint: 'Se la da su desarrollador. Tiene esta forma: 7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55.',
    lookKey: 'Ver la aplicación',
  },
});

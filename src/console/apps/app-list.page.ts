import type { InstallationSummary } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface AppListPageData extends Framed {
  readonly apps: readonly (InstallationSummary & { readonly isKeptOut: boolean })[];
  readonly pager: Pager | null;
  readonly statuses: readonly { readonly name: string; readonly isCurrent: boolean }[];
  readonly status: string | null;
  readonly base: string;
  readonly mayChange: boolean;
}

export const APP_LIST_PAGE = definePage<AppListPageData>()(new URL('./app-list.eta', import.meta.url), {
  en: {
    title: 'Apps',
    lead: 'Every app that this company has or had: what it may reach, and when it was last used.',
    install: 'Install an app',
    settings: 'Settings and policies',
    filter: 'Show',
    all: 'All',
    active: 'Installed',
    only_active: 'Installed',
    suspended: 'Suspended',
    only_suspended: 'Suspended',
    uninstalled: 'Uninstalled',
    only_uninstalled: 'Uninstalled',
    keptOut: 'Kept out',
    by: 'by {publisher}',
    version: 'Version {version}',
    update: 'Update {version} waits',
    forOne: 'For {name} alone',
    service_account: 'Acts by itself',
    user: 'Acts for people',
    everywhere: 'All projects, future ones too',
    somewhere: 'Chosen projects',
    lastUsed: 'Last used',
    installed: 'Installed',
    noPermissions: 'No permissions of its own',
    none: 'No app is here yet.',
    none_active: 'No app is installed.',
    none_suspended: 'No app is suspended.',
    none_uninstalled: 'No app was uninstalled.',
    noneHow: 'Install one with the key that its developer gave you, or from the list of apps.',
  },
  es: {
    title: 'Aplicaciones',
    lead: 'Todas las aplicaciones que esta empresa tiene o tuvo: a qué llegan y cuándo se usaron por última vez.',
    install: 'Instalar una aplicación',
    settings: 'Configuración y políticas',
    filter: 'Mostrar',
    all: 'Todas',
    active: 'Instalada',
    only_active: 'Instaladas',
    suspended: 'Suspendida',
    only_suspended: 'Suspendidas',
    uninstalled: 'Desinstalada',
    only_uninstalled: 'Desinstaladas',
    keptOut: 'Excluida',
    by: 'de {publisher}',
    version: 'Versión {version}',
    update: 'Actualización {version} disponible',
    forOne: 'Solo para {name}',
    service_account: 'Actúa por sí misma',
    user: 'Actúa en nombre de personas',
    everywhere: 'Todos los proyectos, también los futuros',
    somewhere: 'Proyectos elegidos',
    lastUsed: 'Último uso',
    installed: 'Instalada',
    noPermissions: 'Sin permisos propios',
    none: 'Aún no hay ninguna aplicación.',
    none_active: 'No hay ninguna aplicación instalada.',
    none_suspended: 'No hay ninguna aplicación suspendida.',
    none_uninstalled: 'No se ha desinstalado ninguna aplicación.',
    noneHow: 'Instale una con la clave que le dio su desarrollador, o desde la lista de aplicaciones.',
  },
});

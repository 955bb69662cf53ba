import type { InstallationSummary } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface UninstallPageData extends Framed {
  readonly app: InstallationSummary;
  readonly base: string;
  readonly people: number;
}

export const UNINSTALL_PAGE = definePage<UninstallPageData>()(new URL('./uninstall.eta', import.meta.url), {
  en: {
    title: 'Uninstall {app}?',
    stops: 'It stops at once in this company, by itself and for everybody who uses it.',
    people: 'People who connected it here: {count}',
    keeps:
      'Other companies notice nothing. It stays in your list, and can be installed again with its former projects.',
    uninstall: 'Uninstall',
    cancel: 'Keep it',
    gone: 'It is uninstalled already.',
  },
  es: {
    title: '¿Desinstalar {app}?',
    stops: 'Se detiene de inmediato en esta empresa, por sí misma y para todos los que la usan.',
    people: 'Personas que la conectaron aquí: {count}',
    keeps: 'Otras empresas no notan nada. Sigue en su lista y se puede instalar de nuevo con sus proyectos anteriores.',
    uninstall: 'Desinstalar',
    cancel: 'Conservarla',
    gone: 'Ya está desinstalada.',
  },
});

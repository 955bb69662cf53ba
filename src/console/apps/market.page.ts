import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface MarketPageData extends Framed {
  readonly apps: readonly {
    readonly id: number;
    readonly name: string;
    readonly publisher: string;
    readonly description: string;
    readonly version: string;
  }[];
  readonly pager: Pager | null;
  readonly list: string;
}

export const MARKET_PAGE = definePage<MarketPageData>()(new URL('./market.eta', import.meta.url), {
  en: {
    list: 'Apps',
    title: 'Install an app',
    lead: 'Nothing is installed before you have seen what the app may do, and approved it.',
    byKey: 'With a version key',
    key: 'Version key',
    keyHint: 'Its developer gives it to you. It looks like 7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55.',
    look: 'Look at the app',
    market: 'From the list',
    by: 'by {publisher} · version {version}',
    lookAt: 'Look at {app}',
    none: 'No app is listed.',
  },
  es: {
    list: 'Aplicaciones',
    title: 'Instalar una aplicación',
    lead: 'Nada se instala antes de que usted haya visto lo que la aplicación puede hacer y lo apruebe.',
    byKey: 'Con una clave de versión',
    key: 'Clave de versión',
    keyHint: 'Se la da su desarrollador. Tiene esta forma: 7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55.',
    look: 'Ver la aplicación',
    market: 'De la lista',
    by: 'de {publisher} · versión {version}',
    lookAt: 'Ver {app}',
    none: 'No hay aplicaciones en la lista.',
  },
});

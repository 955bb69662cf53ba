import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { HeldApp, ShelvedApp } from './market-shelf.js';

export interface MarketPageData extends Framed {
  readonly apps: readonly ShelvedApp[];
  readonly pager: Pager | null;
  readonly list: string;
  /** What was wanted and the company has; `key` is what was typed. */
  readonly refused: (HeldApp & { readonly key: string }) | null;
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
    installed: 'Installed',
    openInstalled: '{app} is installed: open its page',
    keptOut: 'Kept out',
    decision: 'See the decision, under “Settings and policies”',
    heldTitle: '{app} is installed in this company already.',
    heldLink: 'Open the page of {app}',
    heldNewer: 'Version {version} is newer than the one that runs:',
    heldUpgrade: 'Look at the update',
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
    installed: 'Instalada',
    openInstalled: '{app} está instalada: abrir su página',
    keptOut: 'Excluida',
    decision: 'Ver la decisión, en «Configuración y políticas»',
    heldTitle: '{app} ya está instalada en esta empresa.',
    heldLink: 'Abrir la página de {app}',
    heldNewer: 'La versión {version} es más nueva que la actual:',
    heldUpgrade: 'Ver la actualización',
    none: 'No hay aplicaciones en la lista.',
  },
});

import type { InstallationSummary } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Loss } from './permissions.page.js';

export interface TakePageData extends Framed {
  readonly app: InstallationSummary;
  readonly base: string;
  readonly losses: readonly Loss[];
  /** Whether its calls were counted for long enough to tell what it does not use. */
  readonly isJudged: boolean;
  /** What the page was made of. */
  readonly seen: string;
}

export const TAKE_PAGE = definePage<TakePageData>()(new URL('./take.eta', import.meta.url), {
  en: {
    back: 'Choose again',
    title: 'Take this from {app}?',
    lead: 'It holds from the next call of the app on, and through upgrades that ask for no more.',
    losses: 'What it would lose',
    tool: 'Tool',
    now: 'Now',
    then: 'Afterwards',
    used: 'Used',
    effect: 'What would happen',
    stops: 'It stops working there',
    harmless: 'Nothing: it did not use it',
    unsure: 'Not seen in use',
    stopsText: 'In the last 30 days the app used some of this. Its calls that need it will be refused.',
    unsureText: 'There is too little to judge by yet: the app may need this and not have used it so far.',
    undo: 'To give it back, uninstall the app and then install it with “Install an app”: that way it gets all permissions it asks for. “Install again” on its page brings it back without what was taken away.',
    take: 'Take it away',
    cancel: 'Keep everything',
  },
  es: {
    back: 'Elegir de nuevo',
    title: '¿Quitar esto a {app}?',
    lead: 'Rige desde la próxima llamada de la aplicación, y también tras actualizaciones que no pidan más.',
    losses: 'Lo que perdería',
    tool: 'Herramienta',
    now: 'Ahora',
    then: 'Después',
    used: 'Usado',
    effect: 'Qué pasaría',
    stops: 'Deja de funcionar ahí',
    harmless: 'Nada: no lo usó',
    unsure: 'No se la vio usarlo',
    stopsText: 'En los últimos 30 días la aplicación usó algo de esto. Se rechazarán sus llamadas que lo necesiten.',
    unsureText: 'Aún hay poco para juzgar: la aplicación puede necesitarlo y no haberlo usado hasta ahora.',
    undo: 'Para devolvérselo, desinstale la aplicación y después instálela con «Instalar una aplicación»: así recibe todos los permisos que pide. «Instalar de nuevo», en su página, la devuelve sin lo que se le quitó.',
    take: 'Quitarlo',
    cancel: 'Conservar todo',
  },
});

import type { Level } from '../../access/index.js';
import type { InstallationSummary } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

/** A tool on which an app is to have less. */
export interface Loss {
  readonly tool: string;
  readonly approved: Level;
  readonly after: Level;
  /** The highest level that a call needed lately. */
  readonly used: Level;
  /** Whether it used what it would lose. */
  readonly isUsed: boolean;
}

export interface PermissionsPageData extends Framed {
  readonly app: InstallationSummary;
  readonly base: string;
  readonly tools: readonly {
    readonly tool: string;
    readonly approved: Level;
    readonly used: Level;
    /** What it has, and all that is less, down to nothing. */
    readonly levels: readonly Level[];
  }[];
  /** Whether nothing was chosen. */
  readonly isEmpty: boolean;
}

export const PERMISSIONS_PAGE = definePage<PermissionsPageData>()(new URL('./permissions.eta', import.meta.url), {
  en: {
    title: 'Take permissions from {app}',
    lead: 'Choose what is to be left. Nothing changes before you have seen what the app would lose.',
    empty: 'Choose a lower level for one of the tools at least.',
    gone: 'The app is not installed any more.',
    none: 'The app has no permissions of its own: it can do what the people who use it can do.',
    used: 'Used in the last 30 days: {level}',
    unused: 'Not used in the last 30 days',
    keep: '{level} (as now)',
    takeAway: 'Take it away',
    look: 'See what it would lose',
    cancel: 'Cancel',
  },
  es: {
    title: 'Quitar permisos a {app}',
    lead: 'Elija lo que debe quedar. Nada cambia antes de que haya visto lo que la aplicación perdería.',
    empty: 'Elija un nivel más bajo al menos para una de las herramientas.',
    gone: 'La aplicación ya no está instalada.',
    none: 'La aplicación no tiene permisos propios: puede lo que pueden quienes la usan.',
    used: 'Usado en los últimos 30 días: {level}',
    unused: 'No usado en los últimos 30 días',
    keep: '{level} (como ahora)',
    takeAway: 'Quitarlo',
    look: 'Ver lo que perdería',
    cancel: 'Cancelar',
  },
});

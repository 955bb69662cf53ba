import type { Level, Risk } from '../../access/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import { FORMER_TEXTS, PERMISSIONS_TEXTS, PROJECTS_TEXTS } from '../shell/part-texts.js';
import type { FormerTerms } from './former-terms.js';
import type { ProjectChoice } from './project-choices.js';

export interface InstallPageData extends Framed {
  readonly app: { readonly name: string; readonly publisher: string; readonly description: string };
  readonly version: string;
  readonly components: readonly string[];
  readonly instructions: string | null;
  readonly permissions: readonly { readonly tool: string; readonly level: Level; readonly risk: Risk }[];
  readonly target: { readonly name: string; readonly value: string };
  readonly choice: ProjectChoice;
  /** Null for an app that the company never had. */
  readonly former: FormerTerms | null;
  readonly list: string;
}

export const INSTALL_PAGE = definePage<InstallPageData>()(new URL('./install.eta', import.meta.url), {
  en: {
    ...FORMER_TEXTS.en,
    ...PERMISSIONS_TEXTS.en,
    ...PROJECTS_TEXTS.en,
    title: 'Install {app}?',
    by: 'by {publisher} · version {version}',
    asks: 'What it may do by itself',
    asksText: 'You approve exactly this. A later version that wants more has to ask again.',
    people: 'For people who sign in, it may do what they allow it, and never more than they may do themselves.',
    instructions: 'Setup, as its developer describes it',
    projects: 'Where it may work',
    install: 'Approve and install',
    cancel: 'Cancel',
    list: 'Install an app',
  },
  es: {
    ...FORMER_TEXTS.es,
    ...PERMISSIONS_TEXTS.es,
    ...PROJECTS_TEXTS.es,
    title: '¿Instalar {app}?',
    by: 'de {publisher} · versión {version}',
    asks: 'Lo que puede hacer por sí misma',
    asksText: 'Usted aprueba exactamente esto. Una versión posterior que quiera más tendrá que preguntar de nuevo.',
    people:
      'En nombre de quienes inician sesión puede hacer lo que ellos le permitan, y nunca más de lo que ellos pueden.',
    instructions: 'Puesta en marcha, según su desarrollador',
    projects: 'Dónde puede trabajar',
    install: 'Aprobar e instalar',
    cancel: 'Cancelar',
    list: 'Instalar una aplicación',
  },
});

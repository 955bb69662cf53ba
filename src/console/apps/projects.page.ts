import type { InstallationSummary } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import { PROJECTS_TEXTS } from '../shell/part-texts.js';
import type { ProjectChoice } from './project-choices.js';

export interface ProjectsPageData extends Framed {
  readonly app: InstallationSummary;
  readonly base: string;
  readonly choice: ProjectChoice;
  readonly seen: string;
}

export const PROJECTS_PAGE = definePage<ProjectsPageData>()(new URL('./projects.eta', import.meta.url), {
  en: {
    ...PROJECTS_TEXTS.en,
    title: 'Projects of {app}',
    lead: 'It is in force on the next call of the app.',
    peopleAlone:
      'It acts for people alone: what is chosen here counts only with the tick “Bind people who use the app to these projects, too”.',
    save: 'Save',
    cancel: 'Cancel',
  },
  es: {
    ...PROJECTS_TEXTS.es,
    title: 'Proyectos de {app}',
    lead: 'Entra en vigor en la siguiente llamada de la aplicación.',
    peopleAlone:
      'Solo actúa para personas: lo elegido aquí cuenta únicamente si marca «Limitar también a quienes usan la aplicación a estos proyectos».',
    save: 'Guardar',
    cancel: 'Cancelar',
  },
});

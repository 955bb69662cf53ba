import type { ConfigurationBody } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { ConfiguredApp } from './configuration-forms.js';

/** A configuration in the list. */
export interface ConfigurationLine extends Pick<
  ConfigurationBody,
  'id' | 'title' | 'applies_to_all_projects' | 'applies_to_company' | 'updated_at'
> {
  /** The names of the first ones; none for those who may not know them. */
  readonly projects: readonly string[];
  readonly count: number;
  readonly values: readonly { readonly label: string; readonly text: string }[];
  readonly needsAttention: boolean;
}

export interface ConfigurationsPageData extends Framed {
  readonly app: ConfiguredApp;
  readonly configurations: readonly ConfigurationLine[];
  readonly pager: Pager | null;
  readonly mayChange: boolean;
  readonly appPage: string;
  readonly base: string;
}

export const CONFIGURATIONS_PAGE = definePage<ConfigurationsPageData>()(
  new URL('./configurations.eta', import.meta.url),
  {
    en: {
      title: 'Configurations of {name}',
      lead: 'What the app works with here: for single projects, for all of them, or for the company.',
      create: 'Add a configuration',
      none: 'The app is not configured yet.',
      nothing: 'The version that is installed has nothing to configure.',
      attention: 'Needs your attention',
      company: 'In the company as a whole',
      all_projects: 'In all projects, and in those to come',
      projects: 'In {names}',
      more: 'and {count} more',
      some: 'In single projects: {count}',
      noValues: 'Without values',
      changed: 'Changed {when}',
      change: 'Change',
    },
    es: {
      title: 'Configuraciones de {name}',
      lead: 'Con qué trabaja la aplicación aquí: para algunos proyectos, para todos o para la empresa.',
      create: 'Añadir una configuración',
      none: 'La aplicación aún no está configurada.',
      nothing: 'La versión instalada no tiene nada que configurar.',
      attention: 'Requiere su atención',
      company: 'En la empresa en su conjunto',
      all_projects: 'En todos los proyectos, también en los futuros',
      projects: 'En {names}',
      more: 'y {count} más',
      some: 'En algunos proyectos: {count}',
      noValues: 'Sin valores',
      changed: 'Cambiada el {when}',
      change: 'Cambiar',
    },
  },
);

import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import { MATRIX_TEXTS } from '../shell/part-texts.js';
import type { AccountInProject } from './account-views.js';

export interface AccountProjectPageData extends Framed, AccountInProject {
  readonly seen: string;
  readonly base: string;
}

export const ACCOUNT_PROJECT_PAGE = definePage<AccountProjectPageData>()(
  new URL('./account-project.eta', import.meta.url),
  {
    en: {
      ...MATRIX_TEXTS.en,
      title: '{name} in {project}',
      leadIn: 'What is set here is in force on the account’s next call.',
      leadOut: 'The account is not in this project yet. Saving adds it.',
      inactive: 'The project is not active: nothing works there until it is.',
      save: 'Save',
      add: 'Add to the project',
      remove: 'Take it out of the project',
      removeText: 'It loses everything that it may do there.',
    },
    es: {
      ...MATRIX_TEXTS.es,
      title: '{name} en {project}',
      leadIn: 'Lo que se fija aquí rige en la siguiente llamada de la cuenta.',
      leadOut: 'La cuenta aún no está en este proyecto. Al guardar se añade.',
      inactive: 'El proyecto no está activo: allí no funciona nada hasta que lo esté.',
      save: 'Guardar',
      add: 'Añadir al proyecto',
      remove: 'Sacarla del proyecto',
      removeText: 'Pierde todo lo que puede hacer allí.',
    },
  },
);

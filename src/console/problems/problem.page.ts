import { definePage } from '../../shared/index.js';
import type { ProblemText } from './problem-texts.js';

export interface ProblemPageData extends Pick<ProblemText, 'happened' | 'remedy'> {
  readonly kind: 'forbidden' | 'not_found' | 'conflict' | 'invalid';
  /** What is wrong with which field, as the service says it. */
  readonly faults: readonly string[];
  readonly requestId: string;
  /** Where one does what helps. */
  readonly way: { readonly href: string; readonly label: string } | null;
  /** The page that helps; null where only the list of companies does. */
  readonly back: string | null;
  /** The list of companies. */
  readonly home: string;
}

export const PROBLEM_PAGE = definePage<ProblemPageData>()(new URL('./problem.eta', import.meta.url), {
  en: {
    forbidden: 'You may not do this',
    not_found: 'Not found',
    conflict: 'This could not be done',
    invalid: 'Please check what you entered',
    remedy: 'What you can do',
    back: 'Back to the page',
    home: 'All companies',
    request: 'Request',
  },
  es: {
    forbidden: 'No puede hacer esto',
    not_found: 'No encontrado',
    conflict: 'No se pudo hacer',
    invalid: 'Revise lo que introdujo',
    remedy: 'Qué puede hacer',
    back: 'Volver a la página',
    home: 'Todas las empresas',
    request: 'Solicitud',
  },
});

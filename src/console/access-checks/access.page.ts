import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { AccessChoiceLists } from './access-choices.js';
import type { ReadRow } from './access-words.js';

/** The question as it stands in the address. */
export interface AccessForm {
  readonly who: string;
  readonly other: string;
  readonly app: string;
  readonly project: string;
  readonly tool: string;
  readonly level: string;
  readonly action: string;
}

export type AccessFault = 'who' | 'app' | 'project' | 'action';

export interface AccessPageData extends Framed, AccessChoiceLists {
  readonly form: AccessForm;
  readonly faults: ReadonlySet<AccessFault>;
  readonly result: { readonly allowed: boolean; readonly rows: readonly ReadRow[] } | null;
  readonly tools: readonly {
    readonly kind: 'company' | 'project';
    readonly tools: readonly {
      readonly name: string;
      readonly title: string;
      readonly actions: readonly { readonly name: string; readonly label: string }[];
    }[];
  }[];
  readonly base: string;
}

export const ACCESS_PAGE = definePage<AccessPageData>()(new URL('./access.eta', import.meta.url), {
  en: {
    title: 'Who may do what?',
    lead: 'Ask before you change anything: the answer is what a call would get, with every reason and who could change it.',
    who: 'Who',
    nobody: 'Nobody: the app by itself',
    people: 'People',
    accounts: 'Service accounts',
    other: 'Or the number of somebody who is not listed',
    app: 'Through which app',
    direct: 'Directly, without an app',
    project: 'Where',
    noProject: 'In the company',
    tool: 'With which tool',
    noTool: 'Just get in',
    company: 'Tools of the company',
    projectTools: 'Tools of projects',
    level: 'At which level',
    action: 'Or a single action',
    noAction: 'No single action',
    ask: 'Ask',
    problem: 'The question is not complete.',
    whoWrong: 'Choose somebody, or an app.',
    appWrong: 'This app has no credentials for this company.',
    projectWrong: 'A tool of projects needs a project.',
    actionWrong: 'That action belongs to another tool.',
    yes: 'Yes, it may.',
    no: 'No. {reason}',
    answer: 'The answer',
    checked: 'What was looked at',
    check: 'Question',
    outcome: 'Answer',
    how: 'How to change it',
    pass: 'Yes',
    fail: 'No',
  },
  es: {
    title: '¿Quién puede qué?',
    lead: 'Pregunte antes de cambiar nada: la respuesta es la que recibiría una llamada, con cada motivo y quién podría cambiarlo.',
    who: 'Quién',
    nobody: 'Nadie: la aplicación por sí misma',
    people: 'Personas',
    accounts: 'Cuentas de servicio',
    other: 'O el número de alguien que no está en la lista',
    app: 'Mediante qué aplicación',
    direct: 'Directamente, sin aplicación',
    project: 'Dónde',
    noProject: 'En la empresa',
    tool: 'Con qué herramienta',
    noTool: 'Solo entrar',
    company: 'Herramientas de la empresa',
    projectTools: 'Herramientas de proyectos',
    level: 'Con qué nivel',
    action: 'O una acción concreta',
    noAction: 'Ninguna acción concreta',
    ask: 'Preguntar',
    problem: 'La pregunta no está completa.',
    whoWrong: 'Elija a alguien, o una aplicación.',
    appWrong: 'Esta aplicación no tiene credenciales para esta empresa.',
    projectWrong: 'Una herramienta de proyectos necesita un proyecto.',
    actionWrong: 'Esa acción es de otra herramienta.',
    yes: 'Sí, puede.',
    no: 'No. {reason}',
    answer: 'La respuesta',
    checked: 'Lo que se miró',
    check: 'Pregunta',
    outcome: 'Respuesta',
    how: 'Cómo cambiarlo',
    pass: 'Sí',
    fail: 'No',
  },
});

import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { AccessChoiceLists } from './access-choices.js';
import type { ReadAnswer } from './access-answer.js';
import type { AccessFaults, AccessForm } from './access-form.js';

export interface AccessResult extends ReadAnswer {
  readonly allowed: boolean;
  readonly who: string;
  readonly subject: string;
}

export interface AccessPageData extends Framed, AccessChoiceLists {
  readonly form: AccessForm;
  readonly faults: AccessFaults;
  readonly result: AccessResult | null;
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
    lead: 'Ask before you change anything: whether somebody may do something, everything that stands in the way, and what to do about it.',
    who: 'Who',
    nobody: 'Nobody: the app by itself',
    people: 'People',
    accounts: 'Service accounts',
    other: 'Or the number of somebody who is not listed',
    app: 'Through which app',
    direct: 'Directly, without an app',
    project: 'In which project',
    noProject: 'None: in the company',
    tool: 'With which tool',
    noTool: 'None: only get in',
    company: 'Tools of the company',
    projectTools: 'Tools of projects',
    actionsOf: '{tool}: single actions',
    level: 'At which level',
    levelHint: 'Counts for whole tools. A single action needs none.',
    ask: 'Ask',
    problem: 'This cannot be answered yet: look at what is marked below.',
    whoWrong: 'Choose somebody, or an app.',
    appWrong: 'This app cannot work in this company. Choose one from the list.',
    appWithAccount: 'A service account works without this app. Choose “Directly, without an app”.',
    projectWrong: 'A tool of projects needs a project.',
    projectUnknown: 'Choose a project from the list.',
    toolWrong: 'Choose a tool or a single action from the list.',
    actionWrong: 'That action belongs to another tool. Choose the tool or the action.',
    levelWrong: 'Choose a level from the list.',
    yes: 'Yes, {who} may.',
    no: 'No, {who} may not.',
    obstacle: 'One thing stands in the way:',
    obstacles: '{count} things stand in the way:',
    answer: 'The answer',
    checked: 'What was looked at',
    check: 'Question',
    outcome: 'Answer',
    pass: 'Yes',
    fail: 'No',
    idle: 'Does not apply',
    later: 'Not known yet',
    laterText: 'Shows once the rest is mended.',
  },
  es: {
    title: '¿Quién puede qué?',
    lead: 'Pregunte antes de cambiar nada: si alguien puede hacer algo, todo lo que lo impide, y qué hacer al respecto.',
    who: 'Quién',
    nobody: 'Nadie: la aplicación por sí misma',
    people: 'Personas',
    accounts: 'Cuentas de servicio',
    other: 'O el número de alguien que no está en la lista',
    app: 'Mediante qué aplicación',
    direct: 'Directamente, sin aplicación',
    project: 'En qué proyecto',
    noProject: 'Ninguno: en la empresa',
    tool: 'Con qué herramienta',
    noTool: 'Ninguna: solo entrar',
    company: 'Herramientas de la empresa',
    projectTools: 'Herramientas de proyectos',
    actionsOf: '{tool}: acciones concretas',
    level: 'Con qué nivel',
    levelHint: 'Cuenta para herramientas enteras. Una acción concreta no necesita ninguno.',
    ask: 'Preguntar',
    problem: 'Aún no se puede responder: mire lo marcado abajo.',
    whoWrong: 'Elija a alguien, o una aplicación.',
    appWrong: 'Esta aplicación no puede trabajar en esta empresa. Elija una de la lista.',
    appWithAccount: 'Una cuenta de servicio trabaja sin esta aplicación. Elija «Directamente, sin aplicación».',
    projectWrong: 'Una herramienta de proyectos necesita un proyecto.',
    projectUnknown: 'Elija un proyecto de la lista.',
    toolWrong: 'Elija una herramienta o una acción concreta de la lista.',
    actionWrong: 'Esa acción es de otra herramienta. Elija la herramienta o la acción.',
    levelWrong: 'Elija un nivel de la lista.',
    yes: 'Sí, {who} puede.',
    no: 'No, {who} no puede.',
    obstacle: 'Una cosa lo impide:',
    obstacles: '{count} cosas lo impiden:',
    answer: 'La respuesta',
    checked: 'Lo que se miró',
    check: 'Pregunta',
    outcome: 'Respuesta',
    pass: 'Sí',
    fail: 'No',
    idle: 'No se aplica',
    later: 'Aún no se sabe',
    laterText: 'Se verá cuando se arregle lo demás.',
  },
});

import type { Level, Risk } from '../../access/index.js';
import { definePage } from '../../shared/index.js';
import type { ProjectChoice } from '../apps/project-choices.js';
import type { Framed } from '../shell/exchange.js';
import { PERMISSIONS_TEXTS } from '../shell/part-texts.js';
import type { OfferedApp } from './member-shelf.js';
import { REACH_TEXTS } from './risk-texts.js';

export interface AskPageData extends Framed {
  readonly app: OfferedApp;
  readonly version: string;
  readonly components: readonly string[];
  readonly permissions: readonly { readonly tool: string; readonly level: Level; readonly risk: Risk }[];
  readonly target: { readonly name: string; readonly value: string };
  readonly projects: ProjectChoice['projects'];
  readonly list: string;
  readonly requests: string;
  /** For those who install for the whole company. */
  readonly install: string | null;
}

export const ASK_PAGE = definePage<AskPageData>()(new URL('./ask.eta', import.meta.url), {
  en: {
    ...PERMISSIONS_TEXTS.en,
    ...REACH_TEXTS.en,
    list: 'Apps',
    by: 'by {publisher} · version {version}',
    asks: 'What it would do by itself',
    people: 'What it would do for people',
    forPeople: 'For people who connect it, it does what they allow it, and never more than they may do themselves.',
    installed: 'Your company has this app: connect it from the app itself.',
    requested: 'You asked for this app already. You can take the request back, or wait for an answer.',
    requestsLink: 'See your requests',
    mine: 'You installed it for yourself. You can still ask for it for everybody.',
    manage: 'You may install it for the whole company yourself.',
    manageLink: 'Look at it and install it',
    forOneself: 'Install it for yourself',
    forOneselfText:
      'Your company lets members do so. It works for you alone, and only with what you allow it when you connect it.',
    install: 'Install for me',
    ask: 'Ask the administrators',
    askAll: 'Or ask for it for everybody',
    askText: 'They see your name and what you write, and answer within 30 days, or the request runs out.',
    notes: 'What do you need it for?',
    notesHint: 'Optional; the administrators read it.',
    projects: 'Where would you like to use it?',
    projectsHint: 'Optional. The administrators decide where it may work.',
    send: 'Send the request',
    cancel: 'Cancel',
  },
  es: {
    ...PERMISSIONS_TEXTS.es,
    ...REACH_TEXTS.es,
    list: 'Aplicaciones',
    by: 'de {publisher} · versión {version}',
    asks: 'Lo que haría por sí misma',
    people: 'Lo que haría en nombre de personas',
    forPeople: 'En nombre de quienes la conectan hace lo que le permitan, y nunca más de lo que ellos pueden.',
    installed: 'Su empresa tiene esta aplicación: conéctela desde la propia aplicación.',
    requested: 'Ya pidió esta aplicación. Puede retirar la solicitud o esperar la respuesta.',
    requestsLink: 'Ver sus solicitudes',
    mine: 'La instaló para usted. Aún puede pedirla para todos.',
    manage: 'Puede instalarla usted para toda la empresa.',
    manageLink: 'Verla e instalarla',
    forOneself: 'Instalarla para usted',
    forOneselfText:
      'Su empresa lo permite a los miembros. Funciona solo para usted y solo con lo que usted le permita al conectarla.',
    install: 'Instalar para mí',
    ask: 'Pedirla a los administradores',
    askAll: 'O pedirla para todos',
    askText: 'Ven su nombre y lo que escriba, y responden en 30 días; si no, la solicitud caduca.',
    notes: '¿Para qué la necesita?',
    notesHint: 'Opcional; lo leen los administradores.',
    projects: '¿Dónde quiere usarla?',
    projectsHint: 'Opcional. Los administradores deciden dónde puede trabajar.',
    send: 'Enviar la solicitud',
    cancel: 'Cancelar',
  },
});

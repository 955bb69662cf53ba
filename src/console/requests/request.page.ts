import type { RequestBody } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { FormerTerms } from '../apps/former-terms.js';
import type { ProjectChoice } from '../apps/project-choices.js';
import type { Framed } from '../shell/exchange.js';
import { FORMER_TEXTS, PERMISSIONS_TEXTS, PROJECTS_TEXTS } from '../shell/part-texts.js';

export interface RequestPageData extends Framed {
  readonly request: RequestBody;
  /** Of the app, by its developer. */
  readonly description: string;
  /** Set once it is approved, while the app is installed. */
  readonly appPage: string | null;
  readonly permissions: readonly { readonly tool: string; readonly level: string; readonly risk: string }[];
  readonly projects: readonly { readonly id: number; readonly name: string }[];
  /** Null for an upgrade, which keeps the projects. */
  readonly choice: ProjectChoice | null;
  /** Of an open request, where the company has or had the app. */
  readonly former: FormerTerms | null;
  readonly base: string;
  /** Whether the one who looks asked for it. */
  readonly isOwn: boolean;
}

export const REQUEST_PAGE = definePage<RequestPageData>()(new URL('./request.eta', import.meta.url), {
  en: {
    ...FORMER_TEXTS.en,
    ...PERMISSIONS_TEXTS.en,
    ...PROJECTS_TEXTS.en,
    list: 'Requests',
    install: 'Install {app}',
    upgrade: 'Upgrade {app} to {version}',
    by: '{name} asked on {day}.',
    end: 'It runs out on {end}.',
    publisher: 'by {publisher}',
    openApp: 'Open the page of {app}',
    pending: 'Open',
    approved: 'Approved',
    denied: 'Denied',
    expired: 'Ran out',
    withdrawn: 'Taken back',
    ownTitle: 'Or take it back',
    ownText: 'You asked for this yourself.',
    withdraw: 'Take the request back',
    notes: 'What {name} wrote',
    wishes: 'Wanted in: {names}',
    asks: 'What it may do by itself',
    projects: 'Where it may work',
    keeps: 'The permitted projects stay as they are.',
    approve: 'Approve and install',
    approveUpgrade: 'Approve and upgrade',
    deny: 'Deny',
    denyTitle: 'Or deny it',
    answer: 'Why?',
    answerHint: 'Optional; {name} can read it.',
    answered: 'Answered by {name} on {day}',
  },
  es: {
    ...FORMER_TEXTS.es,
    ...PERMISSIONS_TEXTS.es,
    ...PROJECTS_TEXTS.es,
    list: 'Solicitudes',
    install: 'Instalar {app}',
    upgrade: 'Actualizar {app} a {version}',
    by: '{name} la pidió el {day}.',
    end: 'Caduca el {end}.',
    publisher: 'de {publisher}',
    openApp: 'Abrir la página de {app}',
    pending: 'Abierta',
    approved: 'Aprobada',
    denied: 'Rechazada',
    expired: 'Caducada',
    withdrawn: 'Retirada',
    ownTitle: 'O retírela',
    ownText: 'La pidió usted.',
    withdraw: 'Retirar la solicitud',
    notes: 'Lo que escribió {name}',
    wishes: 'Se quiere en: {names}',
    asks: 'Lo que puede hacer por sí misma',
    projects: 'Dónde puede trabajar',
    keeps: 'Los proyectos permitidos quedan como están.',
    approve: 'Aprobar e instalar',
    approveUpgrade: 'Aprobar y actualizar',
    deny: 'Rechazar',
    denyTitle: 'O recházela',
    answer: '¿Por qué?',
    answerHint: 'Opcional; {name} puede leerlo.',
    answered: 'Respondida por {name} el {day}',
  },
});

import type { RequestBody } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { MemberPlace } from './member-paths.js';

export interface OwnRequestsPageData extends Framed {
  readonly place: MemberPlace;
  readonly requests: readonly RequestBody[];
  readonly pager: Pager | null;
}

export const OWN_REQUESTS_PAGE = definePage<OwnRequestsPageData>()(new URL('./own-requests.eta', import.meta.url), {
  en: {
    back: 'Ask for an app',
    title: 'Your requests in {company}',
    lead: 'What you asked the administrators for, and what they answered. Nobody but you and they see it.',
    lists: 'Lists',
    apps: 'Apps',
    requests: 'Your requests',
    install: 'Install {app}',
    upgrade: 'Upgrade {app} to {version}',
    asked: 'Asked on {day}',
    implicit: 'while connecting the app',
    end: 'runs out on {day}',
    answered: 'answered on {day}',
    ended: 'taken back on {day}',
    notes: 'You wrote',
    answer: 'They wrote',
    pending: 'Waiting',
    approved: 'Approved',
    denied: 'Refused',
    expired: 'Ran out',
    withdrawn: 'Taken back',
    withdraw: 'Take it back',
    none: 'You have asked for nothing here.',
  },
  es: {
    back: 'Pedir una aplicación',
    title: 'Sus solicitudes en {company}',
    lead: 'Lo que pidió a los administradores y lo que respondieron. Nadie más que usted y ellos lo ve.',
    lists: 'Listas',
    apps: 'Aplicaciones',
    requests: 'Sus solicitudes',
    install: 'Instalar {app}',
    upgrade: 'Actualizar {app} a {version}',
    asked: 'Pedida el {day}',
    implicit: 'al conectar la aplicación',
    end: 'caduca el {day}',
    answered: 'respondida el {day}',
    ended: 'retirada el {day}',
    notes: 'Usted escribió',
    answer: 'Le respondieron',
    pending: 'En espera',
    approved: 'Aprobada',
    denied: 'Rechazada',
    expired: 'Caducada',
    withdrawn: 'Retirada',
    withdraw: 'Retirarla',
    none: 'No ha pedido nada aquí.',
  },
});

import type { RequestBody } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface RequestsPageData extends Framed {
  readonly requests: readonly RequestBody[];
  readonly pager: Pager | null;
  readonly statuses: readonly { readonly name: string; readonly isCurrent: boolean }[];
  readonly status: string | null;
  readonly base: string;
}

export const REQUESTS_PAGE = definePage<RequestsPageData>()(new URL('./requests.eta', import.meta.url), {
  en: {
    title: 'Requests',
    lead: 'Apps and upgrades that people asked for and may not install themselves. An unanswered request runs out after 30 days.',
    filter: 'Show',
    all: 'All',
    pending: 'Open',
    only_pending: 'Open',
    approved: 'Approved',
    only_approved: 'Approved',
    denied: 'Denied',
    only_denied: 'Denied',
    expired: 'Ran out',
    only_expired: 'Ran out',
    withdrawn: 'Taken back',
    install: 'Install {app}',
    upgrade: 'Upgrade {app} to {version}',
    by: '{name} asked on {day}',
    implicit: 'while connecting the app',
    none: 'Nobody has asked for anything.',
    none_pending: 'No request is open.',
    none_approved: 'No request was approved.',
    none_denied: 'No request was denied.',
    none_expired: 'No request ran out.',
  },
  es: {
    title: 'Solicitudes',
    lead: 'Aplicaciones y actualizaciones que se pidieron y que esas personas no pueden instalar. Una solicitud sin respuesta caduca a los 30 días.',
    filter: 'Mostrar',
    all: 'Todas',
    pending: 'Abierta',
    only_pending: 'Abiertas',
    approved: 'Aprobada',
    only_approved: 'Aprobadas',
    denied: 'Rechazada',
    only_denied: 'Rechazadas',
    expired: 'Caducada',
    only_expired: 'Caducadas',
    withdrawn: 'Retirada',
    install: 'Instalar {app}',
    upgrade: 'Actualizar {app} a {version}',
    by: '{name} la pidió el {day}',
    implicit: 'al conectar la aplicación',
    none: 'Nadie ha pedido nada.',
    none_pending: 'No hay ninguna solicitud abierta.',
    none_approved: 'No se aprobó ninguna solicitud.',
    none_denied: 'No se rechazó ninguna solicitud.',
    none_expired: 'No caducó ninguna solicitud.',
  },
});

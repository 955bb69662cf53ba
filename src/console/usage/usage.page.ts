import { definePage } from '../../shared/index.js';
import type { UsageBody } from '../../usage/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Chart } from './chart.js';
import type { Days, DaysFault } from './wanted-days.js';

export interface UsagePageData extends Framed {
  readonly chart: Chart;
  /** `href`: the same days of this app, principal or project alone. */
  readonly lines: readonly (UsageBody & { readonly href: string | null })[];
  /** What pages call the principals of the lines. */
  readonly principals: ReadonlyMap<number, string>;
  readonly more: boolean;
  /** Whose figures these are, by name; null where nothing tells, or they are of all. */
  readonly about: string | null;
  readonly by: 'app' | 'principal' | 'project' | 'route' | 'status';
  readonly breakdowns: readonly { readonly name: string; readonly href: string; readonly isCurrent: boolean }[];
  readonly filter: {
    readonly from: string;
    readonly to: string;
    readonly app_id?: number | undefined;
    readonly principal_id?: number | undefined;
    readonly project_id?: number | undefined;
  };
  /** As they stand in the form, also where no report can be of them. */
  readonly days: Days;
  readonly fault: DaysFault | undefined;
  readonly csv: string;
  readonly base: string;
}

export const USAGE_PAGE = definePage<UsagePageData>()(new URL('./usage.eta', import.meta.url), {
  en: {
    title: 'Usage',
    lead: 'API calls that concerned this company, let in and refused alike. They are kept for 13 months.',
    from: 'From',
    to: 'To',
    show: 'Show',
    wrong: '{field}: {fault}. Below are the last 30 days.',
    narrowed: 'Only what you came from is shown.',
    only: 'Only {name} is shown.',
    all: 'Show everything',
    total: '{calls} calls, {errors} of them refused or failed',
    chart: 'Calls per day from {from} to {to}: {calls} in all',
    calls: 'Calls',
    errors: 'Refused or failed',
    asTable: 'The same as a table',
    day: 'Day',
    breakdown: 'Broken down by',
    app: 'App',
    principal: 'Who',
    project: 'Project',
    route: 'Route',
    status: 'Status',
    lastCall: 'Last call',
    share: 'Share',
    noApp: 'No app (service accounts of the company, this console, the documentation)',
    noPrincipal: 'Nobody in particular',
    noProject: 'No project',
    user: 'person',
    service_account: 'service account',
    csv: 'Download as CSV',
    none: 'No calls in this time.',
    more: 'Only the first hundred lines are shown; the file has all.',
  },
  es: {
    title: 'Uso',
    lead: 'Llamadas a la API que afectaron a esta empresa, admitidas y rechazadas. Se guardan 13 meses.',
    from: 'Desde',
    to: 'Hasta',
    show: 'Mostrar',
    wrong: '{field}: {fault}. Abajo están los últimos 30 días.',
    narrowed: 'Solo se muestra aquello de donde viene.',
    only: 'Solo se muestra: {name}.',
    all: 'Mostrar todo',
    total: '{calls} llamadas, {errors} de ellas rechazadas o fallidas',
    chart: 'Llamadas por día desde {from} hasta {to}: {calls} en total',
    calls: 'Llamadas',
    errors: 'Rechazadas o fallidas',
    asTable: 'Lo mismo como tabla',
    day: 'Día',
    breakdown: 'Desglose por',
    app: 'Aplicación',
    principal: 'Quién',
    project: 'Proyecto',
    route: 'Ruta',
    status: 'Estado',
    lastCall: 'Última llamada',
    share: 'Parte',
    noApp: 'Ninguna (cuentas de servicio de la empresa, esta consola, la documentación)',
    noPrincipal: 'Nadie en particular',
    noProject: 'Ningún proyecto',
    user: 'persona',
    service_account: 'cuenta de servicio',
    csv: 'Descargar como CSV',
    none: 'Sin llamadas en este tiempo.',
    more: 'Solo se muestran las cien primeras líneas; el archivo las tiene todas.',
  },
});

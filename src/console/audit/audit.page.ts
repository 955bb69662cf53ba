import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { EventLine } from './event-lines.js';

/** What a field of the filter offers. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface AuditPageData extends Framed {
  readonly events: readonly EventLine[];
  readonly actions: readonly Choice[];
  readonly kinds: readonly Choice[];
  /** Null where they are too many to choose from. */
  readonly actors: readonly Choice[] | null;
  readonly pager: Pager | null;
  readonly filter: Readonly<Record<string, string>>;
  /** Where the same events are in a file. */
  readonly file: string;
  readonly isFiltered: boolean;
  readonly base: string;
}

export const AUDIT_PAGE = definePage<AuditPageData>()(new URL('./audit.eta', import.meta.url), {
  en: {
    title: 'Audit trail',
    lead: 'Every change of apps, service accounts, people and settings, newest first. Nobody can alter it unnoticed.',
    action: 'What happened',
    anything: 'Anything',
    anybody: 'Anybody',
    actor: 'Who',
    subjectType: 'Kind of thing',
    subjectId: 'Number of the thing',
    request: 'Request, by its code on an event’s page',
    from: 'From',
    to: 'To',
    search: 'Filter',
    clear: 'Show everything',
    file: 'Save these events as a file (NDJSON)',
    fileText:
      'Its last line holds the end of the hash chain. Kept elsewhere, it shows later whether the trail was cut off.',
    when: 'When',
    who: 'Who',
    subject: 'What about',
    details: 'Details',
    system: 'System or operator',
    none: 'Nothing was found.',
    filters: 'Filter the events',
  },
  es: {
    title: 'Auditoría',
    lead: 'Cada cambio de aplicaciones, cuentas de servicio, personas y ajustes, el más reciente primero. Nadie puede alterarla sin que se note.',
    action: 'Qué ocurrió',
    anything: 'Cualquier cosa',
    anybody: 'Cualquiera',
    actor: 'Quién',
    subjectType: 'Tipo de cosa',
    subjectId: 'Número de la cosa',
    request: 'Solicitud, por su código en la página de un evento',
    from: 'Desde',
    to: 'Hasta',
    search: 'Filtrar',
    clear: 'Mostrar todo',
    file: 'Guardar estos eventos en un archivo (NDJSON)',
    fileText:
      'Su última línea contiene el final de la cadena. Guardada en otro lugar, mostrará después si se recortó la auditoría.',
    when: 'Cuándo',
    who: 'Quién',
    subject: 'Sobre qué',
    details: 'Detalles',
    system: 'Sistema u operador',
    none: 'No se encontró nada.',
    filters: 'Filtrar los eventos',
  },
});

import type { AuditEntry } from '../../operations/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Change, EventLine } from './event-lines.js';

export interface EventPageData extends Framed {
  readonly event: EventLine;
  readonly address: string;
  readonly seal: AuditEntry['seal'];
  readonly changes: readonly Change[];
  readonly base: string;
}

export const EVENT_PAGE = definePage<EventPageData>()(new URL('./event.eta', import.meta.url), {
  en: {
    list: 'Audit trail',
    when: 'When',
    who: 'Who',
    system: 'System or operator',
    through: 'Through the client',
    from: 'From the address',
    subject: 'What about',
    request: 'Request',
    sameRequest: 'All events of this request',
    sameSubject: 'All events about it',
    sealed: 'Sealed as number {position} of the trail',
    unsealed: 'Sealed within seconds',
    changes: 'Before and after',
    field: 'Field',
    before: 'Before',
    after: 'After',
    changed: 'changed',
    none: 'The event says no more.',
  },
  es: {
    list: 'Auditoría',
    when: 'Cuándo',
    who: 'Quién',
    system: 'Sistema u operador',
    through: 'Mediante el cliente',
    from: 'Desde la dirección',
    subject: 'Sobre qué',
    request: 'Solicitud',
    sameRequest: 'Todos los eventos de esta solicitud',
    sameSubject: 'Todos los eventos sobre ello',
    sealed: 'Sellado con el número {position} del registro',
    unsealed: 'Se sella en segundos',
    changes: 'Antes y después',
    field: 'Campo',
    before: 'Antes',
    after: 'Después',
    changed: 'cambió',
    none: 'El evento no dice más.',
  },
});

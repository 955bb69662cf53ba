import type { AuditEntry } from '../../operations/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { EventLine } from './event-lines.js';
import type { Changes } from './state-changes.js';

export interface EventPageData extends Framed {
  readonly event: EventLine;
  /** What the client is called through which it came. */
  readonly client: string | undefined;
  readonly address: string;
  readonly seal: AuditEntry['seal'];
  readonly changes: Changes;
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
    changes: 'What changed',
    details: 'Details',
    same: 'Nothing that it tells of differs.',
    rest: 'What it tells besides ({count})',
    field: 'Field',
    value: 'What it says',
    before: 'Before',
    after: 'After',
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
    changes: 'Qué cambió',
    details: 'Detalles',
    same: 'Nada de lo que cuenta difiere.',
    rest: 'Qué más cuenta ({count})',
    field: 'Campo',
    value: 'Qué dice',
    before: 'Antes',
    after: 'Después',
    none: 'El evento no dice más.',
  },
});

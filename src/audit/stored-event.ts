import type { AuditEvent } from './audit-event.entity.js';

/** An event as its row holds it, byte for byte: nothing parsed, so that nothing is overlooked. */
export type StoredEvent = readonly (string | number | null)[];

const NUMBERS = ['id', 'company_id', 'actor_id', 'created_at'] as const;
const TEXTS = [
  'client_id',
  'action',
  'subject_type',
  'subject_id',
  'before_state',
  'after_state',
  'address',
  'request_id',
  'mac',
] as const;

/** To be selected from `audit_events e`. */
export const EVENT_COLUMNS = [...NUMBERS, ...TEXTS].map((column) => `e.${column}`).join(', ');

export type EventRow = Readonly<Record<(typeof NUMBERS)[number] | (typeof TEXTS)[number], string | number | null>>;

/** Drivers may give 64-bit integers as text. */
const numberOf = (value: string | number | null): number | null => (value === null ? null : Number(value));

export const storedEventOf = (row: EventRow): StoredEvent => [
  ...NUMBERS.map((column) => numberOf(row[column])),
  ...TEXTS.map((column) => row[column]),
];

const stateOf = (value: string | number | null): object | null =>
  value === null ? null : (JSON.parse(String(value)) as object);

/** The event that a row means; undefined for one that no program of ours wrote. */
export function eventOf(row: EventRow): AuditEvent | undefined {
  try {
    return {
      id: Number(row.id),
      companyId: numberOf(row.company_id),
      actorId: numberOf(row.actor_id),
      clientId: row.client_id as string | null,
      action: String(row.action),
      subjectType: String(row.subject_type),
      subjectId: String(row.subject_id),
      before: stateOf(row.before_state),
      after: stateOf(row.after_state),
      address: String(row.address),
      requestId: String(row.request_id),
      createdAt: Number(row.created_at),
      mac: String(row.mac),
    };
  } catch {
    return undefined;
  }
}

import type { AuditEntry } from '../../operations/index.js';

/** An event as lists show it. */
export interface EventLine {
  readonly id: number;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly actor: AuditEntry['actor'];
  readonly clientId: string | null;
  readonly requestId: string;
  readonly at: number;
}

/** A field of a state before and after; undefined where a side does not have it. */
export interface Change {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isChanged: boolean;
}

export const lineOf = ({ event, actor }: AuditEntry): EventLine => ({
  id: event.id,
  action: event.action,
  subject: { type: event.subjectType, id: event.subjectId },
  actor,
  clientId: event.clientId,
  requestId: event.requestId,
  at: event.createdAt,
});

/** Both states field by field. */
export function changesOf(before: object | null, after: object | null): Change[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.map((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    return { name, before: was, after: is, isChanged: was !== is };
  });
}

const fieldsOf = (state: object | null): Map<string, string> =>
  new Map(Object.entries(state ?? {}).map(([name, value]) => [name, textOf(value)]));

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? ''));

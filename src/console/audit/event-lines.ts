import type { AuditEntry } from '../../operations/index.js';
import type { Locale } from '../../shared/index.js';
import { eventWords, subjectWords } from './event-words.js';

/** An event as lists show it. */
export interface EventLine {
  readonly id: number;
  readonly action: string;
  /** What happened. */
  readonly words: string;
  readonly subject: EventSubject;
  readonly actor: AuditEntry['actor'];
  readonly clientId: string | null;
  readonly requestId: string;
  readonly at: number;
}

/** What an event is about: its kind in words, and its name, where one is known. */
export interface EventSubject {
  readonly type: string;
  readonly id: string;
  readonly kind: string;
  readonly name: string | undefined;
}

/** A field of a state before and after; undefined where a side does not have it. */
export interface Change {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isChanged: boolean;
}

export const lineOf = ({ event, actor }: AuditEntry, name: string | undefined, locale: Locale): EventLine => ({
  id: event.id,
  action: event.action,
  words: eventWords(event.action, locale),
  subject: { type: event.subjectType, id: event.subjectId, kind: subjectWords(event.subjectType, locale), name },
  actor,
  clientId: event.clientId,
  requestId: event.requestId,
  at: event.createdAt,
});

/** Both states field by field, those that changed first, without those that say nothing before nor after. */
export function changesOf(before: object | null, after: object | null): Change[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const changes = names
    .filter((name) => isSaid(old.get(name)) || isSaid(now.get(name)))
    .map((name) => changeOf(name, old.get(name), now.get(name)));
  return [...changes.filter(({ isChanged }) => isChanged), ...changes.filter(({ isChanged }) => !isChanged)];
}

/** A field that one side alone tells of is no change: the other was not asked for it, or there was no other. */
const changeOf = (name: string, before: string | undefined, after: string | undefined): Change => ({
  name,
  before,
  after,
  isChanged: before !== undefined && after !== undefined && before !== after,
});

const fieldsOf = (state: object | null): Map<string, string> =>
  new Map(Object.entries(state ?? {}).map(([name, value]) => [name, textOf(value)]));

/** Null, and lists and objects with nothing in them, are written so. */
const isSaid = (text: string | undefined): boolean => text !== undefined && !['', 'null', '[]', '{}'].includes(text);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? ''));

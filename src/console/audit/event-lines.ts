import type { AuditEntry } from '../../operations/index.js';
import type { Locale } from '../../shared/index.js';
import { subjectWords, wordsOf } from './event-words.js';
import type { EventNames } from './subject-names.js';

/** An event as lists show it. */
export interface EventLine {
  readonly id: number;
  readonly action: string;
  /** What happened. */
  readonly words: string;
  readonly subject: EventSubject;
  /** Who caused it; undefined for the system and for operators. */
  readonly actor: string | undefined;
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

export const lineOf = ({ event }: AuditEntry, names: EventNames, locale: Locale): EventLine => ({
  id: event.id,
  action: event.action,
  words: wordsOf(event, locale),
  subject: {
    type: event.subjectType,
    id: event.subjectId,
    kind: subjectWords(event.subjectType, locale),
    name: names.subject,
  },
  actor: names.actor,
  clientId: event.clientId,
  requestId: event.requestId,
  at: event.createdAt,
});

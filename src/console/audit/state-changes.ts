import type { AuditEntry } from '../../operations/index.js';
import type { Words } from '../shell/words.js';
import { fieldWords, referenceIn, valueWords } from './state-fields.js';
import type { NameOf, Thing } from '../shell/thing-names.js';

/** A field of a state before and after, in lines; undefined where a side does not have it. */
export interface Change {
  readonly name: string;
  readonly before: readonly string[] | undefined;
  readonly after: readonly string[] | undefined;
}

/** What an event says of its subject, in words. */
export interface Changes {
  /** What differs; all there is where the event tells of one side alone. */
  readonly main: readonly Change[];
  /** What both sides tell alike, or one of them beside the other. */
  readonly rest: readonly Change[];
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
}

/** How the states of events are told: in whose language, and with which names for ids. */
export interface Voice {
  readonly words: Words;
  readonly nameOf: NameOf;
}

type Told = Pick<AuditEntry['event'], 'action' | 'before' | 'after'>;
type State = Readonly<Record<string, unknown>>;

/** Both states field by field, without those that say nothing before nor after. Pure. */
export function changesOf({ action, before, after }: Told, voice: Voice): Changes {
  const [old, now] = [fieldsOf(action, before), fieldsOf(action, after)];
  const told = [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => isSaid(old.get(name)) || isSaid(now.get(name)),
  );
  const isOneSided = before === null || after === null;
  const isMain = (name: string): boolean => isOneSided || differs(old.get(name), now.get(name));
  const line = (name: string): Change => ({
    name: nameOfField(name, voice),
    before: linesOf(name, old.get(name), voice),
    after: linesOf(name, now.get(name), voice),
  });
  return {
    main: told.filter(isMain).map(line),
    rest: told.filter((name) => !isMain(name)).map(line),
    hasBefore: before !== null,
    hasAfter: after !== null,
  };
}

/** Why a webhook was switched off is a code of ours; other reasons were written by people. */
const fieldsOf = (action: string, state: object | null): Map<string, unknown> =>
  new Map(
    Object.entries(state ?? {}).map(([name, value]: [string, unknown]) => [
      name === 'reason' && action.startsWith('webhook.') ? 'disabled_reason' : name,
      value,
    ]),
  );

/** The things that states speak of by their ids. */
export function thingsIn(states: readonly (object | null)[]): Thing[] {
  return states.flatMap((state) =>
    Object.entries(state ?? {}).flatMap(([name, value]): Thing[] => {
      const kind = referenceIn(name);
      const ids = Array.isArray(value) ? (value as unknown[]) : [value];
      return kind ? ids.flatMap((id): Thing[] => (typeof id === 'number' ? [[kind, id]] : [])) : [];
    }),
  );
}

/** A field that one side alone tells of is no change: the other was not asked for it. */
const differs = (before: unknown, after: unknown): boolean =>
  before !== undefined && after !== undefined && JSON.stringify(before) !== JSON.stringify(after);

const isSaid = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  JSON.stringify(value) !== '[]' &&
  JSON.stringify(value) !== '{}';

/** Where tools of a project are switched, the fields are tools. */
const nameOfField = (name: string, { words }: Voice): string =>
  isTool(name) ? words.tool(name) : fieldWords(name, words.locale);

const isTool = (name: string): boolean => /^(company|project)\.\w+$/.test(name);

const NOTHING = '–';

function linesOf(field: string, value: unknown, voice: Voice): string[] | undefined {
  if (value === undefined) return undefined;
  if (!isSaid(value)) return [NOTHING];
  if (field === 'scopes') return voice.words.scopes(Array.isArray(value) ? value.join(' ') : plain(value));
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  return values.flatMap((one) => (isMap(one) ? linesOfMap(field, one, voice) : [textOf(field, one, voice)]));
}

const isMap = (value: unknown): value is State => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values of a configuration have names of the app's own. */
const linesOfMap = (field: string, map: State, voice: Voice): string[] =>
  Object.entries(map).map(([name, value]) => {
    const label = field === 'values' ? name : nameOfField(name, voice);
    return `${label}: ${field === 'values' ? plain(value) : insideOf(name, value, voice)}`;
  });

/** Levels and single rights of a tool, by their words. */
function insideOf(name: string, value: unknown, { words }: Voice): string {
  if (typeof value === 'boolean') return words.yes(value);
  if (!isTool(name)) return Array.isArray(value) ? value.join(', ') : plain(value);
  return Array.isArray(value)
    ? value.map((one) => words.actionOf(name, String(one))).join(', ')
    : words.level(plain(value));
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const ISO_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function textOf(field: string, value: unknown, { words, nameOf }: Voice): string {
  const kind = referenceIn(field);
  if (kind && typeof value === 'number') return nameOf(kind, value) ?? String(value);
  if (typeof value === 'boolean') return words.yes(value);
  if (typeof value === 'number' && field.endsWith('_at')) return words.when(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  return ISO_TIME.test(value) ? words.when(value) : valueWords(field, value, words.locale);
}

import type { ConfigurationField, ConfigurationSchema } from '../../apps/index.js';
import { formField } from '../../identity/index.js';
import type { FieldErrors, Locale } from '../../shared/index.js';
import { FIELD_WORDS, type FieldWords, faultWords, filled } from './field-words.js';

type Values = Readonly<Record<string, unknown>>;

/** A field of an app's configuration, ready to be drawn. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hints: readonly string[];
  readonly isRequired: boolean;
  readonly control: 'choice' | 'line' | 'lines' | 'number';
  /** What stands in it. */
  readonly text: string;
  /** The first one is blank where nothing fits, or nothing need be chosen. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** Bounds and step of a number, as attributes. */
  readonly bounds: string;
  readonly faults: readonly string[];
}

/** A line holds no more; what may be longer, or has several lines, gets room. */
const LONGEST_LINE = 200;

const ofForm = (name: string): string => `value.${name}`;

/** The fields of a schema with the values that they have. */
export function fieldsOf(
  schema: ConfigurationSchema,
  textOf: (name: string) => string,
  faults: FieldErrors,
  locale: Locale,
): FormField[] {
  const words = FIELD_WORDS[locale];
  return Object.entries(schema.properties).map(([name, field]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const text = textOf(name);
    return {
      name,
      label: field.title ?? name,
      hints: [field.description ?? '', boundsHint(field, words)].filter((hint) => hint !== ''),
      isRequired,
      control: controlOf(field, text),
      text,
      choices: choicesOf(field, { text, isRequired }, words),
      bounds: boundsOf(field),
      faults: (Object.hasOwn(faults, name) ? faults[name] : []).map((fault) => faultWords(fault, locale)),
    };
  });
}

/** A value as a form shows it. */
export function shownValue(values: Values, name: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What stood in a field when the form was sent. */
export const postedText = (body: unknown, name: string): string => formField(body, ofForm(name)) ?? '';

/**
 * The values that a form sends: blank fields have none, but where a blank text was there before. What is no number, no
 * choice or no field of the schema is passed on as it is, for the check to say so.
 */
export function valuesIn(schema: ConfigurationSchema, body: unknown, before: Values = {}): Record<string, unknown> {
  const prefix = ofForm('');
  const sent = Object.keys(body ?? {}).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(
    sent.flatMap((key) => {
      const name = key.slice(prefix.length);
      const text = (formField(body, key) ?? '').replaceAll('\r\n', '\n');
      const isBlankBefore = Object.hasOwn(before, name) && before[name] === '';
      if (text === '' && !isBlankBefore) return [];
      const field = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      return [[name, field ? valueOf(field, text) : text]];
    }),
  );
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function valueOf({ type }: ConfigurationField, text: string): unknown {
  if (type === 'string') return text;
  const trimmed = text.trim();
  if (type !== 'boolean') return NUMBER.test(trimmed) ? Number(trimmed) : text;
  return trimmed === 'true' || (trimmed === 'false' ? false : text);
}

const enumOf = (field: ConfigurationField): readonly (string | number)[] | undefined =>
  'enum' in field ? field.enum : undefined;

function controlOf(field: ConfigurationField, text: string): FormField['control'] {
  if (field.type === 'boolean' || enumOf(field)) return 'choice';
  if (field.type !== 'string') return 'number';
  const mayBeLong = field.format === undefined && (field.maxLength ?? Infinity) > LONGEST_LINE;
  return mayBeLong || text.includes('\n') ? 'lines' : 'line';
}

function choicesOf(
  field: ConfigurationField,
  { text, isRequired }: Pick<FormField, 'text' | 'isRequired'>,
  words: FieldWords,
): FormField['choices'] {
  const choices =
    field.type === 'boolean'
      ? [
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ]
      : (enumOf(field) ?? []).map((one) => ({ value: String(one), label: String(one) }));
  const isChosen = choices.some(({ value }) => value === text);
  if (isRequired && isChosen) return choices;
  return [{ value: '', label: isRequired ? words.choose : words.notSet }, ...choices];
}

function boundsHint(field: ConfigurationField, words: FieldWords): string {
  if (field.type === 'boolean' || enumOf(field)) return '';
  if (field.type === 'string') {
    if (field.format) return words.address;
    return field.maxLength === undefined ? '' : filled(words.longest, { most: field.maxLength });
  }
  const { minimum: least, maximum: most } = field;
  if (least !== undefined && most !== undefined) return filled(words.between, { least, most });
  if (least !== undefined) return filled(words.least, { least });
  return most === undefined ? '' : filled(words.most, { most });
}

/** No maximum length: browsers count halves of characters, and the check whole ones. */
function boundsOf(field: ConfigurationField): string {
  if (field.type !== 'integer' && field.type !== 'number') return '';
  const { minimum, maximum } = field;
  const bounds = [
    minimum === undefined ? '' : ` min="${minimum}"`,
    maximum === undefined ? '' : ` max="${maximum}"`,
    // A step counts from the minimum, which may be no whole number itself where the value need be none.
    field.type === 'integer' ? ' step="1"' : ' step="any"',
  ];
  return bounds.join('');
}

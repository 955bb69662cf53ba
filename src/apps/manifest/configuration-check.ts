import type { FieldErrors } from '../../shared/index.js';
import { isWebAddress } from '../web-address.js';
import { type ConfigurationField, type ConfigurationSchema, LONGEST_TEXT } from './configuration.schemas.js';
import { Faults, isRecord } from './faults.js';

/** What is wrong with the values of a configuration, by field, all at once; empty where they fit the app's schema. */
export function checkConfiguration(schema: ConfigurationSchema, values: unknown): FieldErrors {
  const faults = new Faults();
  if (!isRecord(values)) return faults.add('base', 'must be an object').all;
  for (const name of schema.required ?? []) if (!Object.hasOwn(values, name)) faults.add(name, 'is required');
  for (const [name, value] of Object.entries(values)) {
    const isKnown = Object.hasOwn(schema.properties, name);
    faults.add(name, ...(isKnown ? faultsOfValue(schema.properties[name], value) : ['is not a known field']));
  }
  return faults.all;
}

/** Why a field cannot have this value; empty where it can. */
export function faultsOfValue(field: ConfigurationField, value: unknown): string[] {
  const faults = BY_TYPE[field.type](field as never, value);
  const choices: readonly unknown[] | undefined = 'enum' in field ? field.enum : undefined;
  if (choices && faults.length === 0 && !choices.includes(value)) faults.push('is none of the choices');
  return faults;
}

type Field<T extends ConfigurationField['type']> = Extract<ConfigurationField, { type: T }>;

function faultsOfText({ minLength = 0, maxLength = LONGEST_TEXT, format }: Field<'string'>, value: unknown): string[] {
  if (typeof value !== 'string') return ['must be a text'];
  // As JSON Schema counts: by characters, not by halves of them.
  const { length } = [...value];
  const faults: string[] = [];
  if (length < minLength) faults.push(`must have at least ${minLength} characters`);
  if (length > maxLength) faults.push(`must have at most ${maxLength} characters`);
  if (format === 'uri' && !isWebAddress(value)) faults.push('must be an http or https address');
  return faults;
}

function faultsOfNumber({ type, minimum, maximum }: Field<'integer'> | Field<'number'>, value: unknown): string[] {
  const isWhole = type === 'integer';
  if (typeof value !== 'number' || !(isWhole ? Number.isSafeInteger(value) : Number.isFinite(value))) {
    return [isWhole ? 'must be a whole number' : 'must be a number'];
  }
  const faults: string[] = [];
  if (minimum !== undefined && value < minimum) faults.push(`must be at least ${minimum}`);
  if (maximum !== undefined && value > maximum) faults.push(`must be at most ${maximum}`);
  return faults;
}

const BY_TYPE = {
  string: faultsOfText,
  integer: faultsOfNumber,
  number: faultsOfNumber,
  boolean: (_: Field<'boolean'>, value: unknown): string[] =>
    typeof value === 'boolean' ? [] : ['must be true or false'],
};

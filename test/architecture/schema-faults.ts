/* eslint-disable @typescript-eslint/no-explicit-any -- values of every shape */
import type { Schema } from './openapi-document.js';

const TYPES: Record<string, (value: any) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** Where a value is not what the schema says: types, enums, patterns, required and unknown members. */
export function faultsOf(value: any, schema: Schema, at = 'body'): string[] {
  if (value === null) return schema.nullable ? [] : [`${at} is null`];
  if (schema.type !== undefined && !TYPES[schema.type](value)) return [`${at} is no ${schema.type}`];
  const { items = {}, type } = schema;
  const faults = faultsOfScalar(value, schema, at);
  if (type === 'array') faults.push(...(value as any[]).flatMap((one) => faultsOf(one, items, at)));
  if (type === 'object') faults.push(...faultsOfMembers(value, schema, at));
  return faults;
}

function faultsOfScalar(value: any, { anyOf, enum: known, pattern }: Schema, at: string): string[] {
  const faults: string[] = [];
  if (known && !known.includes(value)) faults.push(`${at} is none of the enum`);
  if (pattern && !new RegExp(pattern as string, 'u').test(String(value))) faults.push(`${at} breaks the pattern`);
  if (anyOf && !anyOf.some((one) => faultsOf(value, one).length === 0)) faults.push(`${at} fits none of anyOf`);
  return faults;
}

function faultsOfMembers(value: Record<string, any>, schema: Schema, at: string): string[] {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const faults = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  for (const [name, member] of Object.entries(value)) {
    const own = properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (own) faults.push(...faultsOf(member, own, `${at}.${name}`));
    else if (additionalProperties === false) faults.push(`${at}.${name} is unknown`);
  }
  return faults;
}

const KEYWORDS = new Set(
  (
    'title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems' +
    ' uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties' +
    ' additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs example' +
    ' deprecated $ref'
  ).split(' '),
);

/** What in a schema is JSON Schema of another age than OpenAPI 3.0's, or contradicts itself. */
export function faultsOfSchema(at: string, schema: Schema): string[] {
  const { type, items, required = [], properties = {}, exclusiveMinimum, exclusiveMaximum } = schema;
  const faults = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword) && !keyword.startsWith('x-'));
  if (type !== undefined && !Object.hasOwn(TYPES, type)) faults.push(`type ${JSON.stringify(type)}`);
  if (type === 'array' && !items) faults.push('an array of nothing');
  if ([exclusiveMinimum, exclusiveMaximum].some((bound) => typeof bound === 'number')) faults.push('a number as bound');
  faults.push(...required.filter((name) => !(name in properties)).map((name) => `requires ${name}, which it lacks`));
  return faults.map((fault) => `${at}: ${fault}`);
}

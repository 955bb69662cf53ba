import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { ToolCatalogue } from '../../access/index.js';
import { isWebAddress } from '../web-address.js';
import { checkConfiguration, faultsOfValue } from './configuration-check.js';
import type { ConfigurationField, ConfigurationSchema } from './configuration.schemas.js';
import { faultsOfRules } from './manifest-rules.js';

const catalogue = new ToolCatalogue();

const schemaOf = (
  properties: Record<string, ConfigurationField>,
  required: readonly string[] = [],
): ConfigurationSchema => ({ type: 'object', properties, required: [...required] });

/** Names that anything reached through a prototype would answer to. */
const name = fc.constantFrom('a', 'b', 'inbox', 'constructor', 'toString', 'valueOf', 'hasOwnProperty');

const between = <T extends number>(value: fc.Arbitrary<T>) =>
  fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const text = fc.string({ maxLength: 12, unit: 'grapheme' });
const whole = fc.integer({ min: -50, max: 50 });
const fraction = fc.double({ min: -50, max: 50, noNaN: true });

const textField = fc
  .record({ bounds: between(fc.nat(10)), format: fc.constantFrom('uri' as const, undefined), isBound: fc.boolean() })
  .map(({ bounds: [minLength, maxLength], format, isBound }): ConfigurationField => ({
    type: 'string',
    ...(isBound && { minLength, maxLength }),
    ...(format && !isBound && { format }),
  }));
const numberField = fc
  .record({ type: fc.constantFrom('integer' as const, 'number' as const), bounds: between(whole) })
  .map(({ type, bounds: [minimum, maximum] }): ConfigurationField => ({ type, minimum, maximum }));
const choiceField = fc.oneof(
  fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    .map((choices): ConfigurationField => ({ type: 'string', enum: choices })),
  fc
    .uniqueArray(whole, { minLength: 1, maxLength: 4 })
    .map((choices): ConfigurationField => ({ type: 'integer', enum: choices })),
);
const field = fc.oneof(textField, numberField, choiceField, fc.constant<ConfigurationField>({ type: 'boolean' }));

const schema = fc
  .dictionary(name, field, { noNullPrototype: true })
  .chain((properties) => fc.subarray(Object.keys(properties)).map((required) => schemaOf(properties, required)));

const value = fc.oneof(
  text,
  whole,
  fraction,
  fc.boolean(),
  fc.constantFrom<unknown>(null, [], {}, 'https://example.com/in', 'javascript:alert(1)'),
);

const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true });
ajv.addFormat('uri', isWebAddress);

describe('checking a configuration', () => {
  it('agrees with JSON Schema on every schema and every value', () => {
    fc.assert(
      fc.property(schema, fc.dictionary(name, value, { noNullPrototype: true }), (described, values) => {
        const fits = ajv.compile({ ...described, additionalProperties: false });
        expect(Object.keys(checkConfiguration(described, values)).length === 0).toBe(fits(values));
      }),
      { numRuns: 300 },
    );
  });

  it('names every field that is missing, unknown or wrong, and no other', () => {
    fc.assert(
      fc.property(schema, fc.dictionary(name, value, { noNullPrototype: true }), (described, values) => {
        const wrong = Object.keys(values).filter(
          (one) =>
            !Object.hasOwn(described.properties, one) ||
            faultsOfValue(described.properties[one], values[one]).length > 0,
        );
        const missing = (described.required ?? []).filter((one) => !Object.hasOwn(values, one));
        const named = Object.keys(checkConfiguration(described, values));
        expect(named.sort()).toEqual([...new Set([...wrong, ...missing])].sort());
      }),
    );
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(schema, fc.anything(), (described, sent) => {
        checkConfiguration(described, sent);
      }),
    );
  });

  it('takes every choice of a schema that a manifest may have', () => {
    fc.assert(
      fc.property(choiceField, (choices) => {
        const manifest = { components: ['user'], configuration: { schema: schemaOf({ a: choices }) } };
        fc.pre(Object.keys(faultsOfRules(manifest, catalogue)).length === 0);
        for (const choice of 'enum' in choices ? (choices.enum ?? []) : []) {
          expect(checkConfiguration(schemaOf({ a: choices }), { a: choice })).toEqual({});
        }
      }),
    );
  });

  it.each<[ConfigurationField, unknown]>([
    [{ type: 'string' }, 'x'.repeat(4_001)],
    [{ type: 'string', maxLength: 1 }, 'ab'],
    [{ type: 'string', minLength: 1 }, ''],
    [{ type: 'string', format: 'uri' }, 'javascript:alert(1)'],
    [{ type: 'string', format: 'uri' }, '/relative'],
    [{ type: 'string', enum: ['a'] }, 'A'],
    [{ type: 'string' }, 1],
    [{ type: 'string' }, null],
    [{ type: 'integer' }, 1.5],
    [{ type: 'integer' }, '1'],
    [{ type: 'integer' }, 2 ** 53],
    [{ type: 'integer', minimum: 3 }, 2],
    [{ type: 'number', maximum: 3 }, 3.01],
    [{ type: 'number' }, Number.NaN],
    [{ type: 'number' }, Number.POSITIVE_INFINITY],
    [{ type: 'boolean' }, 'true'],
    [{ type: 'boolean' }, 1],
  ])('refuses for %j the value %j', (one, sent) => {
    expect(Object.keys(checkConfiguration(schemaOf({ a: one }), { a: sent }))).toEqual(['a']);
  });

  it('counts characters, not halves of them', () => {
    const two = schemaOf({ a: { type: 'string', minLength: 2, maxLength: 2 } });
    expect(checkConfiguration(two, { a: '🏗🏗' })).toEqual({});
    expect(Object.keys(checkConfiguration(two, { a: '🏗' }))).toEqual(['a']);
  });

  it('finds no field in a prototype', () => {
    const sent = JSON.parse('{"constructor":"x","__proto__":"y"}') as unknown;
    expect(Object.keys(checkConfiguration(schemaOf({}), sent)).sort()).toEqual(['__proto__', 'constructor']);
    const own = schemaOf({ constructor: { type: 'boolean' } } as Record<string, ConfigurationField>, ['constructor']);
    expect(Object.keys(checkConfiguration(own, {}))).toEqual(['constructor']);
  });

  it.each([null, undefined, [], 'text', 7])('refuses %j, which is no object', (sent) => {
    expect(checkConfiguration(schemaOf({}), sent)).toEqual({ base: ['must be an object'] });
  });
});

import { describe, expect, it } from '@jest/globals';
import { boundedFields } from './field-errors.js';

const many = (count: number): Record<string, string[]> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, ['is wrong']]));

describe('boundedFields', () => {
  it('tells up to a hundred faults as they are', () => {
    const fields = { name: ['is too long', 'must be a line'], ...many(98) };
    expect(boundedFields(fields)).toEqual(fields);
  });

  it('tells how many more there are, wherever they stand', () => {
    expect(boundedFields(many(5_000))).toEqual({ ...many(100), base: ['… and 4900 more'] });
    const ofOne = boundedFields({ base: Array.from({ length: 102 }, () => 'x') });
    expect([Object.keys(ofOne), ofOne.base.length, ofOne.base.at(-1)]).toEqual([['base'], 101, '… and 2 more']);
  });

  it('changes nothing that it bounded before', () => {
    const bounded = boundedFields({ ...many(300), ['n'.repeat(300)]: ['m'.repeat(3_000)] });
    expect(boundedFields(bounded)).toEqual(bounded);
  });

  it('cuts names and messages that the request made long', () => {
    const [[name, [message]]] = Object.entries(boundedFields({ [`a.${'n'.repeat(60_000)}`]: ['m'.repeat(60_000)] }));
    expect([name.length, message.length]).toEqual([201, 1_001]);
  });

  it('keeps names that objects treat specially', () => {
    const fields = JSON.parse('{"__proto__":["is not a known field"]}') as Record<string, string[]>;
    expect(Object.keys(boundedFields(fields))).toEqual(['__proto__']);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedFormError, parseForm } from './form.js';
import { isCleanText } from './text-check.js';

describe('parseForm', () => {
  it('reads what URLSearchParams writes', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (form) => {
        expect({ ...parseForm(new URLSearchParams(form).toString()) }).toEqual({ ...form });
      }),
    );
  });

  it('keeps repeated names apart', () => {
    expect({ ...parseForm('a=1&a=2&b=3&a=4') }).toEqual({ a: ['1', '2', '4'], b: '3' });
  });

  it('refuses more pairs than anybody needs, however they are named', () => {
    expect(() => parseForm('a&'.repeat(32_000))).toThrow(MalformedFormError);
    expect(() => parseForm(Array.from({ length: 1_001 }, (_, n) => `f${n}=x`).join('&'))).toThrow(MalformedFormError);
    expect(parseForm('a&'.repeat(1_000).slice(0, -1)).a).toHaveLength(1_000);
  });

  it('has no prototype to pollute', () => {
    const form = parseForm('__proto__=x&constructor=y');
    expect(Object.getPrototypeOf(form)).toBeNull();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each(['a=%', 'a=%zz', 'a=%ff', '%C3%28=1'])('refuses %s', (text) => {
    expect(() => parseForm(text)).toThrow(MalformedFormError);
  });
});

describe('isCleanText', () => {
  it.each([['a\0b'], ['\ud800'], [{ a: ['\0'] }], [{ '\0': 1 }]])('refuses %j', (value) => {
    expect(isCleanText(value)).toBe(false);
  });

  it('refuses absurd nesting', () => {
    let value: unknown = 'x';
    for (let i = 0; i < 30; i++) value = [value];
    expect(isCleanText(value)).toBe(false);
  });

  it.each([['text'], [1], [null], [undefined], [{ a: [{ b: 'ñ😀' }] }]])('accepts %j', (value) => {
    expect(isCleanText(value)).toBe(true);
  });
});

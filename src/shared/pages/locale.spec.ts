import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chosenLocale, localeOf, LOCALES } from './locale.js';

describe('localeOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['es', 'es'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['en-US,en;q=0.9,es;q=0.8', 'en'],
    ['de-DE, de;q=0.9, ES ; q=0.5', 'es'],
    ['fr, en;q=0.2, es;q=0.3', 'es'],
    ['es;q=0, en;q=0.1', 'en'],
    ['es;q=0', 'en'],
    ['es;q=2', 'en'],
    ['*', 'en'],
    ['essex', 'en'],
    [`${'x,'.repeat(600)}es`, 'en'],
  ] as const)('reads %j as %s', (header, locale) => expect(localeOf(header)).toBe(locale));

  it('answers with one of ours for any header', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => expect(LOCALES).toContain(localeOf(header))));
  });
});

describe('chosenLocale', () => {
  it.each([
    ['es', undefined, 'es'],
    ['fr', undefined, 'en'],
    [null, 'es', 'es'],
    [undefined, undefined, 'en'],
  ] as const)('takes %j, or else %j, for %s', (chosen, otherwise, locale) =>
    expect(chosenLocale(chosen, otherwise)).toBe(locale),
  );
});

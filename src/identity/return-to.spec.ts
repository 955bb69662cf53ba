import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localPath } from './return-to.js';

const ORIGIN = 'https://gatehouse.example';

describe('localPath', () => {
  it.each(['/', '/sign-out', '/oauth/authorize?request=abc&x=%20y', '/a#b', '/a//b', '/?next=https://evil.example'])(
    'keeps %s',
    (path) => expect(localPath(path)).toBe(path),
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/a\\b',
    'https://evil.example',
    'javascript:alert(1)',
    'evil',
    '',
    ' /a',
    '/\t/evil.example',
    '/\n/evil.example',
    '/a b',
    '/é',
    '/\u0000',
    `/${'a'.repeat(2_048)}`,
    undefined,
    ['/a', '/b'],
    { length: 1 },
  ])('answers / for %j', (text) => expect(localPath(text)).toBe('/'));

  const hostile = fc.array(
    fc.constantFrom('/', '\\', '\t', '\n', '\r', '@', ':', '.', '?', '#', '%2f', 'evil.example', ' ', 'https:'),
  );

  it('never leads to another origin, whatever a browser makes of it', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      hostile.map((parts) => parts.join('')),
      hostile.map((parts) => `/${parts.join('')}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const path = localPath(text);
        expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
        expect(path).toMatch(/^\/[\x21-\x7e]*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomId } from '../shared/index.js';
import { type Hashing, newRefreshToken, readRefreshToken } from './refresh-token.js';

const hashingWith = (...peppers: string[]): Hashing => {
  const hash = (pepper: string, text: string): string => createHmac('sha256', pepper).update(text).digest('base64url');
  return { hash: (text) => hash(peppers[0], text), hashes: (text) => peppers.map((pepper) => hash(pepper, text)) };
};

const hashing = hashingWith('one');

describe('refresh tokens', () => {
  it('say their family and generation', () => {
    const family = randomId();
    const token = newRefreshToken(hashing, family, 7);
    expect(readRefreshToken(hashing, token)).toEqual({ token, familyId: family, generation: 7 });
  });

  it('are read while the pepper of their making is readable', () => {
    const token = newRefreshToken(hashing, randomId(), 1);
    expect(readRefreshToken(hashingWith('two', 'one'), token)).toBeDefined();
    expect(readRefreshToken(hashingWith('two'), token)).toBeUndefined();
  });

  it('are refused with any one character changed', () => {
    const token = newRefreshToken(hashing, randomId(), 1);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'09azAZ_-'), (at, character) => {
        fc.pre(token[at] !== character);
        const damaged = token.slice(0, at) + character + token.slice(at + 1);
        expect(readRefreshToken(hashing, damaged)).toBeUndefined();
      }),
    );
  });

  it('are never made of other text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(readRefreshToken(hashing, text)).toBeUndefined();
        expect(readRefreshToken(hashing, `ghrt_${text}`)).toBeUndefined();
      }),
    );
  });
});

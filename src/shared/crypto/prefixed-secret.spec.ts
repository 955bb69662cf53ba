import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newSecret, SECRET_PREFIXES, secretPayload } from './prefixed-secret.js';

describe('secrets', () => {
  it('tell their kind and pass their own check', () => {
    for (const prefix of Object.values(SECRET_PREFIXES)) {
      const secret = newSecret(prefix);
      expect(secret.startsWith(prefix)).toBe(true);
      expect(secretPayload(prefix, secret)).toHaveLength(43);
    }
  });

  it('are not taken for another kind', () => {
    expect(secretPayload(SECRET_PREFIXES.refreshToken, newSecret(SECRET_PREFIXES.clientSecret))).toBeUndefined();
  });

  it('are refused with one character damaged or cut off', () => {
    const secret = newSecret(SECRET_PREFIXES.clientSecret);
    expect(secretPayload(SECRET_PREFIXES.clientSecret, secret.slice(0, -1))).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 5, max: secret.length - 1 }), (at) => {
        const other = secret[at] === 'x' ? 'y' : 'x';
        const damaged = secret.slice(0, at) + other + secret.slice(at + 1);
        expect(secretPayload(SECRET_PREFIXES.clientSecret, damaged)).toBeUndefined();
      }),
    );
  });
});

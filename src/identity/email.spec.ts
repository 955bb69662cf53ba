import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emailKey } from './email.js';

describe('emailKey', () => {
  it('makes spellings of one address the same account', () => {
    const spellings = ['ann@example.com', ' Ann@Example.COM ', '\uff21nn@example.com', 'ann@example\uff0ecom'];
    expect(new Set(spellings.map(emailKey))).toEqual(new Set(['ann@example.com']));
  });

  it('keeps addresses apart that differ', () => {
    expect(emailKey('ann+a@example.com')).not.toBe(emailKey('ann@example.com'));
  });

  it.each([
    '',
    'ann',
    '@example.com',
    'ann@',
    'a b@example.com',
    'a@b@c',
    'a\u0000@b',
    'a\u200b@b',
    '\ud800@b',
    'a@b\n',
    `${'a'.repeat(260)}@b`,
  ])('refuses %j or trims it to an address', (text) => expect([undefined, 'a@b']).toContain(emailKey(text)));

  it.each([undefined, null, 1, ['a@b'], { toString: () => 'a@b' }])('refuses %j, which is no text', (value) => {
    expect(emailKey(value)).toBeUndefined();
  });

  it('is stable: the key of a key is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.domain(), (local, domain) => {
        const key = emailKey(`${local}@${domain}`);
        if (key !== undefined) expect(emailKey(key)).toBe(key);
      }),
    );
  });
});

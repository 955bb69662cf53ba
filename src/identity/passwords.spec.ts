import { describe, expect, it } from '@jest/globals';
import { isAcceptablePassword, isBoundedPassword, Passwords } from './passwords.js';

describe('Passwords', () => {
  const passwords = new Passwords();

  it('verifies what it hashed, in either normal form, and nothing else', async () => {
    const hash = await passwords.hash('contrase\u00f1a larga');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.matches(hash, 'contrasen\u0303a larga')).toBe(true);
    expect(await passwords.matches(hash, 'contrasena larga')).toBe(false);
  });

  it.each([null, undefined])('matches nothing against %s', async (hash) => {
    expect(await passwords.matches(hash, 'anything')).toBe(false);
  });

  it.each([undefined, '', ['a'], 'a\0b', 'a'.repeat(1_025), 'é'.repeat(513), '\ufdfa'.repeat(1_000)])(
    'does not look at %j',
    (password) => expect(isBoundedPassword(password)).toBe(false),
  );

  it('accepts a new password from eight characters up to 1024 bytes', () => {
    expect(['1234567', '12345678', '😀😀😀😀', 'a'.repeat(1_024)].map(isAcceptablePassword)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

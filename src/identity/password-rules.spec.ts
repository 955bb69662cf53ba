import { describe, expect, it } from '@jest/globals';
import { passwordFault } from './password-rules.js';

const ADA = { email: 'Ada.Lovelace@example.com', name: 'Ada Bauer-King Íñiguez' };

describe('passwordFault', () => {
  it.each([undefined, ['long enough'], '', 'seven77', 'a\0bcdefgh', 'a'.repeat(1_025)])('knows %j by its form', (one) =>
    expect(passwordFault(one, ADA)).toBe('wrong_password'),
  );

  it.each([
    'password1',
    'PassWord1',
    ' iloveyou ',
    'qwertyuiop',
    '1234567890',
    'trustno1',
    'football',
    'ｐａｓｓｗｏｒｄ',
  ])('knows "%s" from breaches', (one) => expect(passwordFault(one, ADA)).toBe('common_password'));

  it.each([
    'my ada.lovelace key',
    'ADA.LOVELACE@EXAMPLE.COM',
    'xxBAUERxx',
    'the king of it',
    'an \u00cdN\u0303IGUEZ one',
  ])('finds the person in "%s"', (one) => expect(passwordFault(one, ADA)).toBe('personal_password'));

  it.each(['a long way home', 'Adamant enough', 'contraseña larga', 'example.com is it', '😀😀😀😀😀😀😀😀'])(
    'has nothing against "%s"',
    (one) => expect(passwordFault(one, ADA)).toBeUndefined(),
  );
});

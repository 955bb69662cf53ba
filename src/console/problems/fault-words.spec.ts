import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { faultWords } from './fault-words.js';

const said = (schema: z.ZodType, value: unknown): string => schema.safeParse(value).error?.issues[0]?.message ?? '';

describe('the fault of a field', () => {
  it.each([
    [z.string().min(1), '', 'must not be empty', 'no puede quedar vacío'],
    [z.string().max(3), 'long', 'may have 3 characters', 'admite 3 caracteres'],
    [z.string(), undefined, 'is missing', 'falta'],
    [z.coerce.number().int(), 'x', 'must be a whole number', 'debe ser un número entero'],
    [z.number().int(), 1.5, 'must be a whole number', 'debe ser un número entero'],
    [z.number().min(1), 0, 'must be 1 or more', 'debe ser 1 o más'],
    [z.enum(['a', 'b']), 'c', 'must be one of "a"|"b"', 'debe ser uno de "a"|"b"'],
    [z.array(z.number()).max(1), [1, 2], 'may have 1 at most', 'admite 1 como máximo'],
    [z.iso.datetime(), 'tomorrow', 'is not a date', 'no es una fecha'],
    [z.strictObject({}), { more: 1 }, 'is not a known field', 'no es un campo conocido'],
  ])('of its shape is told in plain words (%#)', (schema, value, en, es) => {
    expect(faultWords(said(schema, value), 'en')).toBe(en);
    expect(faultWords(said(schema, value), 'es')).toBe(es);
  });

  it.each([
    ['must lie in the future', 'debe quedar en el futuro'],
    ['is more than is approved: read_only', 'es más de lo aprobado: read_only'],
    ['you do not have admin', 'usted no tiene admin'],
    [
      "must be within 90 days, as the company's credential policy says",
      'debe quedar dentro de 90 días, como dice la política de credenciales de la empresa',
    ],
    ['gives more than 50000 lines: narrow it', 'da más de 50000 líneas: acote la consulta'],
  ])('of a rule (%s) stays in English, and is Spanish on a Spanish page', (fault, spanish) => {
    expect(faultWords(fault, 'en')).toBe(fault);
    expect(faultWords(fault, 'es')).toBe(spanish);
  });

  it('that nobody translated stays as it was said', () => {
    expect(faultWords('is purple', 'es')).toBe('is purple');
  });

  it('brings in nothing of its own: what stands in the words is taken as text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => expect(faultWords(`you have ${text}x`, 'en')).toBe(`you have ${text}x`)),
    );
  });
});

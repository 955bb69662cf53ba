import { describe, expect, it } from '@jest/globals';
import { memberName } from './member-name.js';

describe('memberName', () => {
  it.each([
    ['Ana Ruiz', 'Ana', 'Ruiz'],
    ['  Ana  María  Ruiz ', 'Ana', 'María Ruiz'],
    ['Ana', '', 'Ana'],
  ])('%j', (name, firstName, lastName) => {
    expect(memberName(name)).toEqual({ firstName, lastName });
  });

  it('fits into a directory entry', () => {
    expect(memberName(`${'a'.repeat(120)} ${'b'.repeat(120)}`)).toEqual({
      firstName: 'a'.repeat(100),
      lastName: 'b'.repeat(100),
    });
  });
});

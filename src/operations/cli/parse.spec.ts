import { describe, expect, it } from '@jest/globals';
import { firstPartyClient } from './client-commands.js';
import { CommandInput } from './command.js';
import { COMMANDS } from './command-line.js';
import { table } from './help.js';
import { parseCommandLine } from './parse.js';

const clientInput = (...uris: string[]) => new CommandInput({ name: 'Desk', 'redirect-uri': uris }, {});

describe('parseCommandLine', () => {
  it('reads options, repeated ones, flags and arguments', () => {
    const argv = 'client create-first-party --name Desk --redirect-uri /a --redirect-uri=https://b.example/ --public';
    const request = parseCommandLine(argv.split(' '), COMMANDS);
    if (request.kind !== 'run') throw new Error('no command');
    expect(request.input.text('name')).toBe('Desk');
    expect(request.input.texts('redirect-uri')).toEqual(['/a', 'https://b.example/']);
    expect(request.input.flag('public')).toBe(true);
  });

  it('keeps arguments by name', () => {
    const request = parseCommandLine(['keys', 'retire', 'pepper', 'abc'], COMMANDS);
    if (request.kind !== 'run') throw new Error('no command');
    expect([request.input.argument('purpose'), request.input.argument('id')]).toEqual(['pepper', 'abc']);
  });

  it('has no two commands of one name', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a first-party client', () => {
  it('is public without refresh tokens, or confidential', () => {
    const values = { name: 'Desk', 'redirect-uri': ['/callback'], public: true };
    expect(firstPartyClient(new CommandInput(values, {}))).toMatchObject({
      kind: 'first_party',
      environment: null,
      type: 'public',
      grantTypes: ['authorization_code'],
    });
    expect(firstPartyClient(clientInput('https://desk.example/callback'))).toMatchObject({ type: 'confidential' });
  });

  it.each([
    'http://desk.example/callback',
    '//desk.example/callback',
    '/callback#fragment',
    '/call\\back',
    '/call back',
    '/*',
    'javascript:alert(1)',
    'https://user@desk.example/',
    'https://*.desk.example/',
  ])('has no redirect URI like %s', (uri) => {
    expect(() => firstPartyClient(clientInput('https://desk.example/', uri))).toThrow(
      expect.objectContaining({ code: 'invalid_fields' }),
    );
  });
});

describe('table', () => {
  it('lines columns up and leaves no blanks at the end', () => {
    expect(
      table([
        ['a', 'bb', ''],
        ['ccc', 'd', 'e'],
        ['f', 'g', ''],
      ]),
    ).toEqual(['a    bb', 'ccc  d   e', 'f    g']);
  });

  it('of nothing is nothing', () => expect(table([])).toEqual([]));
});

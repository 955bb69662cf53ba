import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alternativesOf, stringsIn, usedCodes, type UsedCode } from './error-codes.js';

const root = resolve(import.meta.dirname, '../..');

/** A row of docs/errors.md. */
interface Row {
  readonly section: string;
  readonly code: string;
  readonly statuses: readonly string[];
  readonly cells: readonly string[];
}

/** The tables of docs/errors.md, each row with the heading of the second level above it. */
function documented(): Row[] {
  const rows: Row[] = [];
  let section = '';
  for (const line of readFileSync(join(root, 'docs/errors.md'), 'utf8').split('\n')) {
    section = /^## (.+)$/.exec(line)?.[1] ?? section;
    const [, code, ...cells] = /^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/.exec(line) ?? [];
    if (code) rows.push({ section, code, statuses: cells[0].split(', ').sort(), cells });
    else if (/^\| `/.test(line)) throw new Error(`This row is not understood: ${line}`);
  }
  return rows;
}

const rows = documented();
const protocol = rows.filter(({ section }) => section === '/oauth');
const others = rows.filter(({ section }) => section !== '/oauth');
const { codes, handedOn } = usedCodes();

/** `{ code: statuses }`, in order. */
function statusesOf(used: readonly UsedCode[]): Record<string, string[]> {
  const names = [...new Set(used.map(({ code }) => code))].sort();
  const of = (name: string): string[] => used.filter(({ code }) => code === name).map(({ status }) => status);
  return Object.fromEntries(names.map((name) => [name, [...new Set(of(name))].sort()]));
}

const statusesIn = (list: readonly Row[]): Record<string, readonly string[]> =>
  Object.fromEntries(list.map(({ code, statuses }) => [code, statuses]));

describe('docs/errors.md', () => {
  it('lists every code of the API with its statuses, and no other', () => {
    expect(statusesIn(others)).toEqual(statusesOf(codes.filter(({ surface }) => surface === 'rest')));
  });

  it('lists every code of the protocol, and no other', () => {
    const allowed = [...alternativesOf('oauth/oauth.errors.ts', 'OAuthErrorCode'), 'server_error'];
    expect(protocol.map(({ code }) => code).sort()).toEqual(allowed.sort());
  });

  it('lists every status that a code of the protocol comes with', () => {
    const used = statusesOf(codes.filter(({ surface }) => surface === 'oauth'));
    const listed = statusesIn(protocol);
    for (const [code, statuses] of Object.entries(used)) {
      expect([code, listed[code]]).toEqual([code, expect.arrayContaining(statuses)]);
    }
  });

  it('lists no code twice on one surface, and says of each when it comes and what to do', () => {
    for (const list of [protocol, others]) {
      const names = list.map(({ code }) => code);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    }
    for (const { code, statuses, cells } of rows) {
      expect([code, cells.every((cell) => cell.trim().length > 2)]).toEqual([code, true]);
      expect([code, statuses.every((status) => /^([45]\d\d|redirect)$/.test(status))]).toEqual([code, true]);
    }
  });
});

describe('the source', () => {
  it('names every code in words at the place that refuses, but where it hands on one that came from there', () => {
    const places = [...new Set(handedOn.map(({ file, text }) => `${file}: ${text}`))];
    const isProtocol = (place: string): boolean => place.startsWith('oauth/');
    expect(places.filter((place) => !isProtocol(place))).toEqual([
      'access/challenges.ts: new DomainError(KINDS[status], code, detail, { legacyText, extensions, headers })',
      'openapi-refusals.ts: plainProblem(status, code, detail, REQUEST)',
      'requests/kept-answer.ts: new DomainError(kind, code, message, options)',
      "shared/errors/domain-error.ts: new DomainError('conflict', code, message)",
      'shared/errors/problem.ts: plainProblem(error.status, error.code, error.message, requestId)',
      'shared/http/client-errors.ts: plainProblem(status, code, message, requestId)',
      'shared/http/error.filter.ts: { status: error.status, code: error.code, message: error.message }',
      'shared/http/error.filter.ts: plainProblem(plain.status, plain.code, plain.message, request.id)',
    ]);
  });

  it('uses every code that the protocol may', () => {
    const used = stringsIn('oauth');
    const unused = alternativesOf('oauth/oauth.errors.ts', 'OAuthErrorCode').filter((code) => !used.has(code));
    expect(unused).toEqual([]);
  });

  it('writes codes in one way', () => {
    expect(codes.map(({ code }) => code).filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
    expect(codes.length).toBeGreaterThan(60);
  });
});

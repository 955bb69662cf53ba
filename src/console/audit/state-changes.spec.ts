import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ToolCatalogue } from '../../access/index.js';
import { Words } from '../shell/words.js';
import { changesOf, thingsIn, type Voice } from './state-changes.js';

const tools = new ToolCatalogue();
const voice: Voice = {
  words: new Words('en', tools),
  nameOf: (kind, id) => (id === 7 ? `the ${kind}` : undefined),
};
const linesOf = (action: string, after: object): Record<string, readonly string[]> =>
  Object.fromEntries(
    changesOf({ action, before: null, after }, voice).main.map(({ name, after: lines }) => [name, lines ?? []]),
  );

describe('changesOf', () => {
  it('calls ids by names, and leaves those that nobody knows', () => {
    expect(linesOf('x.y', { app_id: 7, project_ids: [7, 8] })).toEqual({
      App: ['the app'],
      Projects: ['the project', '8'],
    });
  });

  it('takes no word that somebody wrote for a code', () => {
    expect(linesOf('app_policy.set', { reason: 'failing', notes: 'active', name: 'denied' })).toEqual({
      Reason: ['failing'],
      Note: ['active'],
      Name: ['denied'],
    });
    expect(linesOf('webhook.disabled', { reason: 'failing' })).toEqual({ Reason: ['Its address failed for days'] });
  });

  it('keeps the names that an app gave to its values', () => {
    expect(
      linesOf('app_configuration.created', { values: { name: 'x', active: true, 'project.rfis': 'admin' } }),
    ).toEqual({
      Values: ['name: x', 'active: true', 'project.rfis: admin'],
    });
  });

  it('tells times, numbers, yes and no in words', () => {
    const told = linesOf('x.y', { expires_at: 0, verified_at: '2026-01-02T03:04:05.000Z', enforced: false, count: 3 });
    expect(told.Ends[0]).toContain('1970');
    expect(told.Proven[0]).toContain('2026');
    expect([told['Everybody has to sign in there'], told['How many']]).toEqual([['No'], ['3']]);
  });

  it('puts apart what differs from what does not, and says nothing of what neither side tells', () => {
    const before = { status: 'active', name: 'Crane', title: null, notes: '', levels: {}, app_id: 7 };
    const { main, rest } = changesOf({ action: 'x.y', before, after: { ...before, status: 'suspended' } }, voice);
    expect(main.map(({ name }) => name)).toEqual(['State']);
    expect(rest.map(({ name }) => name)).toEqual(['Name', 'App']);
  });

  it('tells any state that can be stored, and loses no field that says something', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (before, after) => {
          const { main, rest } = changesOf({ action: 'x.y', before, after }, voice);
          const said = (value: unknown): boolean =>
            !['null', '""', '[]', '{}', undefined].includes(JSON.stringify(value));
          const names = new Set([...Object.keys(before), ...Object.keys(after)]);
          const own = (state: object, name: string): unknown =>
            Object.hasOwn(state, name) ? (state as Record<string, unknown>)[name] : undefined;
          const expected = [...names].filter((name) => said(own(before, name)) || said(own(after, name)));
          expect(main.length + rest.length).toBe(expected.length);
        },
      ),
    );
  });
});

it('thingsIn finds the ids of things and nothing else', () => {
  expect(thingsIn([{ app_id: 1, project_ids: [2, 'x'], name: 3 }, null, { user_id: null, constructor: 4 }])).toEqual([
    ['app', 1],
    ['project', 2],
  ]);
});

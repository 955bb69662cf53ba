import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UsageValues } from './usage-counts.js';
import { DAY_MS } from './usage-days.js';
import { subjectsOf, windowFor } from './usage-subjects.js';

const FIRST_DAY = 20_000;

/** A call of principal 5 in project 7 of company 1, by an app. */
const called = (day: number, calls = 1): UsageValues => [
  '',
  day * DAY_MS,
  'client',
  12,
  1,
  5,
  7,
  '',
  200,
  '',
  '',
  '',
  calls,
  0,
  0,
];

/** As the report asks. */
function isFound(rows: readonly UsageValues[], from: number, to: number): boolean {
  const window = windowFor({ from: from * DAY_MS, to: to * DAY_MS });
  if (!window) throw new Error('The period is too long for one window.');
  return subjectsOf(rows).some(
    ([, startsAt, scope, , app, , own, next]) =>
      scope === 'project' &&
      app === 0 &&
      startsAt === window.startsAt &&
      (Number(own) & window.ownDays || Number(next) & window.nextDays) !== 0,
  );
}

const aDay = fc.integer({ min: FIRST_DAY, max: FIRST_DAY + 200 });

describe('the days on which a project had calls', () => {
  it('are found by exactly the periods that hold one of them', () => {
    fc.assert(
      fc.property(fc.array(aDay, { maxLength: 5 }), aDay, fc.integer({ min: 0, max: 31 }), (days, from, length) => {
        const isExpected = days.some((day) => day >= from && day <= from + length);
        expect(
          isFound(
            days.map((day) => called(day)),
            from,
            from + length,
          ),
        ).toBe(isExpected);
      }),
    );
  });

  it('leave out what was counted without a call', () => {
    expect(subjectsOf([called(FIRST_DAY, 0)])).toEqual([]);
  });

  it('are marked for the app and for all callers, for the project and the principal, in two windows', () => {
    const told = subjectsOf([called(FIRST_DAY)]).map(([, , ...rest]) => rest.slice(0, 4).join(' '));
    const marks = ['principal 1 0 5', 'principal 1 12 5', 'project 1 0 7', 'project 1 12 7'];
    expect(told.sort()).toEqual(marks.flatMap((mark) => [mark, mark]));
  });

  it('make bits that add up to a whole number', () => {
    const all = Array.from({ length: 200 }, (_, at) => called(FIRST_DAY + at));
    for (const row of subjectsOf(all)) {
      for (const days of row.slice(-2)) {
        expect(days).toBeGreaterThanOrEqual(0);
        expect(days).toBeLessThan(2 ** 31);
      }
    }
  });

  it('are told by no window for a period that two of them do not hold', () => {
    expect(windowFor({ from: 0, to: 61 * DAY_MS })).toBeDefined();
    expect(windowFor({ from: 0, to: 62 * DAY_MS })).toBeUndefined();
  });
});

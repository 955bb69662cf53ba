import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { delayAfter, MOST_ATTEMPTS, retryAfterOf } from './retry-schedule.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('the next attempt', () => {
  it('comes as Standard Webhooks say, and after the tenth none does', () => {
    const minutes = Array.from({ length: 9 }, (_, at) => (delayAfter(at + 1, undefined, 0) ?? 0) / MINUTE);
    expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440]);
    expect(MOST_ATTEMPTS).toBe(10);
    expect(delayAfter(10, undefined, 0)).toBeUndefined();
    expect(delayAfter(10, 5_000, 0)).toBeUndefined();
  });

  it('comes no earlier than that, whatever the receiver asks for, and no later than a day, or a fifth more', () => {
    const failed = fc.integer({ min: 1, max: 9 });
    const asked = fc.option(fc.nat(), { nil: undefined });
    fc.assert(
      fc.property(failed, asked, fc.double({ min: 0, max: 1, noNaN: true }), (count, retryAfter, random) => {
        const delay = delayAfter(count, retryAfter, random) ?? 0;
        return delay >= (delayAfter(count, undefined, 0) ?? 0) && delay <= 1.2 * DAY;
      }),
    );
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Thu, 01 Jan 1970 00:01:40 GMT', 40_000],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 0],
  ])('is asked for by %j', (header, ms) => {
    expect(retryAfterOf(header, MINUTE)).toBe(ms);
  });
});

import { describe, expect, it } from '@jest/globals';
import { secondsBlocked } from './blocking.js';

describe('secondsBlocked', () => {
  const count = (failures: number, remainingMs: number) => ({ bucket: { limit: 10 }, failures, remainingMs });
  const limit = (bucket: { limit: number }): number => bucket.limit;

  it('lets through below the limit', () => expect(secondsBlocked([count(9, 5_000)], limit)).toBeUndefined());

  it('blocks at the limit, in whole seconds rounded up', () =>
    expect(secondsBlocked([count(10, 4_001)], limit)).toBe(5));

  it('waits for the last full bucket and ignores the others', () => {
    expect(secondsBlocked([count(10, 2_000), count(12, 7_000), count(3, 90_000)], limit)).toBe(7);
  });

  it('never says zero seconds', () => expect(secondsBlocked([count(10, 0)], limit)).toBe(1));
});

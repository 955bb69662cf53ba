import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXPIRY_WARNINGS, expiryOf } from './secret-expiry.js';

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 0, 5);

describe('the expiry of a secret', () => {
  it.each([
    [0, 0, 1],
    [1, 1, 1],
    [DAY, 1, 1],
    [DAY + 1, 2, 7],
    [7 * DAY, 7, 7],
    [7 * DAY + 1, 8, 14],
    [14 * DAY, 14, 14],
    [14 * DAY + 1, 15, 30],
    [30 * DAY, 30, 30],
    [30 * DAY + 1, 31, null],
    [-DAY, 0, 1],
  ])('%d ms ahead is in %d days and warns at %j', (ahead, expiresInDays, threshold) => {
    expect(expiryOf(NOW + ahead, NOW)).toEqual({ expiresInDays, threshold });
  });

  it('never comes for a secret without an end', () => {
    expect(expiryOf(null, NOW)).toEqual({ expiresInDays: null, threshold: null });
  });

  it('never warns less as the end comes nearer', () => {
    const rank = (at: number): number => EXPIRY_WARNINGS.findIndex((days) => days === expiryOf(at, NOW).threshold);
    const urgency = (at: number): number => (rank(at) < 0 ? EXPIRY_WARNINGS.length : rank(at));
    const ahead = fc.integer({ min: 0, max: 60 * DAY });
    fc.assert(fc.property(ahead, ahead, (a, b) => urgency(NOW + Math.min(a, b)) <= urgency(NOW + Math.max(a, b))));
  });
});
